"""zhanbi beside Recognizers-Text and JioNLP, on the same files in the same run. Started by `make bench`."""

import csv
import importlib.util
import platform
import re
import tempfile
from pathlib import Path
from statistics import median
from types import ModuleType
from typing import Any

from measuring import HERE, OURS, PEERS, SEED, measured, reading, variant, write_cases
from rich.console import Console
from rich.markup import escape
from rich.table import Table

NAMES = {"zhanbi": "zhanbi", "recognizers": "Recognizers-Text", "jionlp": "JioNLP"}
BASELINE = "recognizers"  # of the peers the one that reads more than money
RUNS = 3
SHARED = HERE.parent.parent / "shared"  # marked-up bulletins beside the project, where they are there
console = Console(width=110)


def main() -> None:
    console.print(
        f"Python {platform.python_version()}, {platform.machine()}. Ratios count; absolute times are this machine's."
    )
    marked = sorted((SHARED / "eval" / "gold").glob("*.tsv"))
    files = [SHARED / "bulletins" / f"{gold.stem}.txt" for gold in marked] or [SEED]
    unmarked = sorted((SHARED / "bulletins" / "unmarked").glob("*.txt"))
    print_coverage(files, marked)
    print_speed([*files, *unmarked])
    with tempfile.TemporaryDirectory() as folder:
        print_start()
        print_scaling(write_cases(Path(folder)))
        print_files(Path(folder))


def print_coverage(files: list[Path], marked: list[Path]) -> None:
    runs = {name: reading(name, *files, figures=True) for name in NAMES}
    if not marked:
        table = Table("reader", "figures in the seed", title="Coverage (no marked-up bulletins here: counts only)")
        for name, (run, read) in runs.items():
            table.add_row(NAMES[name], run.failure or str(sum(len(file["figures"]) for file in read)))
        return console.print(table)
    table = Table("reader", "marked figures", "number read", "number and unit read", "other spans", title="Coverage")
    score = _score()
    for name, (run, read) in runs.items():
        if run.failure:
            table.add_row(NAMES[name], run.failure)
            continue
        triples = zip(files, marked, read, strict=True)
        each = [_covered(path.read_bytes().decode(), gold, file["figures"], score) for path, gold, file in triples]
        rows, number, unit, other = (sum(column) for column in zip(*each, strict=True))
        table.add_row(
            NAMES[name], str(rows), f"{number} ({number / rows:.1%})", f"{unit} ({unit / rows:.1%})", str(other)
        )
    console.print(table)


def _covered(text: str, gold: Path, figures: list[list[Any]], score: ModuleType) -> tuple[int, int, int, int]:
    """(marked, number right, number and unit right, spans with an Arabic digit on none of them); no sign is asked."""
    marks = list(csv.DictReader(gold.open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE))
    rows = [row for row in marks if row["measure"] not in ("ignore", "none")]
    best = [_matches(row, figures, score) for row in rows]
    starts = {int(row["start"]) for row in marks}
    spans = [range(start, end) for start, end, *_ in figures if re.search(r"\d", text[start:end])]
    return (
        len(rows),
        sum(number for number, _ in best),
        sum(unit for _, unit in best),
        sum(map(starts.isdisjoint, spans)),
    )


def _matches(row: dict[str, str], figures: list[list[Any]], score: ModuleType) -> tuple[bool, bool]:
    """Whether a figure over the number's first digit has its size, and whether it has its unit too."""
    number = unit = False
    wanted, wanted_unit = abs(float(row["value"])), row["unit"]
    for start, end, values, printed in figures:
        if start <= int(row["start"]) < end:
            place = row["measure"] == "rank" and printed in ("", "位", "名")
            factor, wanted_factor = score.split_unit(printed)[0], score.split_unit(wanted_unit)[0]
            for size in (abs(float(value)) for value in values):
                number |= score.same_quantity(size * factor, "", wanted * wanted_factor, "")
                unit |= score.same_quantity(size, wanted_unit if place else printed, wanted, wanted_unit)
    return number, unit


def _score() -> ModuleType:
    """The scorer of the marked-up bulletins knows which units are the same; it lies beside them."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "eval" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def print_speed(files: list[Path]) -> None:
    """Readers take turns, so that a busy minute of the machine hits all of them."""
    seconds: dict[str, list[float]] = {name: [] for name in NAMES}
    characters = 0
    failures: dict[str, str] = {}
    for name in [*NAMES] * RUNS:
        run, read = reading(name, *files)
        if run.failure:
            failures[name] = run.failure
        else:
            seconds[name].append(sum(file["seconds"] for file in read))
            characters = sum(file["characters"] for file in read)
    title = f"Speed: {len(files)} bulletins, {characters:,} characters, each once; CPU time, median of {RUNS} processes"
    table = Table("reader", "characters a second, one core", f"times {NAMES[BASELINE]}", title=title)
    for name, shown in NAMES.items():
        if name in failures:
            table.add_row(shown, escape(failures[name]))
            continue
        ratio = f"{median(seconds[BASELINE]) / median(seconds[name]):.1f}" if seconds[BASELINE] else ""
        table.add_row(shown, f"{characters / median(seconds[name]):,.0f}", ratio)
    console.print(table)


def print_start() -> None:
    table = Table("command", "seconds, median of 5", title="Start-up: wall time of a whole process")
    zhanbi = OURS.with_name("zhanbi")
    readers = {name: (OURS if name == "zhanbi" else PEERS, HERE / "readers.py", name, SEED) for name in NAMES}
    commands: dict[str, tuple[str | Path, ...]] = {
        "python -c pass": (OURS, "-c", "pass"),
        "zhanbi --help": (zhanbi, "--help"),
        "zhanbi read SEED": (zhanbi, "read", SEED),
        **{f"{NAMES[name]} as a library, seed read once": command for name, command in readers.items()},
    }
    for name, command in commands.items():
        runs = [measured(*command) for _ in range(5)]
        table.add_row(name, runs[0].failure or f"{median(run.wall_seconds for run in runs):.2f}")
    console.print(table)


def print_scaling(cases: dict[str, Path]) -> None:
    title = "Length: CPU seconds, peak MB of the process, and microseconds a character (flat where cost is linear)"
    table = Table(
        "text", *(f"{NAMES[name]}: {column}" for name in NAMES for column in ("s", "MB", "µs/char")), title=title
    )
    for case, path in cases.items():
        cells: list[str] = []
        for name in NAMES:
            run, read = reading(name, path)
            peak = f"{run.peak_mb:.0f}"
            if run.failure:
                cells += [escape(run.failure), peak, ""]
                continue
            seconds, characters = read[0]["seconds"], read[0]["characters"]
            cells += [f"{seconds:.2f}", peak, f"{seconds / characters * 1e6:.1f}"]
        table.add_row(case, *cells)
    console.print(table)


def print_files(folder: Path) -> None:
    table = Table(
        "files",
        "wall seconds",
        "peak MB",
        title="Number of files: one `zhanbi read` over copies of the seed with other decimals",
    )
    seed = SEED.read_text(encoding="utf-8")
    copies = [folder / f"copy{number}.txt" for number in range(100)]
    for number, path in enumerate(copies):
        path.write_text(variant(seed, number), encoding="utf-8")
    options = ("--area", "山西转型综改示范区", "--published", "2023-08-01")
    for count in (1, 10, 100):
        run = measured(OURS.with_name("zhanbi"), "read", *options, *copies[:count])
        table.add_row(str(count), run.failure or f"{run.wall_seconds:.2f}", f"{run.peak_mb:.0f}")
    console.print(table)


if __name__ == "__main__":
    main()
