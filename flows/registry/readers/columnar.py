"""Parquet: its values as text."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from flows.registry.readers.batch import ROW_NUMBER, Batch, batch, different
from schemas.errors import Refused

BATCH_ROWS = 200_000


def read(path: Path) -> tuple[list[str], Iterator[Batch]]:
    """The headers and the batches. Raises Refused when it is no sound Parquet file, or a column is no plain value."""
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise Refused(f"{path.name}: is no sound Parquet file ({error}). Ask for it again.") from error
    if nested := [field.name for field in file.schema_arrow if pa.types.is_nested(field.type)]:
        raise Refused(f"{path.name}: columns {', '.join(nested)} hold lists or records. Export plain values.")
    headers = different(file.schema_arrow.names)
    return headers, _batches(path, file, headers)


def _batches(path: Path, file: pq.ParquetFile, headers: list[str]) -> Iterator[Batch]:
    done = 0
    try:
        for block in file.iter_batches(batch_size=BATCH_ROWS):
            frame = pl.DataFrame(pl.from_arrow(block.rename_columns(headers)))
            rows = frame.select(pl.all().cast(pl.String).fill_null("")).with_row_index(ROW_NUMBER, done + 1)
            yield batch(rows, [])
            done += rows.height
    except (pa.ArrowInvalid, OSError) as error:
        raise Refused(f"{path.name}: is spoilt after row {done} ({error}). Ask for it again.") from error
