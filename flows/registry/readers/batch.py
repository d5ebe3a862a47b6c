"""What every reader gives: batches of rows as text."""

import msgspec
import polars as pl

from flows.registry.kinds import Kinds

ROW_NUMBER = "row_number"


class Ragged(msgspec.Struct, frozen=True):
    """A row with more or fewer fields than the header."""

    row_number: int
    fields: int
    text: str


class Batch(msgspec.Struct, frozen=True):
    """The columns of rows that fit the header, as text by header, and the ragged rows found meanwhile."""

    numbers: pl.Series  # of the rows, from 1 for the first after the header
    columns: dict[str, Kinds]
    ragged: list[Ragged]
    sound: bool = False  # known to hold neither U+FFFD nor NUL; otherwise its rows are looked at

    @property
    def height(self) -> int:
        return len(self.numbers)

    def rows(self, places: pl.Series) -> pl.DataFrame:
        """Some of the rows, by their places, as printed; `row_number` goes first."""
        return pl.DataFrame(
            {ROW_NUMBER: self.numbers.gather(places)} | {name: held.at(places) for name, held in self.columns.items()}
        )


def batch(frame: pl.DataFrame, ragged: list[Ragged]) -> Batch:
    """The batch of rows whose first column are their numbers."""
    numbers, *columns = frame.get_columns()
    return Batch(numbers.cast(pl.Int64), {column.name: Kinds(column) for column in columns}, ragged)


def different(names: list[str]) -> list[str]:
    """Headers stripped, blank ones named by their place, repeated ones numbered."""
    headers: list[str] = []
    for place, name in enumerate(names, 1):
        wanted = name.strip("\ufeff \t\r\n\u3000") or f"column {place}"
        taken = wanted in headers or wanted == ROW_NUMBER
        headers.append(f"{wanted} ({place})" if taken else wanted)
    return headers
