"""Divisions of GB/T 2260 as of a date, and the registering authorities that have a code of their own.

The lists are yearly: a division is taken to exist from the first day of the first year whose list has it to the last day
of the year after the last one, when it was dropped.
"""

import csv
from functools import cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from schemas.rules import looked_up
from schemas.vocabulary import FOLDER, areas, zones

KEPT_YEARS = 3  # registers go on with a dropped code: Shanxi's of 2019 with those of 长治 that were dropped in 2018
_NEVER, _STILL = 9_999, 9_999
_NUMBERS = 1_000_000  # of six digits


def known(codes: pl.Expr) -> pl.Expr:
    """Whether the first six digits of each are a code, now or ever; null where there are no six digits."""
    return looked_up([codes], lambda codes: _plain(_NEVER - 1), lambda codes: _years(codes)[0] < _NEVER)


def known_by(codes: pl.Expr, day: pl.Expr) -> pl.Expr:
    """Whether each was a code on the day, or before it."""
    return looked_up(
        [codes, day],
        lambda codes, day: _plain(_first_year(day)),
        lambda codes, day: _years(codes)[0] <= day.dt.year(),
    )


def in_use(codes: pl.Expr, since: pl.Expr, until: pl.Expr) -> pl.Expr:
    """Whether each was a code on some day from `since` to `until`; one that is not known at all passes."""

    def judge(codes: pl.Series, since: pl.Series, until: pl.Series) -> pl.Series:
        first, last = _years(codes)
        too_new = (first > until.dt.year()) & (first < _NEVER)
        return ~(too_new | (last + 1 + KEPT_YEARS < since.dt.year()))

    return looked_up([codes, since, until], lambda codes, since, until: _plain(_first_year(until), still=True), judge)


def _years(codes: pl.Series) -> tuple[pl.Series, pl.Series]:
    """First and last year of each code."""
    places = codes.set(codes.str.len_bytes() < 6, None).str.head(6).cast(pl.UInt32, strict=False)
    first, last = _all_years()
    return first.gather(places), last.gather(places)


def sound(codes: pl.Expr, as_of: pl.Expr) -> pl.Expr:
    """Whether each stands in the list to this day and did by `as_of`: then it is known and in use, whatever the other day."""
    return pl.map_batches(
        [codes, as_of], lambda given: given[0].is_in(_plain(_first_year(given[1]), still=True)), pl.Boolean
    )


def numbers_known_by(days: pl.Series) -> NDArray[np.bool_]:
    """Whether each number of six digits was a code by all of these days."""
    return _all_years()[0].to_numpy() <= _first_year(days)


def _first_year(days: pl.Series) -> int:
    return min((day.year for day in days.unique().drop_nulls()), default=0)


@cache
def _plain(year: int, *, still: bool = False) -> pl.Series:
    """The codes of the list that exist by that year, or exist still: what most rows have."""
    listed = _listed()
    codes = [code for code, (first, last) in listed.items() if first <= year and (last == _STILL or not still)]
    return pl.Series(codes).implode()


@cache
def _listed() -> dict[str, tuple[int, int]]:
    with (FOLDER / "divisions.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    years = {row["code"]: (int(row["first_year"] or 0), int(row["last_year"] or _STILL)) for row in rows}
    return years | {code: (0, _STILL) for zone in zones() for code in zone.authority_codes}


@cache
def _all_years() -> tuple[pl.Series, pl.Series]:
    """First and last year, at the place of each number."""
    first, last = np.full(_NUMBERS, _NEVER, np.int16), np.full(_NUMBERS, _STILL, np.int16)
    first[_of_zones()] = 0
    for code, years in _listed().items():
        first[int(code)], last[int(code)] = years
    return pl.Series(first), pl.Series(last)


def _of_zones() -> NDArray[np.bool_]:
    """开发区: numbers that GB/T 2260 leaves free and registers use for zones, such as 149900, 140899 and 140171."""
    numbers = np.arange(_NUMBERS)
    provinces = [int(area.code[:2]) for area in areas() if area.level == "province"]
    ending, prefecture = numbers % 100, numbers // 100 % 100
    free = (prefecture >= 90) | (ending >= 90) | ((ending > 70) & (ending < 80))
    found: NDArray[np.bool_] = np.isin(numbers // 10_000, provinces) & free
    return found
