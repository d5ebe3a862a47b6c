"""XLSX with one table: its first row that is not blank is the header."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from flows.registry.readers.batch import ROW_NUMBER, Batch, Ragged, different
from schemas.errors import Refused

LARGEST = 2 << 30  # bytes when unpacked


def read(path: Path) -> tuple[list[str], Iterator[Batch]]:
    """The headers and one batch. Raises Refused when it is no sound XLSX or has more than one sheet with rows."""
    table = _table(path)
    if not table:
        raise Refused(f"{path.name}: is empty. Ask for the file again.")
    headers = different(table[0])
    return headers, iter([_batch(headers, table[1:])] if table[1:] else [])


def _table(path: Path) -> list[list[str]]:
    """The rows that are not blank, of the only sheet that has any."""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
                raise Refused(f"{path.name}: unpacks to more than {LARGEST >> 30} GB. Deliver it as CSV.")
        workbook = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError) as error:
        raise Refused(f"{path.name}: is no sound XLSX file ({error}). Ask for it again.") from error
    sheets = [[_row(row) for row in sheet.iter_rows(values_only=True)] for sheet in workbook.worksheets]
    filled = [[row for row in sheet if row] for sheet in sheets if any(sheet)]
    if len(filled) > 1:
        raise Refused(f"{path.name}: has {len(filled)} sheets with rows. Deliver one table a file.")
    return filled[0] if filled else []


def _row(cells: tuple[Any, ...]) -> list[str]:
    """The cells as text, without the empty ones at the end."""
    texts = [_text(cell) for cell in cells]
    while texts and not texts[-1].strip():
        texts.pop()
    return texts


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return str(cell)


def _batch(headers: list[str], table: list[list[str]]) -> Batch:
    width = len(headers)
    fitting = [
        [str(number), *row, *[""] * (width - len(row))] for number, row in enumerate(table, 1) if len(row) <= width
    ]
    ragged = [Ragged(number, len(row), ",".join(row)) for number, row in enumerate(table, 1) if len(row) > width]
    rows = pl.DataFrame(fitting, schema=dict.fromkeys([ROW_NUMBER, *headers], pl.String), orient="row")
    return Batch(rows.with_columns(pl.col(ROW_NUMBER).cast(pl.Int64)), ragged)
