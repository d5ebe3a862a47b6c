"""Divisions as of a date, against the published list that lies beside the project and by what is known of single ones."""

import csv
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from schemas.divisions import in_use, known, known_by

REFERENCE = Path(__file__).parents[3] / "shared" / "registry" / "reference"


def judged(code: str, day: date) -> tuple[bool | None, bool | None, bool | None]:
    """Known at all, known by the day, in use on the day."""
    frame = pl.DataFrame({"code": [code], "day": [day]})
    code_, day_ = pl.col("code"), pl.col("day")
    return frame.select(known=known(code_), by=known_by(code_, day_), use=in_use(code_, day_, day_)).row(0)


@pytest.mark.parametrize(
    ("code", "begins", "dropped"),  # years; 0: before all lists
    [
        ("140000", 0, None),
        ("140100", 0, None),
        ("140406", 2018, None),  # 潞城区
        ("140404", 2018, None),  # 上党区
        ("140481", 1995, 2018),  # 潞城市
        ("140402", 0, 2018),  # 长治市城区
        ("142201", 1983, 2000),  # 忻州市 of the prefecture
        ("140900", 2000, None),  # 忻州市
        ("330103", 0, 2021),  # 下城区
        ("330114", 2021, None),  # 钱塘区
        ("371200", 1992, 2018),  # 莱芜市
    ],
)
def test_a_division_exists_from_its_first_list_to_the_year_after_its_last(code, begins, dropped):
    assert judged(code, date(2026, 1, 1))[0]
    if begins:
        assert judged(code, date(begins - 1, 12, 31)) == (True, False, False)
    assert judged(code, date(begins or 1950, 1, 1)) == (True, True, True)
    if dropped:
        assert judged(code, date(dropped + 3, 12, 31))[2]
        assert not judged(code, date(dropped + 4, 1, 1))[2]
    else:
        assert judged(code, date(2099, 12, 31))[2]


@pytest.mark.parametrize("code", ["990101", "148000", "140466", "000000", "012345", "830000", "147700"])
def test_what_no_list_has(code):
    assert judged(code, date(2023, 1, 1)) == (False, False, True)


@pytest.mark.parametrize("code", ["", "14", "14010", "1401AB", "十四万"])
def test_of_what_is_no_code_nothing_is_said(code):
    assert judged(code, date(2023, 1, 1)) == (None, None, None)


@pytest.mark.parametrize("code", ["149900", "140899", "140171", "320594", "100000", "110302", "610131", "659004"])
def test_authorities_of_zones_and_of_the_nation_are_known_on_any_day(code):
    assert judged(code, date(2015, 12, 1)) == (True, True, True)


def test_longer_codes_are_those_of_towns_and_villages_of_their_county():
    assert judged("140105001002", date(2023, 1, 1)) == judged("140105", date(2023, 1, 1)) == (True, True, True)
    assert judged("140466001", date(2023, 1, 1))[0] is False


@pytest.mark.skipif(not REFERENCE.exists(), reason="the shared reference is not beside the project")
def test_every_published_division_passes_and_most_other_numbers_do_not():
    published = set()
    for name, filling in (("provinces", "0000"), ("cities", "00"), ("areas", "")):
        with (REFERENCE / f"{name}.csv").open(encoding="utf-8") as file:
            published |= {row["code"] + filling for row in csv.DictReader(file)}
    assert len(published) > 3_000
    numbers = pl.DataFrame({"code": [str(number) for number in range(100_000, 1_000_000)]})
    numbers = numbers.with_columns(day=date(2023, 12, 31))
    code, day = pl.col("code"), pl.col("day")
    passing = set(numbers.filter(known_by(code, day), in_use(code, day, day))["code"])
    assert published - passing == set()
    counties = {number for number in passing if int(number) % 10_000 < 9_000 and int(number) % 100 < 71}
    assert len(counties - published) < 500  # dropped not long ago
