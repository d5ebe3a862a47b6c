"""The same marts on DuckDB, Sail and Apache Spark with one worker and two: what they cost, and whether they are equal.

Before that a thousand bulletins, SYNTHETIC copies of the seed with other decimals, read again by processes and by a Dask cluster.

`python benchmarks/engines.py [ROWS…]`, 1,000,000 and 10,000,000 without it. The sample (bulletin, lists, SYNTHETIC
register) is landed as ever; rows made up here fill its register up to ROWS. Needs `make spark-env`.
"""

import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

import psutil
from marts import fill, land_sample, receive, tell
from measuring import SEED, variant
from pydantic import SecretStr
from rich.console import Console
from rich.table import Table

from flows import marts
from flows.backfill import Choice, run
from flows.settings import Settings
from flows.spark.build import build, tables
from flows.spark.compare import compare
from flows.warehouse.connection import writer
from schemas.sidecars import sidecar_of
from tests.cluster import cluster
from tests.dask import Dask

SIZES = (1_000_000, 10_000_000)
WORKER_MEMORY = "4g"
BULLETINS = 1_000
console = Console(width=110)


class Cost(NamedTuple):
    cpu_seconds: float
    wall_seconds: float
    peak_mb: int  # of this process and all that it started, together


def main(sizes: list[int]) -> None:
    os.environ["DO_NOT_TRACK"] = "1"
    with tempfile.TemporaryDirectory(prefix="zhanbi-bulletins-") as folder:
        print_bulletins(Settings(data=Path(folder)))
    for rows in sizes:
        with tempfile.TemporaryDirectory(prefix="zhanbi-engines-") as folder:
            print_engines(Settings(data=Path(folder)), rows)


def print_engines(settings: Settings, rows: int) -> None:
    """Every engine builds and tests all models; each build's marts are held against DuckDB's."""
    table = Table("", "wall s", "times DuckDB", "CPU s", "peak MB", "rows unlike", title=f"{rows:,} register rows")
    land_sample(settings)
    fill(settings, rows)
    tell(settings)
    duckdb = _measured(lambda: marts.build(settings))
    _row(table, "DuckDB", duckdb, duckdb, "")
    runs: list[tuple[str, int | None]] = [
        ("Sail", None),
        ("Apache Spark, one worker", 1),
        ("Apache Spark, two workers", 2),
    ]
    for name, workers in runs:
        with _asked(settings, workers) as chosen:
            cost = _measured(partial(build, chosen))
        _row(table, name, cost, duckdb, _unlike(settings))
    console.print(table)


def print_bulletins(settings: Settings) -> None:
    """Received one by one as a night does, then read again, as `zhanbi backfill --dry-run` does."""
    table = Table("", "wall s", "CPU s", "peak MB", title=f"{BULLETINS:,} bulletins of {SEED.stat().st_size:,} bytes")
    text, sidecar = SEED.read_text(encoding="utf-8"), sidecar_of(SEED).read_text(encoding="utf-8")
    settings.inbox.mkdir(parents=True)
    for number in range(BULLETINS):
        path = settings.inbox / f"synthetic_{number}.txt"
        path.write_text(variant(text, number), encoding="utf-8")
        sidecar_of(path).write_text(sidecar, encoding="utf-8")
    _bulletins_row(table, "received: read, judged, landed", _measured(lambda: receive(settings)))
    with writer(settings.warehouse) as connection:
        connection.execute("update raw.documents set reader_version = 'older'")
    for workers in (1, 2):
        _bulletins_row(table, f"read again, {workers} process(es)", _measured(partial(_again, settings, workers)))
    for workers in (1, 2):
        with tempfile.TemporaryDirectory() as logs, closing(Dask(Path(logs))) as dask:
            dask.start(workers)
            cost = _measured(partial(_again, settings, 1, dask.address))
        _bulletins_row(table, f"read again, Dask, {workers} worker(s)", cost)
    console.print(table)


def _again(settings: Settings, workers: int, dask: str | None = None) -> None:
    result = run(settings, Choice([], None), signed=None, workers=workers, dask=dask)
    if (result.read, result.failed, result.differences) != (BULLETINS, 0, []):
        raise SystemExit(f"read again: {result}")


def _bulletins_row(table: Table, name: str, cost: Cost) -> None:
    table.add_row(name, f"{cost.wall_seconds:.1f}", f"{cost.cpu_seconds:.1f}", f"{cost.peak_mb:,}")


@contextmanager
def _asked(settings: Settings, workers: int | None) -> Iterator[Settings]:
    """The settings of a build on Spark with so many workers, which is up; None: on Sail."""
    if workers is None:
        yield settings
        return
    with tempfile.TemporaryDirectory() as logs, cluster(Path(logs), workers, WORKER_MEMORY) as spark:
        yield settings.model_copy(update={"spark_remote": SecretStr(spark.remote())})


def _unlike(settings: Settings) -> str:
    with writer(settings.warehouse) as connection:
        compared = list(compare(connection, tables(settings), ("marts",)))
    unlike = sum(table.only_duckdb + table.only_engine + len(table.differences) for table in compared)
    return f"{unlike:,} of {sum(table.rows for table in compared):,}"


def _row(table: Table, name: str, cost: Cost, duckdb: Cost, unlike: str) -> None:
    times = f"{cost.wall_seconds / duckdb.wall_seconds:.1f}"
    table.add_row(name, f"{cost.wall_seconds:.1f}", times, f"{cost.cpu_seconds:.1f}", f"{cost.peak_mb:,}", unlike)


def _measured(act: Callable[[], object]) -> Cost:
    """CPU of all processes below this one, those that end meanwhile by what was last seen of them."""
    seen: dict[int, float] = {}
    peak, done = [0], threading.Event()
    before = _look(seen)

    def watch() -> None:
        while not done.wait(0.1):
            peak[0] = max(peak[0], _look(seen))

    watcher = threading.Thread(target=watch)
    began, spent = time.perf_counter(), sum(seen.values())
    watcher.start()
    act()
    wall = time.perf_counter() - began
    done.set()
    watcher.join()
    return Cost(sum(seen.values()) - spent, wall, max(peak[0], before) >> 20)


def _look(seen: dict[int, float]) -> int:
    """Note the CPU seconds of every process; returns their memory, bytes."""
    memory, own = 0, psutil.Process()
    for process in (own, *own.children(recursive=True)):
        try:
            times, memory = process.cpu_times(), memory + process.memory_info().rss
        except psutil.NoSuchProcess:
            continue
        seen[process.pid] = max(seen.get(process.pid, 0), times.user + times.system)
    return memory


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
