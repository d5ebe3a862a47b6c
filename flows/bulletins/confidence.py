"""How far a reading can be trusted: the least sure of the things it rests on, as measured on marked-up bulletins."""

import re
from collections.abc import Iterator

from flows.bulletins import names
from flows.bulletins.periods import Period
from flows.bulletins.state import Draft

HIGH = 0.9  # at or above it nobody needs to look; below it a person decides

# How the subject was found, and how the measure was told.
_RULES = {
    "named": 0.97, "carried": 0.97, "listed": 0.95, "table": 0.96, "completed": 0.92, "part": 0.88, "attribute": 0.91,
    "under": 0.91, "noun_after": 0.88, "pulled": 0.8, "pending": 0.7, "bare_name": 0.7, "unpaired": 0.6, "unnamed": 0.2,
    "percent_level": 0.85, "target_gap": 0.85, "rank": 0.88, "level_with": 0.85, "net": 0.88, "multiple": 0.7,
}  # fmt: skip
_FLAGS = {"misprint": 0.3, "unit_unknown": 0.5, "period_unresolved": 0.5, "period_assumed": 0.7}
_NEW_NAME = 0.93  # a name that the vocabulary does not have
_TORN = re.compile("(?<!自)由|(?<!植)被|每$|其中|以来")
_LONG_NAME = 18  # characters; beyond it the phrase is likely to hold more than the name


def of(draft: Draft, known: bool, flags: tuple[str, ...], period: Period | None) -> float:
    """Confidence in 0..1 of a draft whose indicator the vocabulary has (`known`) or not."""
    subject, quantity = draft.subject, draft.quantity
    limits = [
        0.97,
        *_of_times(draft, period),
        *(_RULES[rule] for rule in draft.rule if rule in _RULES),
        *(_FLAGS[flag] for flag in flags),
    ]
    if not known:
        if _TORN.search(subject.full) or (draft.meaning.measure == "growth" and not names.head_of(subject.name)):
            limits.append(0.85)  # more than a name, or less
        level = draft.meaning.measure in ("level", "share")  # a stock or a flow?
        limits.append(0.85 if len(subject.full) > _LONG_NAME else 0.89 if level else _NEW_NAME)
    if not quantity.arabic:
        limits.append(0.6)
    if quantity.range_end:
        limits.append(0.75)
    if subject.area != "self":
        limits.append(0.88)  # whose figure it is has been inferred
    if draft.status != "actual":
        limits.append(0.88)
    if draft.meaning.measure == "baseline":
        limits.append(0.88)  # when it was so is seldom printed
    if subject.carried > 2:
        limits.append(0.91)
    return min(limits)


def _of_times(draft: Draft, period: Period | None) -> Iterator[float]:
    said = draft.said
    if said.years or (said.annual and period and period.months <= 12):
        yield 0.6  # the years that an average is over are not printed beside it
    if said.lasting and draft.quantity.base in ("年", "个月", "天"):
        yield 0.6  # 连续22年: of what, and a figure at all?
    if period and period.months > 12:
        yield 0.88  # a review of several years: of all of them, or of the last?
