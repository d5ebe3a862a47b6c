"""How things stand after a run: what is refused, overdue, disputed, and what changed. Asks, and changes nothing."""

from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from flows.inbox import changed_at, received
from flows.settings import Settings
from flows.sources.calendar import due, latest
from flows.sources.declared import read_sources
from flows.warehouse.connection import reader
from flows.warehouse.landing import Attempt
from flows.working import working_warehouse
from schemas.days import today
from schemas.errors import Transient
from schemas.events import ClaimDisagrees, PublicationOverdue

_FIELDS = ", ".join(Attempt.__struct_fields__)  # file_name first
_SINCE = f"select {_FIELDS} from raw.attempts where rowid >= ? order by rowid"
_REFUSED = f"""
    select {_FIELDS}, epoch(finished_at)
    from (from raw.attempts qualify row_number() over (partition by file_name order by rowid desc) = 1)
    where outcome = 'refused'
    order by file_name
"""
_DISAGREEING = """
    select claim_id, kind, area, indicator_name, formula, stated, expected_low, expected_high, unit
    from claim_audit
    where verdict = 'disagrees'
    order by area, claim_id
"""


def not_refused_before(settings: Settings, paths: list[Path]) -> list[Path]:
    """Without those whose last try was refused, and which were not touched since: the night tries them again."""
    if not settings.warehouse.exists():
        return paths
    with working_warehouse(settings) as connection:
        refused = {row[0]: row[-1] for row in connection.execute(_REFUSED).fetchall()}
    return [path for path in paths if changed_at(path) > refused.get(path.name, 0)]


def attempts_so_far(connection: duckdb.DuckDBPyConnection) -> int:
    """Where the record of attempts ends now; counted and not timed, for clocks are set back."""
    found = connection.execute("select coalesce(max(rowid) + 1, 0) from raw.attempts").fetchone()
    return int(found[0]) if found else 0


def attempts_since(connection: duckdb.DuckDBPyConnection, start: int) -> list[Attempt]:
    return [_attempt(row) for row in connection.execute(_SINCE, [start]).fetchall()]


def refused(connection: duckdb.DuckDBPyConnection, inbox: Path) -> list[Attempt]:
    """The files that lie in the inbox because they were refused, each with its last attempt."""
    here: set[str] = set()
    with suppress(Transient):  # the share has gone: landing has said so
        here = {path.name for path in received(inbox)}
    return [_attempt(row[:-1]) for row in connection.execute(_REFUSED).fetchall() if row[0] in here]


def overdue(connection: duckdb.DuckDBPyConnection, settings: Settings) -> list[PublicationOverdue]:
    """What the sources should have published by today in Shanghai, and has not come."""
    found = []
    for source in read_sources(settings.sources):
        if source.expects is None or (last := due(source.expects, today())) is None:
            continue
        period_end, due_on = last
        came = latest(connection, source.facts, source.expects)
        if came is None or came < period_end:
            found.append(
                PublicationOverdue(source=source.name, title=source.title, period_end=period_end, due_on=due_on)
            )
    return found


def disagreements(published: Path) -> list[ClaimDisagrees]:
    with reader(published) as connection:
        rows = connection.execute(_DISAGREEING).fetchall()
    return [
        ClaimDisagrees(
            claim_id=claim_id,
            kind=kind,
            area=area,
            indicator_name=indicator_name,
            formula=formula,
            stated=f"{_number(stated)}{unit}",
            expected=_number(low) + ("" if low == high else f" … {_number(high)}") + unit,
        )
        for claim_id, kind, area, indicator_name, formula, stated, low, high, unit in rows
    ]


def changes(published: Path) -> dict[str, int]:
    """How many figures differ from the snapshot before, by cause."""
    with reader(published) as connection:
        return dict(connection.execute("select cause, count(*) from changes group by 1 order by 2 desc").fetchall())


def _attempt(row: tuple[Any, ...]) -> Attempt:
    return Attempt(**dict(zip(Attempt.__struct_fields__, row, strict=True)))


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"
