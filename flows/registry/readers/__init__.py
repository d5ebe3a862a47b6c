"""From a register file's bytes to batches of text, as printed: one module a format."""

from collections.abc import Iterator
from pathlib import Path

from flows.registry.readers import columnar, delimited
from flows.registry.readers.batch import Batch
from flows.registry.readers.tables import Known


def read(path: Path, known: Known, repeated: Known, encoding: str | None = None) -> tuple[list[str], Iterator[Batch]]:
    """The headers, made different from one another, and the batches. Raises Refused, also while batches are drawn.

    The format is told from the file's name: .xlsx, .parquet, anything else is delimited text, plain or .gz. `known`
    tells the names of our columns, by which a header is found below titles and asked for plain values; `repeated` those of columns with few values.
    """
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        from flows.registry.readers import spreadsheet  # openpyxl takes its time

        return spreadsheet.read(path, known)
    if suffix == ".parquet":
        return columnar.read(path, known)
    return delimited.read(path, repeated, encoding)
