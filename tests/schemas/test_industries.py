"""The codes of GB/T 4754-2017, against the published ones that lie beside the project."""

import csv
from datetime import date
from itertools import product
from pathlib import Path

import polars as pl
import pytest

from schemas.industries import IN_FORCE, codes, valid

PUBLISHED = Path(__file__).parents[3] / "shared" / "registry" / "reference" / "gbt4754_2017.csv"
TODAY = date(2023, 6, 30)


def passes(*printed: str, as_of: date = TODAY) -> list[bool]:
    frame = pl.DataFrame({"code": printed, "as_of": [as_of] * len(printed)})
    return frame.select(valid(pl.col("code"), pl.col("as_of"))).to_series().to_list()


def test_there_are_as_many_as_the_standard_says():
    levels = {length: sum(len(code) == length and code.isdigit() for code in codes()[0]) for length in (2, 3, 4)}
    assert levels[2] == 97 and 470 <= levels[3] <= 475 and 1_375 <= levels[4] <= 1_385
    assert sorted(code for code in codes()[0] if code.isalpha()) == list("ABCDEFGHIJKLMNOPQRST")
    assert len(set(codes()[0])) == len(codes()[0])


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the shared reference is not beside the project")
def test_every_published_code_passes_with_and_without_its_letter_and_no_other_does():
    with PUBLISHED.open(encoding="utf-8") as file:
        published = {row["code"] for row in csv.DictReader(file)}
    assert len(published) > 1_900
    published |= {code[1:] for code in published if len(code) > 1}
    bare = ["".join(digits) for length in range(1, 5) for digits in product("0123456789", repeat=length)]
    tried = [*bare, *"ABCDEFGHIJKLMNOPQRSTUVWXYZ", *(letter + code for letter in "ACIT" for code in bare)]
    assert {code for code, fine in zip(tried, passes(*tried), strict=True) if fine} == published & set(tried)
    assert all(passes(*published))


@pytest.mark.parametrize("code", ["C3911", "3911", "I651", "6513", "I65", "65", "T", "A0190", "019"])
def test_what_is_an_industry(code):
    assert passes(code) == [True]


@pytest.mark.parametrize(
    "code",
    ["", "U", "A06", "0", "98", "A1", "C34111", "c34", "3411C", "C6513", "A0150", "A0114", "I6510", "6510", "099", "A98"],
)  # fmt: skip
def test_what_is_no_industry(code):
    assert passes(code) == [False]


def test_a_register_before_the_edition_may_print_the_classes_of_another():
    assert passes("I6510", "6510", "I65", as_of=date(2017, 9, 30)) == [True, True, True]
    assert passes("C6510", "9810", as_of=date(2017, 9, 30)) == [False, False]
    assert passes("6510", as_of=IN_FORCE) == [False]
