"""What is written into raw: one transaction an input, so that an input is in the warehouse whole or not at all."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import uuid4

import duckdb
import msgspec
import polars as pl

Outcome = Literal["landed", "unchanged", "refused", "failed"]


class Attempt(msgspec.Struct, kw_only=True):
    """One try of one input and how it ended."""

    file_name: str
    outcome: Outcome
    message: str
    started_at: datetime
    version: str
    kind: str | None = None
    input_id: str | None = None
    metadata_hash: str | None = None


def already_landed(connection: duckdb.DuckDBPyConnection, input_id: str, metadata_hash: str) -> str | None:
    """The name under which these bytes with this metadata were landed before; None when they were not."""
    row = connection.execute(
        "select file_name from (select document_id as id, metadata_hash, file_name from raw.documents "
        "union all select extract_id, metadata_hash, file_name from raw.extracts) where id = ? and metadata_hash = ?",
        [input_id, metadata_hash],
    ).fetchone()
    return str(row[0]) if row else None


def land(
    connection: duckdb.DuckDBPyConnection,
    attempt: Attempt,
    tables: dict[str, pl.DataFrame],
    refused: pl.DataFrame,
) -> None:
    """Land the frames of one input (raw table -> rows), its quarantined rows and the attempt, or nothing.

    `refused` has the columns row_number, raw (JSON) and reasons.
    """
    with _transaction(connection):
        for table, frame in tables.items():
            _insert(connection, table, frame)
        if refused.height:
            _insert(connection, "quarantine", _quarantine_rows(refused, attempt))
        _record(connection, attempt)


def record(connection: duckdb.DuckDBPyConnection, attempt: Attempt) -> None:
    """Keep an attempt that landed nothing."""
    with _transaction(connection):
        _record(connection, attempt)


@contextmanager
def _transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    connection.execute("begin")
    try:
        yield
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")


def _insert(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    connection.register("incoming", frame)
    try:
        connection.execute(f"insert into raw.{table} by name select * from incoming")
    finally:
        connection.unregister("incoming")


def _quarantine_rows(refused: pl.DataFrame, attempt: Attempt) -> pl.DataFrame:
    ids = [hashlib.sha256(f"{attempt.input_id}:{n}".encode()).hexdigest() for n in refused["row_number"]]
    return refused.with_columns(
        pl.Series("quarantine_id", ids),
        source_id=pl.lit(attempt.input_id),
        kind=pl.lit(attempt.kind),
        file_name=pl.lit(attempt.file_name),
        state=pl.lit("open"),
        quarantined_at=pl.lit(attempt.started_at),
    )


def _record(connection: duckdb.DuckDBPyConnection, attempt: Attempt) -> None:
    row: dict[str, Any] = {
        **msgspec.structs.asdict(attempt),
        "attempt_id": uuid4().hex,
        "finished_at": datetime.now(UTC),
    }
    names = ", ".join(row)
    connection.execute(f"insert into raw.attempts ({names}) values ({', '.join('?' * len(row))})", list(row.values()))
