"""From a register file's bytes to batches of text, as printed: one module a format."""

from collections.abc import Iterator
from pathlib import Path

from flows.registry.readers import columnar, delimited, spreadsheet
from flows.registry.readers.batch import Batch


def read(path: Path, encoding: str | None = None) -> tuple[list[str], Iterator[Batch]]:
    """The headers, made different from one another, and the batches. Raises Refused, also while batches are drawn.

    The format is told from the file's name: .xlsx, .parquet, anything else is delimited text, plain or .gz.
    """
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        return spreadsheet.read(path)
    if suffix == ".parquet":
        return columnar.read(path)
    return delimited.read(path, encoding)
