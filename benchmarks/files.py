"""Ten thousand small files dropped at once: what landing them costs us, and what Prefect costs for runs that do nothing.

Run with `make bench-files`. Each line is a process of its own, measured when all has started, with the children it has.
"""

import contextlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

FILES = 10_000
RUNS = {"task": 500, "flow": 100}  # of these fewer are enough to know what one costs
NAMES = {
    "landing": "zhanbi: receive, read, check, land",
    "night": "Prefect: the task runs of such a night, empty",
    "task": "Prefect: an empty task run a file",
    "flow": "Prefect: an empty flow run a file",
}


class Cost(NamedTuple):
    cpu: float
    wall: float
    peak_mb: float


def drop(inbox: Path, count: int) -> None:
    inbox.mkdir(parents=True)
    for n in range(count):
        day = date(2023, 7, 1) + timedelta(days=n * 7 % 400)
        (inbox / f"{n:05}.txt").write_text(f"截至6月底，全区高新技术企业{n + 1}家，占全省的26.6%。\n", encoding="utf-8")
        facts = {
            "kind": "bulletin",
            "title": "合成简报",
            "publisher": "合成样例",
            "province": "山西省",
            "published_on": day,
        }
        facts["area"] = "山西转型综改示范区"
        lines = "".join(f"{name}: {value}\n" for name, value in facts.items())
        (inbox / f"{n:05}.txt.yml").write_text(lines, encoding="utf-8")


def landing(count: int) -> Callable[[], None]:
    from flows.inbox import by_day, received
    from flows.nightly import MOST_RUNS
    from flows.receiving import receive_all
    from flows.settings import settings

    drop(settings().inbox, count)
    paths = by_day(received(settings().inbox))
    size = -(-len(paths) // MOST_RUNS)

    def work() -> None:
        for first in range(0, len(paths), size):
            outcomes = {attempt.outcome for attempt in receive_all(paths[first : first + size], settings(), print)}
            assert outcomes == {"landed"}
            if first + size >= len(paths) / 10 > first:
                print(f"after a tenth of the files: peak {peak_mb():,.0f} MB", file=sys.stderr)

    return work


def night(_count: int) -> Callable[[], None]:
    from flows.nightly import MOST_RUNS

    return task(MOST_RUNS)


def task(count: int) -> Callable[[], None]:
    import prefect

    @prefect.task
    def empty(name: str) -> None:
        pass

    @prefect.flow
    def many(runs: int) -> None:
        for n in range(runs):
            empty(f"{n:05}.txt", return_state=True)

    many(1)  # the server is up
    return lambda: many(count)


def flow(count: int) -> Callable[[], None]:
    import prefect

    @prefect.flow
    def empty(name: str) -> None:
        pass

    def work(runs: int = count) -> None:
        for n in range(runs):
            empty(f"{n:05}.txt")

    work(1)
    return work


def cpu_seconds() -> float:
    """Of this process and of its children, Prefect's server among them."""
    found = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            name, fields = stat.parent.name, stat.read_text().rpartition(") ")[2].split()
            if str(os.getpid()) in (name, fields[1]):
                found += int(fields[11]) + int(fields[12])
    return found / os.sysconf("SC_CLK_TCK")


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(kind: str, count: int) -> Cost:
    work = {"landing": landing, "night": night, "task": task, "flow": flow}[kind](count)
    cpu, wall = cpu_seconds(), time.perf_counter()
    work()
    return Cost(cpu_seconds() - cpu, time.perf_counter() - wall, peak_mb())


def cost(kind: str, count: int) -> Cost:
    """Measured in a process of its own, over a data folder of its own."""
    with tempfile.TemporaryDirectory(prefix="zhanbi-files-") as folder:
        home = {
            "ZHANBI_DATA": folder + "/data",
            "PREFECT_HOME": folder + "/prefect",
            "PREFECT_LOGGING_LEVEL": "CRITICAL",
        }
        quiet = {
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
            "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "300",
        }
        done = subprocess.run(  # noqa: S603 ourselves
            [sys.executable, __file__, kind, str(count)],
            env=os.environ | home | quiet,
            stdout=subprocess.PIPE,
            check=True,
        )
        return Cost(*json.loads(done.stdout.splitlines()[-1]))


def main(files: int) -> None:
    print(f"{'':48}{'files':>8}{'CPU ms a file':>15}{'wall ms a file':>16}{'peak MB':>9}")
    for kind, name in NAMES.items():
        count = RUNS.get(kind, files)
        found = cost(kind, count)
        cpu, wall = 1000 * found.cpu / count, 1000 * found.wall / count
        print(f"{name:48}{count:>8,}{cpu:>15.2f}{wall:>16.2f}{found.peak_mb:>9,.0f}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(measure(sys.argv[1], int(sys.argv[2]))))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else FILES)
