"""zhanbi beside Recognizers-Text and JioNLP, on the same files in the same run. Started by `make bench-reading`."""

import platform
import tempfile
from pathlib import Path
from statistics import median

from marks import SHARED, Passage, covered, held_out, marked
from measuring import HERE, OURS, PEERS, SEED, measured, reading, variant, write_cases
from rich.console import Console
from rich.markup import escape
from rich.table import Table

NAMES = {"zhanbi": "zhanbi", "recognizers": "Recognizers-Text", "jionlp": "JioNLP"}
BASELINE = "recognizers"  # of the peers the one that reads more than money
RUNS = 3
console = Console(width=110)


def main() -> None:
    console.print(f"Python {platform.python_version()}. Ratios count; absolute times are this machine's.")
    print_coverage("the bulletins zhanbi was written with", marked())
    print_coverage("passages zhanbi was not written with", held_out())
    print_speed(sorted((SHARED / "bulletins").glob("**/*.txt")) or [SEED])
    with tempfile.TemporaryDirectory() as folder:
        print_start()
        print_scaling(write_cases(Path(folder)))
        print_files(Path(folder))


def print_coverage(which: str, passages: list[Passage]) -> None:
    if not passages:
        counts = {shown: reading(name, SEED, figures=True)[1] for name, shown in NAMES.items()}
        found = ", ".join(f"{shown} {len(read[0]['figures']) if read else 'failed'}" for shown, read in counts.items())
        return console.print(f"Coverage, {which}: none beside the project. Figures in the seed, unjudged: {found}.")
    table = Table("reader", "figures", "size right", "size and unit right", "other spans", title=f"Coverage: {which}")
    for name, shown in NAMES.items():
        run, read = reading(name, *(passage.file for passage in passages), figures=True)
        if run.failure:
            table.add_row(shown, escape(run.failure))
            continue
        each = [covered(passage, file["figures"]) for passage, file in zip(passages, read, strict=True)]
        rows, size, unit, other = (sum(column) for column in zip(*each, strict=True))
        table.add_row(shown, str(rows), f"{size} ({size / rows:.1%})", f"{unit} ({unit / rows:.1%})", str(other))
    console.print(table)


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
    table = Table("command", "CPU seconds", "wall seconds", title="Start-up: a whole process, median of 5")
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
        cpu, wall = (
            median(seconds) for seconds in zip(*((run.cpu_seconds, run.wall_seconds) for run in runs), strict=True)
        )
        table.add_row(name, escape(runs[0].failure) or f"{cpu:.2f}", f"{wall:.2f}")
    console.print(table)


def print_scaling(cases: dict[str, Path]) -> None:
    table = Table("text", "reader", "CPU seconds", "µs a character", "peak MB", title="Length: linear is a flat µs")
    for case, path in cases.items():
        for name, shown in NAMES.items():
            run, read = reading(name, path)
            each = f"{read[0]['seconds'] / read[0]['characters'] * 1e6:.1f}" if read else ""
            seconds = f"{read[0]['seconds']:.2f}" if read else escape(run.failure)
            table.add_row(case if name == "zhanbi" else "", shown, seconds, each, f"{run.peak_mb:.0f}" if read else "")
    console.print(table)


def print_files(folder: Path) -> None:
    """Copies of the seed with other decimals; a reader that kept what it has read would grow with them."""
    table = Table("files", "CPU seconds", "peak MB", title="Number of files: one `zhanbi read` over all")
    seed = SEED.read_text(encoding="utf-8")
    copies = [folder / f"copy{number}.txt" for number in range(100)]
    for number, path in enumerate(copies):
        path.write_text(variant(seed, number), encoding="utf-8")
    options = ("--area", "山西转型综改示范区", "--published", "2023-08-01")
    for count in (1, 10, 100):
        run = measured(OURS.with_name("zhanbi"), "read", *options, *copies[:count])
        table.add_row(str(count), escape(run.failure) or f"{run.cpu_seconds:.2f}", f"{run.peak_mb:.0f}")
    console.print(table)


if __name__ == "__main__":
    main()
