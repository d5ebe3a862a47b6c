"""Ten thousand small files dropped at once: what landing them costs us, and what Prefect costs for runs that do nothing.

Run with `make bench-files`. Each line is a process of its own; what it takes to start is measured apart and taken off.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
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
    wall: float
    cpu: float
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


def landing(count: int) -> None:
    from flows.inbox import by_day, received
    from flows.nightly import MOST_RUNS
    from flows.receiving import receive_all
    from flows.settings import settings

    drop(settings().inbox, count)
    paths = by_day(received(settings().inbox))
    size = max(1, -(-len(paths) // MOST_RUNS))
    for first in range(0, len(paths), size):
        assert {attempt.outcome for attempt in receive_all(paths[first : first + size], settings(), print)} == {
            "landed"
        }
        if first + size >= len(paths) / 10 > first:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"after a tenth of the files the process had held {peak:.0f} MB", file=sys.stderr)


def night(_files: int) -> None:
    from flows.nightly import MOST_RUNS

    task(MOST_RUNS if _files else 0)


def task(count: int) -> None:
    import prefect

    @prefect.task
    def empty(name: str) -> None:
        pass

    @prefect.flow
    def many() -> None:
        for n in range(count):
            empty(f"{n:05}.txt", return_state=True)

    many()


def flow(count: int) -> None:
    import prefect

    @prefect.flow
    def empty(name: str) -> None:
        pass

    task(0)  # the server is up
    for n in range(count):
        empty(f"{n:05}.txt")


def cost(kind: str, count: int) -> Cost:
    with tempfile.TemporaryDirectory(prefix="zhanbi-files-") as folder:
        home = {
            "ZHANBI_DATA": folder + "/data",
            "PREFECT_HOME": folder + "/prefect",
            "PREFECT_LOGGING_LEVEL": "CRITICAL",
        }
        quiet = {"PREFECT_SERVER_ANALYTICS_ENABLED": "false", "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "300"}
        began = time.perf_counter()
        process = subprocess.Popen([sys.executable, __file__, kind, str(count)], env=os.environ | home | quiet)  # noqa: S603 ourselves
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, kind
        return Cost(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def main(files: int) -> None:
    print(f"{'':48}{'files':>8}{'CPU ms a file':>15}{'wall ms a file':>16}{'peak MB':>9}")
    for kind, name in NAMES.items():
        count = RUNS.get(kind, files)
        start, whole = cost(kind, 0), cost(kind, count)
        cpu, wall = (1000 * (a - b) / count for a, b in ((whole.cpu, start.cpu), (whole.wall, start.wall)))
        print(f"{name:48}{count:>8,}{cpu:>15.2f}{wall:>16.2f}{whole.peak_mb:>9,.0f}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        {"landing": landing, "night": night, "task": task, "flow": flow}[sys.argv[1]](int(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else FILES)
