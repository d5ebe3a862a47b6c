"""Industry codes (国民经济行业分类, GB/T 4754-2017): sections, divisions, groups, classes; with or without the letter."""

from collections.abc import Iterator
from datetime import date
from functools import cache

import polars as pl
import yaml

from schemas.rules import looked_up
from schemas.vocabulary import FOLDER

IN_FORCE = date(2017, 10, 1)  # earlier registers print classes of other editions, whose divisions are the same


def valid(printed: pl.Expr, as_of: pl.Expr) -> pl.Expr:
    """Whether each is a code of the edition; of a day before it, whether its division is one."""

    def of_another_edition(printed: pl.Series, as_of: pl.Series) -> pl.Series:
        return (as_of < IN_FORCE) & printed.str.extract(r"^([A-Z]?[0-9]{2})[0-9]{0,2}$").is_in(codes()[1])

    return looked_up([printed, as_of], lambda printed, as_of: _in_force(), of_another_edition)


@cache
def _in_force() -> pl.Series:
    return pl.Series(codes()[0]).implode()


@cache
def codes() -> tuple[list[str], list[str]]:
    """All codes of the edition, and those of its divisions alone."""
    sections: dict[str, dict[str, str]] = yaml.load((FOLDER / "industries.yml").read_bytes(), Loader=yaml.CSafeLoader)
    divisions = [(letter, division, groups) for letter, held in sections.items() for division, groups in held.items()]
    bare = [(letter, code) for letter, division, groups in divisions for code in (division, *_below(division, groups))]
    return (
        [*sections, *(spelt for letter, code in bare for spelt in (code, letter + code))],
        [spelt for letter, division, _ in divisions for spelt in (division, letter + division)],
    )


def _below(division: str, groups: str) -> Iterator[str]:
    """A division's groups and their classes, written as `1:12 2:0`."""
    for group, _, classes in (part.partition(":") for part in groups.split()):
        yield division + group
        yield from (division + group + last for last in classes)
