"""Registers: zhanbi beside bare DuckDB at several sizes, and beside other tools on one million rows.

`python benchmarks/registers.py [ROWS…]`; without sizes 100,000, 1,000,000 and 10,000,000. 30,000,000 rows take 15 GB of
disk. The peers are measured when their environment is there, see registers.md.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import measuring
from measuring import HERE, OURS, Run, measured
from register_rows import write_register
from rich.console import Console
from rich.markup import escape
from rich.table import Table

SIZES = (100_000, 1_000_000, 10_000_000)
MILLION = 1_000_000
REPEATS = 3  # of what runs for seconds: the least of several tells more on a busy machine
PEERS = {"dlt": "dlt with Arrow", "pandas_pandera": "pandas with pandera", "great_expectations": "Great Expectations", "frictionless": "frictionless"}  # fmt: skip
PEERS_PYTHON = Path(os.environ.get("REGISTER_PEERS", HERE / "register_tools" / ".venv" / "bin" / "python"))
FACTS = ("--kind", "market_entities", "--area", "140000", "--as-of", "2023-06-30")
console = Console(width=110)


def main(sizes: list[int]) -> None:
    measuring.CPU_SECONDS = 3_600
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else every start compiles what it imports
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print_ratio(folder, sizes)
        if PEERS_PYTHON.exists():
            print_peers(folder)


def print_ratio(folder: Path, sizes: list[int]) -> None:
    """Each whole process, start-up included: `zhanbi load` reads, judges, quarantines, lands and archives."""
    table = Table(
        "rows", "zhanbi s", "bare s", "times bare", "CPU times", "µs a row", "zhanbi peak MB", title="Registers"
    )
    for rows in sizes:
        path = register(folder, rows)
        bare, ours = _least([_bare, loaded], path, REPEATS if rows <= MILLION else 1)
        if ours.failure or bare.failure:
            table.add_row(f"{rows:,}", escape(ours.failure or bare.failure))
            continue
        table.add_row(
            f"{rows:,}",
            f"{ours.wall_seconds:.1f}",
            f"{bare.wall_seconds:.1f}",
            f"{ours.wall_seconds / bare.wall_seconds:.2f}",
            f"{ours.cpu_seconds / bare.cpu_seconds:.2f}",
            f"{ours.cpu_seconds / rows * 1e6:.1f}",
            f"{ours.peak_mb:.0f}",
        )
        path.unlink()
    console.print(table)


def print_peers(folder: Path) -> None:
    """Each in its turn, three times over: what else the machine does falls on all of them."""
    path = register(folder, MILLION)
    table = Table("tool", "wall s", "CPU s", "times zhanbi (CPU)", "peak MB", title="One million rows, 1 % defective")
    runs = _least([loaded, *(partial(_peer, name) for name in PEERS)], path, REPEATS)
    for shown, run in zip(("zhanbi load", *PEERS.values()), runs, strict=True):
        times = f"{run.cpu_seconds / runs[0].cpu_seconds:.1f}"
        figures = (f"{run.wall_seconds:.1f}", f"{run.cpu_seconds:.1f}", times, f"{run.peak_mb:.0f}")
        table.add_row(shown, *([escape(run.failure[:60])] if run.failure else figures))
    console.print(table)


def _least(tools: list[Callable[[Path, Path], Run]], path: Path, times: int) -> list[Run]:
    """Of each tool the run that took least CPU; they run in turn."""
    found: list[list[Run]] = [[] for _ in tools]
    for _ in range(times):
        for tool, runs in zip(tools, found, strict=True):
            with tempfile.TemporaryDirectory(dir=path.parent) as folder:
                runs.append(tool(path, Path(folder)))
    return [min(runs, key=lambda run: (run.failure, run.cpu_seconds)) for runs in found]


def register(folder: Path, rows: int) -> Path:
    path = folder / f"register_{rows}.csv"
    if not path.exists():
        write_register(path, rows)
    return path


def _bare(path: Path, folder: Path) -> Run:
    return measured(OURS, HERE / "register_peers.py", "bare", path, folder / "duckdb")


def _peer(name: str, path: Path, folder: Path) -> Run:
    return measured(PEERS_PYTHON, HERE / "register_peers.py", name, path, folder / "duckdb")


def loaded(path: Path, folder: Path) -> Run:
    os.environ["ZHANBI_DATA"] = str(folder)
    return measured(OURS.with_name("zhanbi"), "load", path, *FACTS)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
