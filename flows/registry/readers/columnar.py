"""Parquet: its values as text, as the same table prints them in a CSV."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import polars.selectors as cs
import pyarrow as pa
import pyarrow.parquet as pq

from flows.registry.readers.batch import ROW_NUMBER, Batch, batch, different
from flows.registry.readers.tables import Known
from schemas.errors import Refused

BATCH_ROWS = 200_000
_PLAIN = (
    pa.types.is_string,
    pa.types.is_large_string,
    pa.types.is_binary,  # text of writers that do not say so
    pa.types.is_large_binary,
    pa.types.is_integer,
    pa.types.is_float32,
    pa.types.is_float64,
    pa.types.is_decimal128,
    pa.types.is_boolean,
    pa.types.is_date,
    pa.types.is_timestamp,
    pa.types.is_null,
)


def read(path: Path, known: Known) -> tuple[list[str], Iterator[Batch]]:
    """The headers and the batches. Raises Refused when it is no sound Parquet file, or one of our columns no plain value."""
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise Refused(f"{path.name}: is no sound Parquet file ({error}). Ask for it again.") from error
    others = [field for field in file.schema_arrow if not _plain(field.type)]
    if wrong := [f"{field.name} ({field.type})" for field in others if known(field.name)]:
        raise Refused(
            f"{path.name}: columns {', '.join(wrong)} hold neither text, numbers nor days / 列类型不支持. Export plain values."
        )
    headers = different(file.schema_arrow.names)
    return headers, _batches(path, file, headers)


def _batches(path: Path, file: pq.ParquetFile, headers: list[str]) -> Iterator[Batch]:
    done = 0
    try:
        for block in file.iter_batches(batch_size=BATCH_ROWS):
            block.validate(full=True)  # polars takes text for UTF-8 on trust, and dies of what is not
            frame = pl.DataFrame(pl.from_arrow(_polars_knows(block.rename_columns(headers))))
            yield batch(as_text(frame).with_row_index(ROW_NUMBER, done + 1), [])
            done += frame.height
    except (ValueError, OSError, pl.exceptions.PolarsError) as error:  # ArrowInvalid is a ValueError
        why = str(error).partition("\n")[0]
        raise Refused(f"{path.name}: is spoilt after row {done} ({why}). Ask for it again.") from error


def _plain(kind: pa.DataType) -> bool:
    stored = kind.value_type if pa.types.is_dictionary(kind) else kind
    return any(asked(stored) for asked in _PLAIN)


def _polars_knows(block: pa.RecordBatch) -> pa.RecordBatch:
    """With new columns of lists, records and the like as their text: kept like any other."""
    for at, field in enumerate(block.schema):
        if not _plain(field.type):
            values = [None if value is None else str(value) for value in block.column(at).to_pylist()]
            block = block.set_column(at, field.name, pa.array(values, pa.string()))
    return block


def as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """Codes that became numbers for a blank among them are whole again; a moment is one in China."""
    plain = frame.with_columns(
        cs.float().fill_nan(None), cs.datetime(time_zone="*").dt.convert_time_zone("Asia/Shanghai")
    ).with_columns(
        (cs.float() | cs.decimal()).cast(pl.String).str.replace(r"\.0+$", ""),
        cs.datetime(time_zone="*").dt.replace_time_zone(None),
    )
    return plain.select(pl.all().cast(pl.String).fill_null(""))
