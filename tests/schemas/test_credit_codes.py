"""Credit codes against python-stdnum, which judges one code at a time."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import uscc

from schemas.credit_codes import ALPHABET, check_digit_matches, well_formed

symbol = st.sampled_from(ALPHABET)
# python-stdnum knows codes whose first eight characters are digits only
stems = st.builds(str.__add__, st.text("0123456789", min_size=8, max_size=8), st.text(symbol, min_size=9, max_size=9))


def formed(codes: list[str | None]) -> list[bool | None]:
    return (
        pl.DataFrame({"code": pl.Series(codes, dtype=pl.String)})
        .select(well_formed(pl.col("code")))
        .to_series()
        .to_list()
    )


@settings(deadline=None)
@given(st.lists(st.tuples(stems, symbol)))
def test_check_digits_are_those_of_stdnum(parts):
    codes = [stem + digit for stem, digit in parts]
    expected = [uscc.calc_check_digit(stem) == digit for stem, digit in parts]
    assert check_digit_matches(pl.Series(codes, dtype=pl.String)).to_list() == expected


@settings(deadline=None)
@given(st.lists(stems, min_size=1))
def test_a_right_digit_passes(parts):
    assert check_digit_matches(pl.Series([stem + uscc.calc_check_digit(stem) for stem in parts])).all()


@settings(deadline=None)
@given(stems, st.integers(0, 16), symbol)
def test_one_wrong_character_is_found(stem, place, other):
    code = stem + uscc.calc_check_digit(stem)
    damaged = code[:place] + other + code[place + 1 :]
    if damaged == code or (place in range(2, 8) and not other.isdigit()):
        return
    assert check_digit_matches(pl.Series([damaged])).to_list() == [False]


@settings(deadline=None)
@given(st.lists(st.text(alphabet=ALPHABET + "IOSVZiosvz 　-é企\n", max_size=20)))
def test_form_is_what_stdnum_takes_or_one_of_the_letters_it_does_not_know(codes):
    for code, ours in zip(codes, formed(codes), strict=True):
        plain = len(code) == 18 and set(code) <= set(ALPHABET) and code[2:8].isdigit()
        assert ours == plain


@pytest.mark.parametrize("letter", "IOSVZ")
def test_letters_outside_the_alphabet_are_refused(letter):
    assert formed([f"91140105MA0K{letter}B7K99"]) == [False]


def test_departments_may_be_letters():
    stem = "N2110105MF0123456"  # agriculture: outside what python-stdnum takes, inside the standard
    digits = [digit for digit in ALPHABET if check_digit_matches(pl.Series([stem + digit])).item()]
    assert len(digits) == 1
    assert formed([stem + digits[0]]) == [True]


def test_nulls_and_malformed_codes_are_not_judged():
    codes = pl.Series(["91110000600037341L", None, "91110000600037341", "９1110000600037341L", ""])
    assert check_digit_matches(codes).to_list() == [True, None, None, None, None]


def test_an_empty_column_is_no_trouble():
    assert check_digit_matches(pl.Series([], dtype=pl.String)).to_list() == []
