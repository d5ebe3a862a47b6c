"""Tables made for people: titles above the header, the header again on every page, notes on other sheets."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

import polars as pl

from flows.registry.readers.batch import ROW_NUMBER, Batch, Ragged, batch, different
from schemas.errors import Refused

Table = tuple[str, Iterable[list[str]]]  # its name, and its rows of cells; a row may be shorter than the others
Known = Callable[[str], bool]  # whether a cell is the name of one of our columns
BATCH_ROWS = 50_000
_TITLE_ROWS = 20  # at most so many stand above the header


def read_tables(
    file_name: str, tables: Iterable[Table], known: Known, *, page: bool
) -> tuple[list[str], Iterator[Batch]]:
    """The headers and the batches of all tables under one header. Raises Refused, also while batches are drawn.

    A sheet under another header, or none, is refused: its rows must not vanish. On a `page` a table under none goes on
    from the one before when it is as wide, and belongs to the page's furniture when it is not.
    """
    left = iter(tables)
    passed: list[str] = []
    for name, rows in left:
        header, below = _header(rows, known)
        if header:
            _refuse_sheets(file_name, passed if not page else [])
            headers = different(header)
            return headers, _batches(
                headers, _under(file_name, header, chain([(name, header, below)], _headed(left, known)), page)
            )
        passed += [name] if next(below, None) else []
    if page or not passed:
        raise Refused(f"{file_name}: is empty, or has no table with one of our columns. Ask for the list as a table.")
    _refuse_sheets(file_name, passed)
    raise AssertionError


def _headed(tables: Iterable[Table], known: Known) -> Iterator[tuple[str, list[str], Iterator[list[str]]]]:
    return ((name, *_header(rows, known)) for name, rows in tables)


def _header(rows: Iterable[list[str]], known: Known) -> tuple[list[str], Iterator[list[str]]]:
    """The row with most of our names among the first ones, [] when none has one; and the rows after it that hold any."""
    filled = (row for row in map(_without_blank_end, rows) if row)
    top = list(islice(filled, _TITLE_ROWS))
    names = [sum(map(known, row)) for row in top]
    at = names.index(max(names)) if any(names) else -1
    return top[at] if at >= 0 else [], chain(top[at + 1 :], filled)


def _under(
    file_name: str,
    header: list[str],
    tables: Iterable[tuple[str, list[str], Iterator[list[str]]]],
    page: bool,
) -> Iterator[list[str]]:
    """The rows of all tables under this header."""
    for name, own, rows in tables:
        if own and own != header:
            raise Refused(f"{file_name}: {name} has another header than the table before it. Deliver one list a file.")
        if own:
            yield from (row for row in rows if row != header)
        elif page:
            body = list(rows)
            yield from body if any(len(row) == len(header) for row in body) else ()
        elif next(rows, None):
            _refuse_sheets(file_name, [name])


def _refuse_sheets(file_name: str, names: list[str]) -> None:
    if names:
        raise Refused(
            f"{file_name}: {', '.join(names)} holds rows under no header that is known. "
            "Deliver the list alone, or add its column names to the source's profile in schemas/profiles."
        )


def _without_blank_end(row: list[str]) -> list[str]:
    cells = [cell.strip() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _batches(headers: list[str], rows: Iterator[list[str]]) -> Iterator[Batch]:
    numbered = enumerate(rows, 1)
    while block := list(islice(numbered, BATCH_ROWS)):
        yield _batch(headers, block)


def _batch(headers: list[str], block: list[tuple[int, list[str]]]) -> Batch:
    width = len(headers)
    fitting = [[str(number), *row, *[""] * (width - len(row))] for number, row in block if len(row) <= width]
    ragged = [Ragged(number, len(row), _line(row)) for number, row in block if len(row) > width]
    rows = pl.DataFrame(fitting, schema=dict.fromkeys([ROW_NUMBER, *headers], pl.String), orient="row")
    return batch(rows, ragged)


def _line(row: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(row)
    return text.getvalue()
