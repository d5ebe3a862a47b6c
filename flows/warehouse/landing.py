"""What is written into raw: one transaction an input, so that an input is in the warehouse whole or not at all."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from typing import Any, Literal
from uuid import uuid4

import duckdb
import msgspec
import polars as pl
import pyarrow as pa

from flows.warehouse.transactions import transaction

_MEMORY = "512MB"  # of DuckDB while it writes; more makes it no faster
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
    with transaction(connection):
        for table, frame in tables.items():
            _insert(connection, table, frame)
        _close(connection, attempt)
        if refused.height:
            reading = tables.get("documents")
            named_by = None if reading is None else str(reading["reading_id"][0])
            quarantine(connection, attempt, refused.to_arrow(), named_by)
        _record(connection, attempt)


def land_batches(
    connection: duckdb.DuckDBPyConnection,
    attempt: Attempt,
    table: str,
    batches: Iterable[tuple[pa.Table, pl.DataFrame]],
    extract: Callable[[], pl.DataFrame],
) -> None:
    """Land one extract, or nothing: its rows (good and refused) batch by batch, then its row of raw.extracts.

    `extract` is asked when all batches are drawn; what it or a batch raises leaves nothing.
    """
    # in file order a batch that straddles DuckDB's row groups is written twice; rows have their numbers
    connection.execute(f"set memory_limit = '{_MEMORY}'; set preserve_insertion_order = false")
    with transaction(connection), Refusals() as refusals:
        insert_batches(connection, table, str(attempt.input_id), _sifted(batches, refusals))
        if refusals.count:
            quarantine(connection, attempt, refusals.reader())
        _insert(connection, "extracts", extract())
        _record(connection, attempt)


def insert_batches(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    extract_id: str,
    batches: Iterator[pa.Table],
    only: list[int] | None = None,
) -> None:
    """Insert all batches by one statement, which draws them as it writes: two would cost twice as much.

    `only`: the row numbers of those that shall land, where not all.
    """
    failures: list[BaseException] = []
    try:
        first = next(batches)
        incoming = pa.RecordBatchReader.from_batches(first.schema, _drawn(chain([first], batches), failures))
        connection.register("incoming", incoming)
        which = "" if only is None else "where row_number in (select unnest($only))"
        connection.execute(
            f"insert into raw.{table} by name select $extract as extract_id, * from incoming {which}",
            {"extract": extract_id} | ({} if only is None else {"only": only}),
        )
    except (duckdb.Error, StopIteration):
        if failures:
            raise failures[0] from None  # as it was, not as DuckDB words it
        raise
    finally:
        connection.unregister("incoming")


def record(connection: duckdb.DuckDBPyConnection, attempt: Attempt) -> None:
    """Keep an attempt that landed nothing."""
    with transaction(connection):
        _record(connection, attempt)


class Refusals:
    """Refused rows set aside in a file without a name, until the good ones are written."""

    def __init__(self) -> None:
        self.count = 0
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  closed by __exit__
        self._writer: pa.ipc.RecordBatchStreamWriter | None = None

    def __enter__(self) -> "Refusals":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, refused: pl.DataFrame) -> None:
        rows = refused.to_arrow()
        self._writer = self._writer or pa.ipc.new_stream(self._file, rows.schema)
        self._writer.write_table(rows)
        self.count += rows.num_rows

    def reader(self) -> pa.RecordBatchReader:
        """All that was added; nothing can be added afterwards."""
        if self._writer:
            self._writer.close()
        self._file.seek(0)
        return pa.ipc.open_stream(self._file)


def _close(connection: duckdb.DuckDBPyConnection, attempt: Attempt) -> None:
    """What an earlier reading of a bulletin had refused waits for nobody any more."""
    connection.execute(
        "update raw.quarantine set state = 'dismissed', decided_by = 'zhanbi', decided_at = ?, "
        "decision_note = 'the bulletin was read again' where source_id = ? and state = 'open'",
        [attempt.started_at, attempt.input_id],
    )


def quarantine(
    connection: duckdb.DuckDBPyConnection,
    attempt: Attempt,
    refused: pa.Table | pa.RecordBatchReader,
    named_by: str | None = None,
) -> None:
    """Keep refused rows (row_number, raw, reasons) of an input; a row is named by its input, or reading, and its number."""
    connection.register("incoming", refused)
    try:
        connection.execute(
            "insert into raw.quarantine by name select sha256($named_by || ':' || row_number) as quarantine_id, "
            "$source as source_id, $kind as kind, $file as file_name, row_number, raw, reasons, 'open' as state, "
            "$at::timestamptz as quarantined_at from incoming",
            {
                "named_by": named_by or attempt.input_id,
                "source": attempt.input_id,
                "kind": attempt.kind,
                "file": attempt.file_name,
                "at": attempt.started_at,
            },
        )
    finally:
        connection.unregister("incoming")


def _sifted(batches: Iterable[tuple[pa.Table, pl.DataFrame]], refusals: Refusals) -> Iterator[pa.Table]:
    """The good rows; the refused ones are set aside."""
    for good, refused in batches:
        if refused.height:
            refusals.add(refused)
        yield good


def _drawn(batches: Iterable[pa.Table], failures: list[BaseException]) -> Iterator[pa.RecordBatch]:
    try:
        for batch in batches:
            yield from batch.to_batches()
    except BaseException as failure:
        failures.append(failure)
        raise


def _insert(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    connection.register("incoming", frame.to_arrow())
    try:
        connection.execute(f"insert into raw.{table} by name select * from incoming")
    finally:
        connection.unregister("incoming")


def _record(connection: duckdb.DuckDBPyConnection, attempt: Attempt) -> None:
    row: dict[str, Any] = {
        **msgspec.structs.asdict(attempt),
        "attempt_id": uuid4().hex,
        "finished_at": datetime.now(UTC),
    }
    names = ", ".join(row)
    connection.execute(f"insert into raw.attempts ({names}) values ({', '.join('?' * len(row))})", list(row.values()))
