"""The record: one figure that a bulletin states, with the characters it was read from."""

from decimal import Decimal
from typing import Literal

import msgspec

Measure = Literal[
    "level",
    "growth",
    "change",
    "share",
    "pp_gap",
    "pp_change",
    "contribution",
    "target",
    "target_gap",
    "baseline",
    "rank",
]
ObsStatus = Literal["actual", "estimate", "forecast", "plan"]
Bound = Literal["exact", "at_least", "at_most", "about"]


class Observation(msgspec.Struct, frozen=True, kw_only=True):
    """One figure. Offsets are code points of the stored text; `text[span_start:span_end] == value_text`, always.

    `reported_*` is the printed pair, signed by its verb; `value`, `value_low`, `value_high` are the same in the base
    `unit` of schemas/vocabulary/units.yml. `[value_low, value_high)` is what rounding to the printed digits allows; a
    count of whole things (家, 户, 个) without a multiplier is exact, so that both equal `value`.
    """

    observation_id: str  # document_id's first 16 characters + "-" + span_start
    span_start: int
    span_end: int
    value_text: str
    quote: str  # the sentence as the text has it: text[quote_start:quote_end]
    quote_start: int
    quote_end: int
    section: str  # the heading it stands under, "" before the first
    indicator: str | None  # code in schemas/vocabulary/indicators.yml; None when the name is in no vocabulary
    indicator_name: str  # the noun phrase as printed, or the vocabulary's name where the text only carries it over
    breakdown: str  # what narrows the indicator (第一产业, 新建, 中直), "" for none
    programme: str | None  # code in schemas/vocabulary/programmes.yml
    measure: Measure
    reported_value: Decimal
    reported_unit: str
    value: Decimal
    unit: str
    value_low: Decimal
    value_high: Decimal
    bound: Bound
    obs_status: ObsStatus
    period_start: str | None  # ISO date; None for a stock
    period_end: str | None  # ISO date; None: unresolved, or the text does not tell
    ref_area: str  # "self", or the other area or body as printed
    reference: str  # yoy, mom, of:WHOLE, vs:AREA; "" for none
    rule: str  # the rules that read it, in order, joined by ">"
    confidence: float  # 0..1; >= 0.9 is "high"
    flags: tuple[str, ...] = ()  # misprint, period_unresolved, …
