"""Archived documents that another reader version should read again, and the record of who had it done, and why."""

from datetime import UTC, date, datetime
from uuid import uuid4

import duckdb
import msgspec
import polars as pl


class Kept(msgspec.Struct, frozen=True):
    """The reading that holds of one landed document, as raw.documents has it."""

    reading_id: str
    document_id: str
    file_name: str
    title: str
    publisher: str
    area: str
    province: str | None
    province_code: str | None
    published_on: date
    source_url: str | None
    revises: str | None
    metadata_hash: str


class Backfill(msgspec.Struct, frozen=True):
    """One decision to have documents read again."""

    backfill_id: str
    decided_by: str
    reason: str
    started_at: datetime


class Settled(msgspec.Struct, frozen=True):
    """What came of one document: its new reading, when it has one, and how many figures differ."""

    reading_id: str | None
    figures_before: int
    figures_after: int
    figures_changed: int
    message: str


_CURRENT = f"""
select {", ".join(Kept.__struct_fields__)}
from (
    select * from raw.documents
    qualify row_number() over (partition by document_id order by landed_at desc, reading_id desc) = 1
)
where reader_version <> $version
    and ($since::date is null or published_on >= $since::date)
order by published_on, document_id
"""


def outdated(connection: duckdb.DuckDBPyConnection, version: str, since: date | None, names: list[str]) -> list[Kept]:
    """The documents whose reading is of another version; `names` are file names or beginnings of SHA-256s."""
    rows = connection.execute(_CURRENT, {"version": version, "since": since}).fetchall()
    return [
        kept
        for kept in (Kept(*row) for row in rows)
        if not names or kept.file_name in names or kept.document_id.startswith(tuple(names))
    ]


def observations(connection: duckdb.DuckDBPyConnection, reading_id: str) -> pl.DataFrame:
    return connection.execute("select * from raw.observations where reading_id = ?", [reading_id]).pl()


def holds(connection: duckdb.DuckDBPyConnection, kept: Kept) -> bool:
    """Whether nothing else of the document has landed since."""
    found = connection.execute(
        "select arg_max(reading_id, (landed_at, reading_id)) from raw.documents where document_id = ?",
        [kept.document_id],
    ).fetchone()
    return found == (kept.reading_id,)


def begin(connection: duckdb.DuckDBPyConnection, version: str, by: str, why: str) -> tuple[Backfill, bool]:
    """A new record, or the one that was interrupted while the same version read; and whether it is that."""
    rows = connection.execute(
        "select backfill_id, decided_by, reason, started_at from raw.backfills "
        "where reader_version = ? and finished_at is null order by started_at desc limit 1",
        [version],
    ).fetchall()
    if rows:
        return Backfill(*rows[0]), True
    new = Backfill(uuid4().hex, by, why, datetime.now(UTC))
    connection.execute(
        "insert into raw.backfills values (?, ?, ?, ?, ?, null)",
        [new.backfill_id, version, by, why, new.started_at],
    )
    return new, False


def row(backfill: Backfill, kept: Kept, settled: Settled) -> pl.DataFrame:
    """The row of raw.backfilled."""
    of = {"backfill_id": backfill.backfill_id, "document_id": kept.document_id, "read_at": datetime.now(UTC)}
    return pl.DataFrame([of | msgspec.structs.asdict(settled)], schema_overrides={"reading_id": pl.String})


def note(connection: duckdb.DuckDBPyConnection, row: pl.DataFrame) -> None:
    """Keep what came of one document of which nothing lands."""
    connection.register("settled", row.to_arrow())
    connection.execute("insert into raw.backfilled by name select * from settled")
    connection.unregister("settled")


def finish(connection: duckdb.DuckDBPyConnection, version: str) -> None:
    connection.execute(
        "update raw.backfills set finished_at = ? where reader_version = ? and finished_at is null",
        [datetime.now(UTC), version],
    )
