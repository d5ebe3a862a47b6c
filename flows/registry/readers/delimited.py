"""CSV: batches of rows as text, and the rows that have not as many fields as the header."""

import csv
from bisect import bisect_right
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.csv as pa_csv

from flows.registry.kinds import Kinds, encoded
from flows.registry.readers.batch import Batch, Ragged, different
from flows.registry.readers.encoded import BLOCK, Utf8Stream, header_line
from flows.registry.readers.tables import Known
from schemas.errors import Refused

LONGEST_ROW = (
    2 * BLOCK
)  # bytes; also how much is parsed at a time: with less, what is left of a block made one too short for a row
_DELIMITERS = (",", "\t", ";")
_REPEATED = pa.dictionary(pa.int32(), pa.large_string())


def read(path: Path, repeated: Known, encoding: str | None = None) -> tuple[list[str], Iterator[Batch]]:
    """The headers, made different from one another, and the batches. Raises Refused, also while batches are drawn.

    Columns that are `repeated` come as their different values: text that is not made a million times costs nothing.
    """
    stream = Utf8Stream(path, encoding)
    line = header_line(stream)
    delimiter = max(_DELIMITERS, key=line.count)
    headers = different(next(csv.reader([line], delimiter=delimiter)))
    types = {header: _REPEATED if repeated(header) else pa.large_string() for header in headers}
    return headers, _batches(stream, types, delimiter)


def _batches(stream: Utf8Stream, types: dict[str, pa.DataType], delimiter: str) -> Iterator[Batch]:
    numbers: list[int] = []  # of all ragged rows so far
    waiting: list[Ragged] = []  # for their batch

    def keep(row: pa_csv.InvalidRow) -> str:
        numbers.append(row.number - 1)  # the header is pyarrow's row 1
        waiting.append(Ragged(row.number - 1, row.actual_columns, row.text))
        return "skip"

    last, kept = 0, 0
    for block in _blocks(stream, types, delimiter, keep):
        own = _numbers(block.num_rows, last, numbers[bisect_right(numbers, last) :])
        last, kept = (own[-1] if len(own) else last), kept + len(own)
        batch = Batch(own, _columns(block), waiting.copy(), sound=not stream.damaged)
        waiting.clear()
        if stream.quotes:
            _refuse_swallowed_rows(stream.path, batch, delimiter)
        yield batch
    rows_read = kept + len(numbers)
    ends_ragged = bool(numbers) and numbers[-1] == rows_read
    if not stream.ends_with_newline and (ends_ragged or stream.quotes % 2):
        where = f"row {rows_read} has no line end and {'not all its fields' if ends_ragged else 'an open quote'}"
        raise Refused(f"{stream.path.name}: cut off, {where}. Ask for the whole file.")


def _blocks(
    stream: Utf8Stream, types: dict[str, pa.DataType], delimiter: str, keep: Callable[[pa_csv.InvalidRow], str]
) -> Iterator[pa.RecordBatch]:
    """The rows that fit, block by block, without the header. `keep` may be told of rows of later blocks too."""
    options = {
        # the rows' numbers are told in the single-threaded reader only
        "read_options": pa_csv.ReadOptions(use_threads=False, column_names=list(types), block_size=LONGEST_ROW),
        "parse_options": pa_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True, invalid_row_handler=keep),
        "convert_options": pa_csv.ConvertOptions(check_utf8=False, strings_can_be_null=False, column_types=types),
    }
    header_rows = 1
    try:
        with stream, pa_csv.open_csv(pa.PythonFile(stream, mode="r"), **options) as reader, stream.wanted():
            for block in reader:
                stream.taken()
                yield block.slice(header_rows)
                header_rows = 0
    except pa.ArrowInvalid as error:
        limit = f"no row may be longer than {LONGEST_ROW >> 20} MB"
        raise Refused(f"{stream.path.name}: is no CSV that can be read ({error}); {limit}. Mend the file.") from error


def _columns(block: pa.RecordBatch) -> dict[str, Kinds]:
    return {
        name: encoded(column) if pa.types.is_dictionary(column.type) else Kinds(pl.Series(pl.from_arrow(column)))
        for name, column in zip(block.schema.names, block.columns, strict=True)
    }


def _numbers(height: int, last: int, ragged: list[int]) -> pl.Series:
    """The numbers of the next rows: those after `last` that are no ragged row's, in order."""
    if not ragged:
        return pl.int_range(last + 1, last + 1 + height, eager=True)
    numbers = np.arange(last + 1, last + 1 + height + len(ragged))
    return pl.Series(numbers[~np.isin(numbers, ragged)][:height], dtype=pl.Int64)


def _refuse_swallowed_rows(path: Path, batch: Batch, delimiter: str) -> None:
    """A quote that does not close makes one field of the lines after it: these rows must not vanish."""
    enough = len(batch.columns) - 1  # delimiters of a whole row in the file
    texts = [(row.row_number, row.text) for row in batch.ragged]
    broken = [
        column.each(lambda text: text.str.contains("\n", literal=True)).rows() for column in batch.columns.values()
    ]
    some = batch.rows(pl.select(pl.any_horizontal(broken).arg_true()).to_series())
    texts += [(row[0], value) for row in some.iter_rows() for value in row[1:]]
    for row_number, text in texts:
        _, line_break, after = text.partition("\n")
        if line_break and after.count(delimiter) >= enough:
            lines = text.count("\n")
            raise Refused(
                f"{path.name}: row {row_number} swallows the {lines} lines after it, one of its quotes does not close. "
                "Mend that row and deliver the file again."
            )
