"""Reads a short text as a bulletin of 2025 published in 2026, for the tests of single constructions."""

import datetime

from flows.bulletins.observation import Observation
from flows.bulletins.reading import Context, read

CONTEXT = Context(area="某市", published_on=datetime.date(2026, 3, 1), title="2025年某市国民经济和社会发展统计公报")


def reading_of(text: str, context: Context = CONTEXT) -> list[Observation]:
    found = read(text, context, document_id="0" * 64)
    for one in found:
        assert text[one.span_start : one.span_end] == one.value_text
    return found


def facts(text: str, context: Context = CONTEXT) -> list[tuple[str, str, str, str]]:
    """(name with its breakdown, measure, signed value, unit) of each figure."""
    return [
        (one.breakdown + one.indicator_name, one.measure, str(one.reported_value), one.reported_unit)
        for one in reading_of(text, context)
    ]
