"""The rows of an extract judged by Spark: the same code as on one machine, on batches that any worker holds in any order.

Only one thing needs more than a batch, whether an earlier row has the same key: Spark tells that first.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import polars as pl
import pyarrow as pa

from flows.registry.extract import Extract
from flows.registry.judging import REASONS
from flows.registry.kinds import Kinds
from flows.registry.readers.batch import ROW_NUMBER, Batch, batch
from flows.registry.readers.columnar import as_text
from schemas.errors import Refused
from schemas.rules import TOLD
from schemas.sidecars import ExtractMetadata

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

RAW = "raw"
_REPEATED = "repeated"
_JUDGED_TOGETHER = 100_000  # rows; an engine hands over some thousands at a time
_Blocks = Iterable[pa.RecordBatch]


class Source(NamedTuple):
    """What every worker must know of the extract."""

    name: str
    metadata: ExtractMetadata
    headers: tuple[str, ...]
    keep_personal: bool = False


class _Rows(Extract):
    """Some rows of an extract; whether a row repeats another stands beside it."""

    def __init__(self, source: Source, blocks: _Blocks) -> None:
        self._told: pl.Series = pl.Series(dtype=pl.Boolean)
        self._headers = list(source.headers)
        opened = self._headers, self._opened(blocks)
        super().__init__(Path(source.name), source.metadata, opened=opened, keep_personal=source.keep_personal)

    def _opened(self, blocks: _Blocks) -> Iterator[Batch]:
        for block in _together(blocks):
            rows = pl.DataFrame(pl.from_arrow(block))
            if _REPEATED in rows.columns:
                self._told = rows.drop_in_place(_REPEATED).fill_null(False)
            numbers = rows.drop_in_place(ROW_NUMBER)
            rows.columns = self._headers
            yield batch(as_text(rows).insert_column(0, numbers), [])

    def keys(self) -> Iterator[pa.RecordBatch]:
        """Row number, which key, and the key, of every row that has one."""
        for rows in self._batches:
            for place, key in enumerate(self._keys(self._candidates(rows))):
                found = pl.DataFrame(
                    {ROW_NUMBER: rows.numbers, "place": pl.repeat(place, len(key), eager=True), "key": key}
                )
                yield from found.drop_nulls("key").to_arrow(compat_level=pl.CompatLevel.oldest()).to_batches()

    def _repeated(self, batch: Batch, columns: dict[str, Kinds]) -> pl.Series:
        return self._told


class JudgedRows(NamedTuple):
    """Every row of an extract, judged: the columns of the landed table less extract_id, `raw` and `reasons`.

    A row with `reasons` is refused, and has nothing else but its number and `raw`; one without lands.
    """

    rows: "DataFrame"
    source: Source

    def good(self) -> "DataFrame":
        """The rows that land."""
        return self.rows.where(f"{REASONS} is null").drop(RAW, REASONS)

    def refused(self) -> "DataFrame":
        """What goes to quarantine: row_number, raw, reasons."""
        return self.rows.where(f"{REASONS} is not null").select(ROW_NUMBER, RAW, REASONS)

    def refusal(self) -> str | None:
        """Why the extract as a whole must not land, where too many of its rows are refused."""
        from pyspark.sql import functions as F

        refused_at = F.when(F.col(REASONS).isNotNull(), F.col(ROW_NUMBER))
        total, bad, first = self.rows.agg(F.count(ROW_NUMBER), F.count(refused_at), F.min(refused_at)).collect()[0]
        if not total:
            raise Refused(f"{self.source.name}: has a header and no rows. Ask for the file again.")
        each = self.refused().select(F.explode(REASONS).alias("why"))
        told = each.select(F.regexp_replace("why", TOLD, "").alias("why")).groupBy("why").count()
        whole = _Rows(self.source, [])
        whole.rows_landed, whole.rows_refused, whole.first_refused = total - bad, bad, first
        whole.reasons.update({row["why"]: row["count"] for row in told.collect()})
        return whole.refusal()


def judge(rows: "DataFrame", name: str, metadata: ExtractMetadata, *, keep_personal: bool = False) -> JudgedRows:
    """Judge `rows`: the columns as printed, and `row_number`, a bigint from 1 for the first row after the header.

    Raises Refused when the columns are not what they must be.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as F
    from pyspark.sql.pandas.types import from_arrow_schema

    if ROW_NUMBER not in rows.columns:
        raise Refused(f"{name}: has no column {ROW_NUMBER}. Number the rows as they are printed, from 1.")
    source = Source(name, metadata, tuple(c for c in rows.columns if c != ROW_NUMBER), keep_personal)
    schema = from_arrow_schema(_schema(source))
    # engines stumble over some printed headers; the workers know them in their order
    given = [c if c == ROW_NUMBER else f"column_{place}" for place, c in enumerate(rows.columns)]
    rows = rows.toDF(*given).select(ROW_NUMBER, *(c for c in given if c != ROW_NUMBER))
    repeats = (
        rows.mapInArrow(partial(_keys, source), f"{ROW_NUMBER} bigint, place int, key string")
        .withColumn("first", F.min(ROW_NUMBER).over(Window.partitionBy("place", "key")))
        .where(f"{ROW_NUMBER} > first")
        .select(ROW_NUMBER)
        .distinct()
        .withColumn(_REPEATED, F.lit(True))
    )
    marked = rows.join(repeats, ROW_NUMBER, "left")
    return JudgedRows(marked.mapInArrow(partial(_judge, source), schema), source)


def _together(blocks: _Blocks) -> Iterator[pa.Table]:
    """Blocks in larger ones: judging a few rows costs as much as judging many."""
    held: list[pa.RecordBatch] = []
    for block in filter(len, blocks):
        held.append(block)
        if sum(map(len, held)) >= _JUDGED_TOGETHER:
            yield pa.Table.from_batches(held)
            held = []
    if held:
        yield pa.Table.from_batches(held)


def _keys(source: Source, blocks: _Blocks) -> Iterator[pa.RecordBatch]:
    return _Rows(source, blocks).keys()


def _judge(source: Source, blocks: _Blocks) -> Iterator[pa.RecordBatch]:
    """Good and refused rows under one schema."""
    filled = filter(len, blocks)
    first = next(filled, None)
    if first is None:
        return
    schema = _schema(source)
    for passing, failed in _Rows(source, chain([first], filled)).batches():
        for rows in (passing, failed.to_arrow(compat_level=pl.CompatLevel.oldest())):
            columns = [
                rows[name].cast(kind) if name in rows.schema.names else pa.nulls(len(rows), kind)
                for name, kind in zip(schema.names, schema.types, strict=True)
            ]
            yield from pa.table(columns, schema=schema).to_batches()


def _schema(source: Source) -> pa.Schema:
    """Of judged rows: what comes of one blank row."""
    blank = {ROW_NUMBER: [1]} | {f"column_{place}": [""] for place in range(len(source.headers))} | {_REPEATED: [False]}
    landed, _ = next(_Rows(source, [pa.RecordBatch.from_pydict(blank)]).batches())
    fields = [(field.name, _plain(field.type)) for field in landed.schema]
    return pa.schema([*fields, (RAW, pa.string()), (REASONS, pa.list_(pa.string()))])


def _plain(kind: pa.DataType) -> pa.DataType:
    stored = kind.value_type if pa.types.is_dictionary(kind) else kind
    return pa.string() if pa.types.is_large_string(stored) else stored
