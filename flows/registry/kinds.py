"""A column by its different values: most columns of a register repeat a few, and each is read and judged once."""

from collections.abc import Callable
from typing import Any, NamedTuple

import polars as pl
import pyarrow as pa


class Kinds(NamedTuple):
    """The values of a column and, for each row, where its value stands among them; None: the values are the rows."""

    values: pl.Series
    places: pl.Series | None = None

    @property
    def same(self) -> bool:
        """Whether it is known that every row has the same value."""
        return self.places is not None and len(self.values) == 1

    def each(self, read: Callable[[pl.Series], pl.Series]) -> "Kinds":
        """What `read` makes of every value; it must look at each by itself."""
        return Kinds(read(self.values), self.places)

    def rows(self) -> pl.Series:
        return self.values if self.places is None else self.values.gather(self.places)

    def at(self, rows: pl.Series) -> pl.Series:
        """The values in these rows, by their places."""
        return self.values.gather(rows if self.places is None else self.places.gather(rows))

    def arrow(self, kept: pl.Series) -> pa.Array:
        """The rows that are kept, for the warehouse: a few values stay a dictionary."""
        if self.places is None:
            return _arrow(self.values.filter(kept))
        return pa.DictionaryArray.from_arrays(_arrow(self.places.filter(kept)), _arrow(self.values))


def kinds(rows: pl.Series) -> Kinds:
    """The different values of a column of text, null among them where it has any."""
    views: Any = rows.to_arrow(compat_level=pl.CompatLevel.newest())
    return encoded(views.dictionary_encode())


def encoded(array: pa.DictionaryArray) -> Kinds:
    """What a dictionary of texts says of a column."""
    values = pl.Series(pl.from_arrow(array.dictionary), dtype=pl.String)
    places = pl.Series(pl.from_arrow(array.indices)).cast(pl.UInt32)
    if not places.has_nulls():
        return Kinds(values, places)
    return Kinds(pl.concat([values, values.clear(1)]), places.fill_null(len(values)))


def constant(value: Any, dtype: Any, height: int) -> Kinds:
    """A column with the same value in every row."""
    return Kinds(pl.Series([value], dtype=dtype), pl.Series([0], dtype=pl.UInt32).new_from_index(0, height))


def _arrow(values: pl.Series) -> Any:
    return values.to_arrow(compat_level=pl.CompatLevel.oldest())
