"""CSV: batches of rows as text, and the rows that have not as many fields as the header."""

import csv
from bisect import bisect_right
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.csv as pa_csv

from flows.registry.readers.batch import ROW_NUMBER, Batch, Ragged, different
from flows.registry.readers.encoded import BLOCK, Utf8Stream, header_line
from schemas.errors import Refused

LONGEST_ROW = (
    2 * BLOCK
)  # bytes; also how much is parsed at a time: with less, what is left of a block made one too short for a row
_DELIMITERS = (",", "\t", ";")


def read(path: Path, encoding: str | None = None) -> tuple[list[str], Iterator[Batch]]:
    """The headers, made different from one another, and the batches. Raises Refused, also while batches are drawn."""
    stream = Utf8Stream(path, encoding)
    line = header_line(stream)
    delimiter = max(_DELIMITERS, key=line.count)
    headers = different(next(csv.reader([line], delimiter=delimiter)))
    return headers, _batches(stream, headers, delimiter)


def _batches(stream: Utf8Stream, headers: list[str], delimiter: str) -> Iterator[Batch]:
    numbers: list[int] = []  # of all ragged rows so far
    waiting: list[Ragged] = []  # for their batch

    def keep(row: pa_csv.InvalidRow) -> str:
        numbers.append(row.number - 1)  # the header is pyarrow's row 1
        waiting.append(Ragged(row.number - 1, row.actual_columns, row.text))
        return "skip"

    last, kept = 0, 0
    for frame in _frames(stream, headers, delimiter, keep):
        rows = _numbered(frame, last, numbers[bisect_right(numbers, last) :])
        last, kept = (rows[ROW_NUMBER][-1] if rows.height else last), kept + rows.height
        ragged = waiting.copy()
        waiting.clear()
        if stream.quotes:
            _refuse_swallowed_rows(stream.path, rows, ragged, delimiter)
        yield Batch(rows, ragged, sound=not stream.damaged)
    rows_read = kept + len(numbers)
    ends_ragged = bool(numbers) and numbers[-1] == rows_read
    if not stream.ends_with_newline and (ends_ragged or stream.quotes % 2):
        where = f"row {rows_read} has no line end and {'not all its fields' if ends_ragged else 'an open quote'}"
        raise Refused(f"{stream.path.name}: cut off, {where}. Ask for the whole file.")


def _frames(
    stream: Utf8Stream, headers: list[str], delimiter: str, keep: Callable[[pa_csv.InvalidRow], str]
) -> Iterator[pl.DataFrame]:
    """The rows that fit, block by block, without the header. `keep` may be told of rows of later blocks too."""
    options = {
        # the rows' numbers are told in the single-threaded reader only
        "read_options": pa_csv.ReadOptions(use_threads=False, column_names=headers, block_size=LONGEST_ROW),
        "parse_options": pa_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True, invalid_row_handler=keep),
        "convert_options": pa_csv.ConvertOptions(
            check_utf8=False, strings_can_be_null=False, column_types=dict.fromkeys(headers, pa.large_string())
        ),
    }
    header_rows = 1
    try:
        with stream, pa_csv.open_csv(pa.PythonFile(stream, mode="r"), **options) as reader:
            for block in reader:
                yield pl.DataFrame(pl.from_arrow(block))[header_rows:]
                header_rows = 0
    except pa.ArrowInvalid as error:
        limit = f"no row may be longer than {LONGEST_ROW >> 20} MB"
        raise Refused(f"{stream.path.name}: is no CSV that can be read ({error}); {limit}. Mend the file.") from error


def _numbered(rows: pl.DataFrame, last: int, ragged: list[int]) -> pl.DataFrame:
    """The rows with their numbers: those after `last` that are no ragged row's, in order."""
    if not ragged:
        return rows.insert_column(0, pl.int_range(last + 1, last + 1 + rows.height, eager=True).alias(ROW_NUMBER))
    numbers = np.arange(last + 1, last + 1 + rows.height + len(ragged))
    free = numbers[~np.isin(numbers, ragged)]
    return rows.insert_column(0, pl.Series(ROW_NUMBER, free[: rows.height], dtype=pl.Int64))


def _refuse_swallowed_rows(path: Path, rows: pl.DataFrame, ragged: list[Ragged], delimiter: str) -> None:
    """A quote that does not close makes one field of the lines after it: these rows must not vanish."""
    enough = rows.width - 2  # delimiters of a whole row in the file
    texts = [(row.row_number, row.text) for row in ragged]
    columns = pl.col(pl.String)
    broken = rows.filter(pl.any_horizontal(columns.str.contains("\n", literal=True)))
    texts += [(row[0], value) for row in broken.iter_rows() for value in row[1:]]
    for row_number, text in texts:
        _, line_break, after = text.partition("\n")
        if line_break and after.count(delimiter) >= enough:
            lines = text.count("\n")
            raise Refused(
                f"{path.name}: row {row_number} swallows the {lines} lines after it, one of its quotes does not close. "
                "Mend that row and deliver the file again."
            )
