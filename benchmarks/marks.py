"""How many of the figures marked by hand each reader finds: its span over the number, its size and its unit right."""

import csv
import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from measuring import HERE

SHARED = HERE.parent.parent / "shared"  # marked-up bulletins beside the project, where they are there
OWN_GOLD = HERE.parent / "tests" / "data" / "gold"


class Passage(NamedTuple):
    """A bulletin and the table of the figures marked in `[start, end)` of it."""

    file: Path
    gold: Path
    start: int
    end: int


def marked() -> list[Passage]:
    """The bulletins that the grammar of zhanbi was written with."""
    tables = sorted((SHARED / "eval" / "gold").glob("*.tsv"))
    return [Passage(SHARED / "bulletins" / f"{gold.stem}.txt", gold, 0, 10**9) for gold in tables]


def held_out() -> list[Passage]:
    """The passages that no rule of zhanbi was written for."""
    rows = [row for row in _table(OWN_GOLD / "index.tsv") if row["set"] == "heldout"] if SHARED.exists() else []
    bulletins = SHARED / "bulletins"
    return [
        Passage(bulletins / row["file"], OWN_GOLD / row["gold"], int(row["start"]), int(row["end"])) for row in rows
    ]


def covered(passage: Passage, figures: list[list[Any]]) -> tuple[int, int, int, int]:
    """(marked, size right, size and unit right, spans with an Arabic digit on none of them); no sign is asked."""
    text, score = passage.file.read_bytes().decode(), _score()
    inside = [figure for figure in figures if passage.start <= figure[0] < passage.end]
    marks = _table(passage.gold)
    best = [_matches(row, inside, score) for row in marks if row["measure"] not in ("ignore", "none")]
    starts = {int(row["start"]) for row in marks}
    spans = [range(start, end) for start, end, *_ in inside if re.search(r"\d", text[start:end])]
    return len(best), sum(size for size, _ in best), sum(unit for _, unit in best), sum(map(starts.isdisjoint, spans))


def _matches(row: dict[str, str], figures: list[list[Any]], score: ModuleType) -> tuple[bool, bool]:
    """Whether a figure over the number's first digit has its size, and whether it has its unit too."""
    size_right = unit_right = False
    wanted, wanted_unit = abs(float(row["value"])), row["unit"]
    for start, end, values, printed in figures:
        if start <= int(row["start"]) < end:
            place = row["measure"] == "rank" and printed in ("", "位", "名")
            factor, wanted_factor = score.split_unit(printed)[0], score.split_unit(wanted_unit)[0]
            for size in (abs(float(value)) for value in values):
                size_right |= score.same_quantity(size * factor, "", wanted * wanted_factor, "")
                unit_right |= score.same_quantity(size, wanted_unit if place else printed, wanted, wanted_unit)
    return size_right, unit_right


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _score() -> ModuleType:
    """The scorer of the marked-up bulletins knows which units are the same; it lies beside them."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "eval" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
