"""Refused rows after their landing: shown, dismissed, or replayed when a profile or a rule was mended.

A row stays in raw.quarantine whatever becomes of it. A replayed one has also landed, and its extract counts it as
landed in place of quarantined: rows_read = rows_landed + rows_quarantined holds throughout. One that fails again stays
open with the reasons of today; those on arrival are kept beside them.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

import duckdb
import polars as pl
import pyarrow as pa

from flows.warehouse.landing import insert_batches
from flows.warehouse.registers import Landed, landed_extract
from flows.warehouse.transactions import transaction
from schemas.errors import UsageError
from schemas.rules import TOLD

SHORT = 12  # characters of an identifier that are shown, and enough to name a row


class Refusal(NamedTuple):
    """One row of raw.quarantine; `raw` is JSON as received, personal data masked."""

    quarantine_id: str
    source_id: str
    kind: str
    file_name: str
    row_number: int
    raw: str
    reasons: list[str]
    state: str
    decided_by: str | None
    decided_at: datetime | None
    decision_note: str | None
    quarantined_at: datetime
    judged_at: datetime | None
    first_reasons: list[str] | None


class Replayed(NamedTuple):
    """What came of a replay: how many rows landed, how many failed again, and how many of these for other reasons."""

    landed: int
    failed: int
    told_anew: int


_COLUMNS = ", ".join(Refusal._fields)


def refusals(connection: duckdb.DuckDBPyConnection, state: str, file: str | None, limit: int) -> list[Refusal]:
    """The latest files first, rows in their order; `state` may be `all`."""
    rows = connection.execute(
        f"select {_COLUMNS} from raw.quarantine where $state in ('all', state) and file_name = coalesce($file, file_name) "
        "order by quarantined_at desc, file_name, row_number limit $limit",
        {"state": state, "file": file, "limit": limit},
    ).fetchall()
    return [Refusal(*row) for row in rows]


def tally(connection: duckdb.DuckDBPyConnection, state: str, file: str | None) -> list[tuple[str, str, int]]:
    """File, reason (without the values of a row) and number of rows; of each file the most frequent first."""
    return connection.execute(
        "select file_name, regexp_replace(reason, $told, ''), count(*) from (select file_name, unnest(reasons) as reason "
        "from raw.quarantine where $state in ('all', state) and file_name = coalesce($file, file_name)) "
        "group by all order by 1, 3 desc, 2",
        {"state": state, "file": file, "told": TOLD},
    ).fetchall()


def refusal(connection: duckdb.DuckDBPyConnection, quarantine_id: str) -> Refusal:
    """The row whose identifier begins so. Raises UsageError when none does, or several do."""
    rows = connection.execute(
        f"select {_COLUMNS} from raw.quarantine where starts_with(quarantine_id, ?) limit 2", [quarantine_id]
    ).fetchall()
    if len(rows) != 1:
        found = "several rows are" if rows else "no row is"
        raise UsageError(f"{quarantine_id}: {found} named so. `zhanbi quarantine list` shows the names.")
    return Refusal(*rows[0])


def dismiss(connection: duckdb.DuckDBPyConnection, quarantine_ids: list[str], by: str, why: str) -> None:
    """These rows will never land, says `by`. Raises UsageError when one of them is not open: then none is dismissed."""
    _signed(by, why)
    with transaction(connection):
        for quarantine_id in quarantine_ids:
            row = refusal(connection, quarantine_id)
            if row.state != "open":
                raise UsageError(f"{quarantine_id}: is {row.state} already, by {row.decided_by}: {row.decision_note}")
            _decide(connection, "quarantine_id = $id", {"id": row.quarantine_id}, "dismissed", by, why)


def reopen(connection: duckdb.DuckDBPyConnection, quarantine_ids: list[str], by: str, why: str) -> None:
    """Take dismissals back. Raises UsageError when one of the rows is not dismissed: then none is opened again."""
    _signed(by, why)
    with transaction(connection):
        for quarantine_id in quarantine_ids:
            row = refusal(connection, quarantine_id)
            if row.state != "dismissed":
                raise UsageError(f"{quarantine_id}: is {row.state}; only what was dismissed can be opened again.")
            _decide(connection, "quarantine_id = $id", {"id": row.quarantine_id}, "open", by, why)


def open_extracts(connection: duckdb.DuckDBPyConnection, file: str | None) -> list[Landed]:
    """The landed extracts that have open rows in quarantine."""
    rows = connection.execute(
        "select distinct source_id from raw.quarantine where state = 'open' and file_name = coalesce(?, file_name) order by 1",
        [file],
    ).fetchall()
    return [extract for (source,) in rows if (extract := landed_extract(connection, source))]


def replay(
    connection: duckdb.DuckDBPyConnection,
    extract: Landed,
    judged: Iterator[tuple[pa.Table, pl.DataFrame]],
    by: str,
    why: str,
) -> Replayed:
    """Land those of the extract's open rows that are good now, and tell the others anew. All of it or nothing."""
    _signed(by, why)
    rows = connection.execute(
        "select row_number from raw.quarantine where state = 'open' and source_id = ?", [extract.extract_id]
    ).fetchall()
    waiting = [number for (number,) in rows]
    failed: list[pl.DataFrame] = []

    def good() -> Iterator[pa.Table]:
        for passing, refused in judged:
            failed.append(refused.filter(pl.col("row_number").is_in(waiting)))
            yield passing

    with transaction(connection):
        insert_batches(connection, extract.kind, extract.extract_id, good(), only=waiting)
        return Replayed(_move(connection, extract, by, why), *_tell_anew(connection, extract, pl.concat(failed)))


