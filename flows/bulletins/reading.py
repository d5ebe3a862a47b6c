"""From a bulletin's text to its observations: the whole of the reading, in order."""

import datetime
from decimal import Decimal
from typing import cast, get_args

import msgspec

from flows.bulletins import areas, dating, names, periods, quantities, reflow, sentences
from flows.bulletins.clauses import Grammar
from flows.bulletins.observation import Measure, Observation
from flows.bulletins.periods import Period
from flows.bulletins.state import Draft, Section
from flows.bulletins.status import Sections

READER_VERSION = "1"


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a bulletin from outside its text."""

    area: str  # the area the bulletin is about: `self`
    published_on: datetime.date
    title: str | None = None
    province: str | None = None
    aliases: tuple[str, ...] = ()  # further names of the area


def read(text: str, context: Context, *, document_id: str) -> list[Observation]:
    """The observations of a bulletin, by ascending span; spans are code points of `text`.

    `text[span_start:span_end] == value_text` holds for each, and no two overlap.
    """
    flows = reflow.reflow(text)
    opening = " ".join(flow.text[:60] for flow in flows[:12])
    year, current, _ = periods.report_period(context.title or "", opening, context.published_on)
    here = areas.Here(context.area, context.aliases)
    grammar = Grammar(here, year, current)
    headings = Sections(year, current, "工作报告" in (context.title or opening))
    out: list[Observation] = []
    for paragraph in sentences.paragraphs(flows):
        section = headings.heading(paragraph.heading) if paragraph.is_heading else headings.speech(paragraph.whole.text)
        grammar.new_paragraph(section)
        for start, end, sentence in sentences.sentences(paragraph.whole):
            first = len(grammar.drafts)
            grammar.sentence(sentence)
            if len(grammar.drafts) > first:
                quote = (paragraph.whole.place(start), paragraph.whole.place(end - 1) + 1)
                out += [
                    _observe(draft, text, quote, paragraph.heading, document_id, current, section, context.published_on)
                    for draft in grammar.drafts[first:]
                ]
    return _in_order(out)


def _in_order(found: list[Observation]) -> list[Observation]:
    out: list[Observation] = []
    for observation in sorted(found, key=lambda observation: observation.span_start):
        if not out or observation.span_start >= out[-1].span_end:
            out.append(observation)
    return out


def _observe(
    draft: Draft,
    text: str,
    quote: tuple[int, int],
    heading: str,
    document_id: str,
    current: Period,
    section: Section,
    published: datetime.date,
) -> Observation:
    quantity, subject = draft.quantity, draft.subject
    value, unit, discrete = quantities.base_of(quantity.unit, quantity.base, draft.meaning.value)
    half = (
        Decimal(0)
        if discrete
        else quantities.base_of(quantity.unit, quantity.base, Decimal(5).scaleb(-quantity.decimals - 1))[0]
    )
    indicator = names.find_indicator(subject.breakdown, subject.name)
    period = dating.resolve(draft, indicator.kind if indicator else "", current, section)
    status = draft.status
    if status == "estimate" and period and period.end and period.end > published:
        status = "forecast"
    flags = quantity.flags if period else (*quantity.flags, "period_unresolved")
    assert draft.meaning.measure in get_args(Measure)
    return Observation(
        observation_id=f"{document_id[:16]}-{draft.start}",
        span_start=draft.start,
        span_end=draft.end,
        value_text=text[draft.start : draft.end],
        quote=text[quote[0] : quote[1]],
        quote_start=quote[0],
        quote_end=quote[1],
        section=heading,
        indicator=indicator.code if indicator else None,
        indicator_name=subject.name,
        breakdown=subject.breakdown,
        programme=indicator.programme if indicator else None,
        measure=cast(Measure, draft.meaning.measure),
        reported_value=draft.meaning.value,
        reported_unit=quantity.unit,
        value=value,
        unit=unit,
        value_low=value - abs(half),
        value_high=value + abs(half),
        bound=draft.bound,  # type: ignore[arg-type]
        obs_status=status,  # type: ignore[arg-type]
        period_start=period.start.isoformat() if period and period.start else None,
        period_end=period.end.isoformat() if period and period.end else None,
        ref_area=subject.area or "self",
        reference=draft.meaning.reference,
        rule=">".join(draft.rule),
        confidence=0.5,
        flags=flags,
    )
