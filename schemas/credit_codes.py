"""Unified social credit codes (统一社会信用代码, GB 32100-2015): 18 characters, the last a check digit."""

from collections.abc import Sequence

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
_VALUE_OR_NONE = bytes(ALPHABET.find(chr(byte)) % 256 for byte in range(256))
_DECIMALS = [10**place for place in range(5, -1, -1)]


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
        values = _values(codes.filter(whole))
        formed = (values.max(axis=0, initial=0) < len(ALPHABET)) & (values[2:8].max(axis=0, initial=0) < 10)
        fine = formed & (_weighed(values, [*_WEIGHTS, 1]) % len(ALPHABET) == 0)
        fine[fine] = divisions.numbers_known_by(days)[_weighed(values[2:8], _DECIMALS)[fine]]
        return whole.scatter(whole.arg_true(), pl.Series(fine))

    return pl.map_batches([codes, as_of], look, pl.Boolean)


def _values(codes: pl.Series) -> NDArray[np.uint8]:
    """What each character of codes of 18 bytes counts, 255 where it is not of the alphabet; by place, shape (18, n)."""
    counted = np.frombuffer(_bytes(codes).tobytes().translate(_VALUE_OR_NONE), dtype=np.uint8)
    return np.ascontiguousarray(counted.reshape(-1, LENGTH).T)


def _weighed(values: NDArray[np.uint8], weights: Sequence[int]) -> NDArray[np.int32]:
    total = np.zeros(values.shape[1], dtype=np.int32)
    for row, weight in zip(values, weights, strict=True):
        total += row * np.int32(weight)
    return total


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
