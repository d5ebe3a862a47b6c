"""What every reader gives: batches of rows as text."""

import msgspec
import polars as pl

ROW_NUMBER = "row_number"


class Ragged(msgspec.Struct, frozen=True):
    """A row with more or fewer fields than the header."""

    row_number: int
    fields: int
    text: str


class Batch(msgspec.Struct, frozen=True):
    """Rows that fit the header, every column text and `row_number` the first, and the ragged rows found meanwhile."""

    rows: pl.DataFrame
    ragged: list[Ragged]
    sound: bool = False  # known to hold neither U+FFFD nor NUL; otherwise its rows are looked at


def different(names: list[str]) -> list[str]:
    """Headers stripped, blank ones named by their place, repeated ones numbered."""
    headers: list[str] = []
    for place, name in enumerate(names, 1):
        wanted = name.strip("\ufeff \t\r\n\u3000") or f"column {place}"
        taken = wanted in headers or wanted == ROW_NUMBER
        headers.append(f"{wanted} ({place})" if taken else wanted)
    return headers
