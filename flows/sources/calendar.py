"""What should have been published by when: the expectations of each source against what has landed."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

import duckdb
import msgspec

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_LANDED = """
    select max(day) from (
        select published_on as day from raw.documents
        where $kind = 'bulletin' and publisher = $publisher and area = $area and contains(title, $title)
        union all
        select as_of from raw.extracts
        where kind = $kind and area_code = $area and programme is not distinct from $programme
    )
"""


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A publication that comes again and again: one for each period, some days after its end."""

    every: Literal["month", "quarter", "half_year", "year"]
    within_days: int  # after the last day of the period
    since: date  # the first period expected is the one that holds this day
    title_contains: str = ""  # of bulletins, where one publisher has several


def due(expected: Expected, today: date) -> tuple[date, date] | None:
    """The last period whose publication should be here by today, as its last day and the day it was due; None before that."""
    late = [(end, end + timedelta(expected.within_days)) for end in _ends(expected, today)]
    return next(((end, day) for end, day in reversed(late) if day < today), None)


def _ends(expected: Expected, today: date) -> Iterator[date]:
    months = MONTHS[expected.every]
    month = (expected.since.month - 1) // months * months + months  # the last month of the period that holds `since`
    year = expected.since.year
    while (end := date(year + month // 12, month % 12 + 1, 1) - timedelta(1)) < today:
        yield end
        month += months
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1


def latest(connection: duckdb.DuckDBPyConnection, facts: dict[str, str], expected: Expected) -> date | None:
    """The latest day that what has landed of this source was published on, or describes."""
    names = ("kind", "publisher", "area", "programme")
    found = connection.execute(
        _LANDED, {name: facts.get(name) for name in names} | {"title": expected.title_contains}
    ).fetchone()
    return found[0] if found else None
