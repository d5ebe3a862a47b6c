"""XLSX: the values of its sheets. What is stored is read, nothing is computed, fetched or run."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.utils.exceptions import InvalidFileException

from flows.registry.readers.batch import Batch
from flows.registry.readers.tables import Known, Table, read_tables
from schemas.errors import Refused

LARGEST = 1 << 30  # bytes when unpacked
LARGEST_STRINGS = 256 << 20  # they are held in memory
_STRINGS = "xl/sharedStrings.xml"
_FOREIGN = {"xl/vbaProject.bin": "macros", "xl/externalLinks/": "links to other workbooks"}
_MERGED = re.compile(rb'mergeCell\s+ref="([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)"')
_UNCOMPUTED = re.compile(rb"(</f>|<f[^>]*/>)\s*(<v\s*/>|<v></v>)?\s*</c>")  # a formula without its result
_BLOCK = 8 << 20
_OVERLAP = 4096  # bytes, so that nothing is cut in two


def read(path: Path, known: Known) -> tuple[list[str], Iterator[Batch]]:
    """The headers and the batches. Raises Refused when it is no sound XLSX or holds more than values of one list."""
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_what_is_no_table(path, archive)
        workbook = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, SyntaxError) as error:
        raise Refused(f"{path.name}: is no sound XLSX file ({error}). Ask for it again.") from error
    return read_tables(path.name, [_table(path, sheet) for sheet in workbook.worksheets], known, page=False)


def _refuse_what_is_no_table(path: Path, archive: zipfile.ZipFile) -> None:
    sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
    if sum(sizes.values()) > LARGEST or sizes.get(_STRINGS, 0) > LARGEST_STRINGS:
        raise Refused(f"{path.name}: unpacks to more than {LARGEST >> 20} MB. Deliver it as CSV.")
    for part, what in _FOREIGN.items():
        if any(name.startswith(part) for name in sizes):
            raise Refused(f"{path.name}: holds {what}. Save it as a workbook of values alone, or as CSV.")


def _table(path: Path, sheet: Any) -> Table:
    """A sheet's name and its rows, drawn when they are needed."""
    return f"sheet {sheet.title!r}", _rows(path, sheet)


def _rows(path: Path, sheet: Any) -> Iterator[list[str]]:
    """The rows; a cell merged over several rows stands in each of them."""
    merged = _merged_down(path, sheet._worksheet_path)  # openpyxl tells merged cells only when it holds all in memory
    carried: dict[int, str] = {}
    for number, cells in enumerate(sheet.iter_rows(values_only=True), sheet.min_row or 1):
        row = [_text(cell) for cell in cells]
        for column in merged.get(number, []):
            if column < len(row):
                row[column] = row[column] or carried.get(column, "")
        carried = dict(enumerate(row))
        yield row


def _merged_down(path: Path, part: str) -> dict[int, list[int]]:
    """Row (from 1) -> columns (from 0) whose cell is merged with the one above."""
    merged: dict[int, list[int]] = {}
    with zipfile.ZipFile(path) as archive, archive.open(part.lstrip("/")) as xml:
        end = b""
        while block := xml.read(_BLOCK):
            if _UNCOMPUTED.search(end + block):
                raise Refused(f"{path.name}: {part} holds formulas without results. Save it as values, or as CSV.")
            for first, top, last, bottom in _MERGED.findall(end + block):
                columns = range(column_index_from_string(first.decode()) - 1, column_index_from_string(last.decode()))
                for row in range(int(top) + 1, min(int(bottom), 1 << 20) + 1) if len(columns) == 1 else ():
                    merged.setdefault(row, []).extend(columns)
            end = block[-_OVERLAP:]
    return merged


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return str(cell)
