"""Whether two names differ by a slip of the pen or are two names."""

import re

import polars as pl
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from flows.registry.matching.candidates import frequencies, pairs_of

COMMON = 0.003  # share of the names that have a pair of characters, from which on it belongs to a generic word (商贸)
ODD = 0.02  # a pair this much rarer than the one it stands for is no word of its own
_TRADE_NAME = 2  # characters behind the place that are a firm's own, at least
_PLACE = re.compile(r"^.{1,9}[省市县区旗]|^..")
_NUMERAL = re.compile(r"[0-9A-Z一二三四五六七八九十百千两第东南西北]")


def judged(pairs: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """The pairs with `score` (0 to 1) and `is_slip`: what differs stands in the generic part and makes no word."""
    texts = pl.concat([pairs["fold"], pairs["fold_known"]]).unique()
    wanted = pairs_of(texts.to_frame("text").with_row_index("id"))["pair"].unique()
    counts = frequencies(known.with_row_index("id").select("id", text="fold"), wanted)
    frequency: dict[str, int] = dict(counts.iter_rows())
    common = max(3.0, COMMON * known.height)
    compared = list(zip(pairs["fold"], pairs["fold_known"], strict=True))
    return pairs.with_columns(
        score=pl.Series([fuzz.ratio(one, other) / 100 for one, other in compared], dtype=pl.Float64),
        is_slip=pl.Series([_is_slip(one, other, frequency, common) for one, other in compared], dtype=pl.Boolean),
    )


def _is_slip(listed: str, known: str, frequency: dict[str, int], common: float) -> bool:
    """At most two places differ, each behind the trade name, each a common word with one character wrong."""
    changes = [change for change in Levenshtein.opcodes(listed, known) if change.tag != "equal"]
    place = _PLACE.match(known)
    generic = (place.end() if place else 0) + _TRADE_NAME
    if not 0 < len(changes) <= 2:
        return False
    for change in changes:
        ours = listed[change.src_start : change.src_end]
        theirs = known[change.dest_start : change.dest_end]
        if max(len(ours), len(theirs)) > 1 or change.dest_start < generic or _NUMERAL.search(ours + theirs):
            return False
        if change.tag == "delete" and ours == listed[change.src_start - 1]:
            continue  # written twice
        written = _most(listed[max(0, change.src_start - 1) : change.src_end + 1], frequency)
        meant = _most(known[max(0, change.dest_start - 1) : change.dest_end + 1], frequency)
        if meant < common or written > ODD * meant:
            return False
    return True


def _most(text: str, frequency: dict[str, int]) -> int:
    """How many names have the most frequent of the pairs of characters in the text."""
    return max((frequency.get(text[start : start + 2], 0) for start in range(len(text) - 1)), default=0)