def _tell_anew(connection: duckdb.DuckDBPyConnection, extract: Landed, failed: pl.DataFrame) -> tuple[int, int]:
    """Write down the present reasons of rows that failed again; how many, and how many have others than before.

    The row as shown is made anew too: what a mended profile takes for personal data is masked from now on.
    """
    same = "old.source_id = $id and old.state = 'open' and old.row_number = failed.row_number"
    connection.register("failed", failed.to_arrow())
    try:
        others = connection.execute(
            f"select count(*) from raw.quarantine as old, failed where {same} and old.reasons <> failed.reasons",
            {"id": extract.extract_id},
        ).fetchone()
        connection.execute(
            "update raw.quarantine as old set reasons = failed.reasons, raw = failed.raw, judged_at = $at, first_reasons = "
            "case when old.reasons <> failed.reasons then coalesce(old.first_reasons, old.reasons) else old.first_reasons end "
            f"from failed where {same}",
            {"id": extract.extract_id, "at": datetime.now(UTC)},
        )
    finally:
        connection.unregister("failed")
    return failed.height, int(others[0]) if others else 0


def _move(connection: duckdb.DuckDBPyConnection, extract: Landed, by: str, why: str) -> int:
    """Count the rows that have landed as landed; they are those that stand in both tables."""
    table = f"(select row_number from raw.{extract.kind} where extract_id = $id)"
    both = f"source_id = $id and state = 'open' and row_number in {table}"
    found = connection.execute(
        f"select count(*) from raw.quarantine where {both}", {"id": extract.extract_id}
    ).fetchone()
    count = int(found[0]) if found else 0
    connection.execute(
        "update raw.extracts set rows_landed = rows_landed + $count, rows_quarantined = rows_quarantined - $count "
        "where extract_id = $id",
        {"count": count, "id": extract.extract_id},
    )
    _decide(connection, both, {"id": extract.extract_id}, "replayed", by, why)
    return count


def _decide(
    connection: duckdb.DuckDBPyConnection, which: str, given: dict[str, Any], state: str, by: str, why: str
) -> None:
    connection.execute(
        f"update raw.quarantine set state = $state, decided_by = $by, decided_at = $at, decision_note = $why where {which}",
        {**given, "state": state, "by": by, "why": why, "at": datetime.now(UTC)},
    )


def _signed(by: str, why: str) -> None:
    if not by.strip() or not why.strip():
        raise UsageError("A decision needs who decided and why / 须注明决定人和理由. Give --by NAME and --why TEXT.")
