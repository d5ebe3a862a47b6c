"""Turns the grammar's drafts into observations: normalised, dated, with what rounding allows."""

import datetime
from decimal import Decimal
from typing import cast

import msgspec

from flows.bulletins import confidence, dating, units
from flows.bulletins.identifying import identify
from flows.bulletins.observation import Bound, Measure, Observation, ObsStatus
from flows.bulletins.periods import Period
from flows.bulletins.quantities import Quantity
from flows.bulletins.reflow import normalise
from flows.bulletins.state import Draft, Section


class Report(msgspec.Struct, frozen=True):
    """What all observations of one bulletin share."""

    text: str
    document_id: str
    current: Period  # what the bulletin is about
    dated: bool  # whether the text or title names that period
    published_on: datetime.date


class Place(msgspec.Struct, frozen=True):
    """Where a figure stands: its sentence as `[start, end)` of the text, its heading, its section."""

    start: int
    end: int
    heading: str
    section: Section


def observe(draft: Draft, report: Report, place: Place) -> Observation:
    """The observation of one draft."""
    quantity, meaning = draft.quantity, draft.meaning
    indicator, subject = identify(draft)
    value, unit, discrete = units.base_of(quantity.unit, quantity.base, meaning.value)
    half = Decimal(0) if discrete else _half_digit(quantity)
    period = dating.resolve(draft, indicator.kind if indicator else "", report.current, place.section)
    draft.status = _status(draft, period, report)
    flags = _flags(draft, period, report)
    return Observation(
        observation_id=f"{report.document_id[:16]}-{draft.start}",
        span_start=draft.start,
        span_end=draft.end,
        value_text=report.text[draft.start : draft.end],
        quote=report.text[place.start : place.end],
        quote_start=place.start,
        quote_end=place.end,
        section=place.heading,
        indicator=indicator.code if indicator else None,
        indicator_name=subject.name,
        breakdown=subject.breakdown,
        programme=indicator.programme if indicator else None,
        measure=cast(Measure, meaning.measure),
        reported_value=meaning.value,
        reported_unit=_printed_unit(draft, report),
        value=_plain(value),
        unit=unit,
        value_low=_plain(value - half),
        value_high=_plain(value + half),
        bound=cast(Bound, draft.bound),
        obs_status=draft.status,
        period_start=period.start.isoformat() if period and period.start else None,
        period_end=period.end.isoformat() if period and period.end else None,
        ref_area=subject.area or "self",
        reference=meaning.reference,
        rule=">".join(draft.rule),
        confidence=confidence.of(draft, indicator is not None, flags, period),
        flags=flags,
    )


def _plain(value: Decimal) -> Decimal:
    """Written out: 39786000000, not 3.9786E+10, which DuckDB's parameters take for 39786."""
    return Decimal(f"{value:f}")


def _printed_unit(draft: Draft, report: Report) -> str:
    """The unit with the very characters of the text, where it follows the number."""
    unit = draft.quantity.unit
    printed = report.text[draft.end : draft.end + len(unit)]
    return printed if normalise(printed) == unit else unit


def _half_digit(quantity: Quantity) -> Decimal:
    """Half a unit of the last printed digit, in the base unit: what rounding may have taken or given."""
    return units.base_of(quantity.unit, quantity.base, Decimal(5).scaleb(-quantity.decimals - 1))[0]


def _status(draft: Draft, period: Period | None, report: Report) -> ObsStatus:
    """An estimate of a period that had not ended when the bulletin came out is a forecast; what a later year holds, a plan."""
    if draft.status == "actual" and period and period.end and period.end.year > report.published_on.year:
        return "plan"
    if draft.status == "estimate" and period and period.end and period.end > report.published_on:
        return "forecast"
    return cast(ObsStatus, draft.status)


def _flags(draft: Draft, period: Period | None, report: Report) -> tuple[str, ...]:
    flags = list(draft.quantity.flags)
    if period is None:
        flags.append("period_unresolved")
    elif not report.dated and draft.mention is None:
        flags.append("period_assumed")
    if not draft.quantity.known:
        flags.append("unit_unknown")
    return tuple(flags)
