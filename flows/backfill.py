"""Archived bulletins read again, by a newer reader or with another vocabulary, in parallel processes or by a cluster."""

from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib.metadata import version
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from flows.cluster import Cluster, cluster
from flows.settings import Settings
from flows.terminal import progress
from flows.warehouse import backfills
from flows.warehouse.backfills import Kept
from schemas.errors import ZhanbiError

if TYPE_CHECKING:
    import duckdb
    import polars as pl

    from flows.bulletin import Reading
    from flows.warehouse.landing import Attempt

BATCH = 200  # documents that are read before they are landed: the warehouse is not held meanwhile
# what makes a figure another one; how sure the reader is, and by which rule, is not a figure
FIGURE = (
    "value", "unit", "indicator", "indicator_name", "breakdown", "programme", "measure", "bound", "obs_status",
    "period_start", "period_end", "ref_area", "reference",
)  # fmt: skip


class Difference(NamedTuple):
    """One figure that is read as something else now."""

    file_name: str
    span_start: int
    value_text: str
    change: str  # added | removed | changed
    told: str


class Result(NamedTuple):
    """What came of a backfill."""

    read: int
    failed: int
    differences: list[Difference]


class Choice(NamedTuple):
    """Which documents: file names or beginnings of SHA-256s, and the first day of publication."""

    names: list[str]
    since: date | None


def run(
    settings: Settings, chosen: Choice, *, signed: tuple[str, str] | None, workers: int, dask: str | None = None
) -> Result:
    """Read the chosen documents again; land them when `signed` (by whom, why).

    In processes, or by the workers of the Dask cluster at that address.
    """
    from flows.bulletin import reader_version
    from flows.working import working_warehouse

    with working_warehouse(settings, click.echo) as connection:
        waiting = backfills.outdated(connection, reader_version(), chosen.since, chosen.names)
        if not waiting:
            backfills.finish(connection, reader_version())  # one that was killed when all was read
            return Result(0, 0, [])
        record = _begun(connection, reader_version(), *signed) if signed else None
    failed, differences = 0, []
    with _pool(settings, workers, dask) as pool:
        outcomes = progress(_outcomes(pool, waiting, settings.archive), "重新识读 read again", len(waiting))
        while readings := list(islice(outcomes, BATCH)):
            with working_warehouse(settings, click.echo) as connection:
                for kept, outcome in readings:
                    found = _settle(connection, record, kept, outcome)
                    failed += isinstance(outcome, str)
                    differences += found
    if record:
        with working_warehouse(settings) as connection:
            backfills.finish(connection, reader_version())
    return Result(len(waiting) - failed, failed, differences)


def _pool(settings: Settings, workers: int, dask: str | None) -> AbstractContextManager[Executor | Cluster]:
    from flows.bulletin import reader_version

    if dask:
        return cluster(dask, settings.archive, reader_version())
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


def _begun(connection: "duckdb.DuckDBPyConnection", reader: str, by: str, why: str) -> backfills.Backfill:
    record, resumed = backfills.begin(connection, reader, by, why)
    if resumed:
        click.echo(
            f"Goes on with the backfill of {record.started_at:%Y-%m-%d %H:%M} by {record.decided_by}: {record.reason}"
        )
    return record


def _outcomes(pool: Executor | Cluster, waiting: list[Kept], archive: Path) -> Iterator[tuple[Kept, "Reading | str"]]:
    """What comes of each, in order; not more at a time than are landed at once."""
    tasks = ((kept, archive) for kept in waiting)
    while batch := list(islice(tasks, BATCH)):
        yield from zip((kept for kept, _ in batch), pool.map(_read, batch), strict=True)


def _read(task: tuple[Kept, Path]) -> "Reading | str":
    """In a process of its own: the reading, or why there is none."""
    from flows.bulletin import read_bulletin
    from flows.warehouse.archive import location
    from schemas import vocabulary
    from schemas.sidecars import BulletinMetadata

    kept, archive = task
    path = location(archive, kept.document_id)
    metadata = BulletinMetadata(
        title=kept.title,
        publisher=kept.publisher,
        area=kept.area,
        province=kept.province or vocabulary.area_name(kept.province_code or "") or "",
        published_on=kept.published_on,
        source_url=kept.source_url,
        revises=kept.revises,
    )
    try:
        return read_bulletin(path, kept.file_name, metadata, kept.metadata_hash)
    except OSError as error:
        return f"{kept.file_name}: {path}: {error.strerror}. `zhanbi verify` says what is missing."
    except ZhanbiError as error:
        return str(error)


def _settle(
    connection: "duckdb.DuckDBPyConnection", record: backfills.Backfill | None, kept: Kept, outcome: "Reading | str"
) -> list[Difference]:
    """Compare with what holds; where there is a record, land the reading and what it says about it as one."""
    from flows.bulletin import land_reading

    before = backfills.observations(connection, kept.reading_id)
    if isinstance(outcome, str):
        click.echo(outcome, err=True)
        unread = backfills.Settled(None, before.height, before.height, 0, outcome)
        if record:
            backfills.note(connection, backfills.row(record, kept, unread))
        return []
    if not backfills.holds(connection, kept):
        click.echo(f"{kept.file_name}: landed anew meanwhile; left as it is")
        return []
    found = differences(kept.file_name, before, outcome.good)
    if record:
        settled = backfills.Settled(
            outcome.document["reading_id"], before.height, outcome.good.height, len(found), "read again"
        )
        land_reading(connection, outcome, _attempt(kept), {"backfilled": backfills.row(record, kept, settled)})
    return found


def _attempt(kept: Kept) -> "Attempt":
    from flows.warehouse.landing import Attempt

    return Attempt(
        file_name=kept.file_name,
        outcome="failed",
        message="",
        started_at=datetime.now(UTC),
        version=version("zhanbi"),
        kind="bulletin",
        input_id=kept.document_id,
        metadata_hash=kept.metadata_hash,
    )


def differences(file_name: str, before: "pl.DataFrame", after: "pl.DataFrame") -> list[Difference]:
    """The figures that came, went, or are read as something else, in the order of the text."""
    old, new = _by_span(before), _by_span(after)
    found = []
    for span in sorted(old.keys() | new.keys()):
        one, other = old.get(span), new.get(span)
        changed = (
            [f"{name} {_text(one[name])} → {_text(other[name])}" for name in FIGURE if one[name] != other[name]]
            if one and other
            else []
        )
        if one and other and not changed:
            continue
        change = "changed" if one and other else "added" if other else "removed"
        row = other or one or {}
        told = "; ".join(changed) or f"{row['indicator_name']} {row['measure']} {_text(row['value'])} {row['unit']}"
        found.append(Difference(file_name, span[0], row["value_text"], change, told))
    return found


def _by_span(frame: "pl.DataFrame") -> dict[tuple[int, int], dict[str, Any]]:
    return {(row["span_start"], row["span_end"]): row for row in frame.iter_rows(named=True)}


def _text(value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else "∅" if value is None else str(value)
