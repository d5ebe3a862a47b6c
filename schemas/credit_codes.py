"""Unified social credit codes (统一社会信用代码, GB 32100-2015): 18 characters, the last a check digit."""

from collections.abc import Sequence
from functools import cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from schemas import divisions

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I, O, S, V, Z
LENGTH = 18
# department and category, six digits of the first registering authority, organisation code, check digit
FORM = f"^[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}$"

_WEIGHTS = np.array([pow(3, place, 31) for place in range(LENGTH - 1)], dtype=np.int32)
_SYMBOLS = np.frombuffer(ALPHABET.encode(), dtype=np.uint8)
_VALUES = np.zeros(256, dtype=np.uint8)
_VALUES[_SYMBOLS] = np.arange(len(ALPHABET), dtype=np.uint8)
_NUMBER = 15  # bits below the authority's number: what the characters weigh together comes to 16,200 at most
_NO_CODE = -(1 << 50)


def check_digits(stems: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Check digits as ASCII bytes, shape (n,), of codes' first 17 characters as ASCII bytes, shape (n, 17)."""
    total = np.zeros(len(stems), dtype=np.int32)
    for place, weight in enumerate(_WEIGHTS):  # by column: no (n, 17) array of wide integers in memory
        total += _VALUES[stems[:, place]] * weight
    return _SYMBOLS[-total % len(ALPHABET)]


def well_formed(codes: pl.Expr) -> pl.Expr:
    """Whether each code has the standard's length and characters; the check digit is not looked at."""
    return codes.str.contains(FORM)


def authority_known(codes: pl.Expr, as_of: pl.Expr) -> pl.Expr:
    """Whether the code's authority is one by that day. A firm keeps its code, and authorities keep numbers of divisions
    that are no more (120222 of 武清, dropped in 2000): so their end is not held against a code."""
    return divisions.known_by(codes.str.slice(2, 6), as_of)


def sound(codes: pl.Expr, as_of: pl.Expr) -> pl.Expr:
    """Whether each is well formed, its check digit matches and its authority is known by the day: all in one look."""

    def look(given: Sequence[pl.Series]) -> pl.Series:
        codes, days = given
        whole = (codes.str.len_bytes() == LENGTH).fill_null(False)
        total = sum(
            table.take(pairs) for table, pairs in zip(_pairs(), _bytes(codes.filter(whole)).view("<u2").T, strict=True)
        )
        fine = (total >= 0) & ((total & ((1 << _NUMBER) - 1)) % len(ALPHABET) == 0)
        fine[fine] = divisions.numbers_known_by(days)[total[fine] >> _NUMBER]
        return whole.scatter(whole.arg_true(), pl.Series(fine))

    return pl.map_batches([codes, as_of], look, pl.Boolean)


@cache
def _pairs() -> list[NDArray[np.int64]]:
    """By place of two characters and what they are: what they weigh, above it their part of the authority's number.

    Less than nothing, and so is the sum, where one may not stand there.
    """
    value = np.array([ALPHABET.find(chr(byte)) for byte in range(256)], dtype=np.int64)
    first, second = np.tile(value, 256), np.repeat(value, 256)
    weights = [*_WEIGHTS.tolist(), 1]
    tables = []
    for place in range(0, LENGTH, 2):
        weighed = first * weights[place] + second * weights[place + 1]
        allowed = np.minimum(first, second) >= 0
        if 2 <= place < 8:
            weighed += (first * 10 + second) * 100 ** (3 - place // 2) << _NUMBER
            allowed &= np.maximum(first, second) < 10
        tables.append(np.where(allowed, weighed, _NO_CODE))
    return tables


def check_digit_matches(codes: pl.Series) -> pl.Series:
    """Whether each code's last character is its check digit; null where the code is null or not well formed."""
    formed = codes.to_frame("code").select(well_formed(pl.col("code")).fill_null(False)).to_series()
    characters = _bytes(codes.filter(formed))
    matches = np.zeros(len(codes), dtype=bool)
    matches[formed.to_numpy()] = check_digits(characters[:, :-1]) == characters[:, -1]
    return pl.Series(codes.name, matches).set(~formed, None)


def _bytes(codes: pl.Series) -> NDArray[np.uint8]:
    """Well-formed codes as ASCII bytes, shape (n, 18)."""
    return codes.cast(pl.Binary).bin.reinterpret(dtype=pl.Array(pl.UInt8, LENGTH)).to_numpy().reshape(-1, LENGTH)
