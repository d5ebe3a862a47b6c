"""One register file: read, every row judged, the good ones typed for their table, the others with all their reasons."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec
import pandera.polars as pa
import polars as pl

from flows.registry import rows
from flows.registry.columns import Columns, map_columns
from flows.registry.judging import REASONS, Seen, reasons
from flows.registry.quarantine import ragged_rows, refused_rows
from flows.registry.readers import read
from flows.registry.readers.batch import ROW_NUMBER, Batch
from schemas.errors import Refused
from schemas.market_entities import MarketEntities
from schemas.profiles import KindProfile, Profile, profile
from schemas.recognitions import Recognitions
from schemas.rules import EVIDENCE
from schemas.vocabulary import areas, programmes, zones

Kind = Literal["market_entities", "recognitions"]


class ExtractMetadata(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a register file does not say of itself: its sidecar."""

    kind: Kind
    area: str  # GB/T 2260 division or zone code
    as_of: date  # the day it describes
    publisher: str
    programme: str | None = None  # of a recognition list
    profile: str = "default"
    synthetic: bool = False
    coverage: Literal["full", "delta"] | None = None  # full: who is not in it has left; by default registers, not lists


class JudgedExtract(msgspec.Struct, frozen=True, kw_only=True):
    """A register file after judging: `rows_read` = rows of `good` + rows of `refused`, always.

    `good` has the columns of the raw table less extract_id; `refused` has row_number, raw (JSON as printed, personal
    data masked) and reasons (list of text).
    """

    good: pl.DataFrame
    refused: pl.DataFrame
    rows_read: int
    column_names: dict[str, str]  # printed -> ours
    unknown_columns: list[str]  # kept in `extra`
    personal_columns: list[str]  # not kept
    reasons: dict[str, int]  # how many rows were refused for each reason


class _Table(msgspec.Struct, frozen=True):
    """How the rows of one kind are made and judged."""

    model: type[pa.DataFrameModel]
    candidates: Callable[[pl.DataFrame, rows.Facts, KindProfile], pl.DataFrame]
    required: tuple[str, ...]
    key: pl.Expr


_TABLES: dict[Kind, _Table] = {
    "market_entities": _Table(
        MarketEntities,
        rows.market_entities,
        ("credit_code", "name", "entity_type", "status", "registered_on", "authority_code"),
        pl.col("credit_code"),
    ),
    "recognitions": _Table(
        Recognitions,
        rows.recognitions,
        ("name", "valid_from"),
        pl.coalesce("credit_code", "name") + pl.col("valid_from").cast(pl.String),
    ),
}


def read_extract(path: Path, metadata: ExtractMetadata) -> JudgedExtract:
    """Read and judge one file. Raises Refused when the file as a whole is not what it must be."""
    _check_metadata(path, metadata)
    source = profile(metadata.profile)
    table, kind = _TABLES[metadata.kind], getattr(source, metadata.kind)
    headers, batches = read(path, source.encoding)
    columns = map_columns(path.name, headers, kind, source.personal, table.required)
    seen = Seen()
    parts = [_judge(batch, columns, metadata, source, seen) for batch in batches]
    if not any(good.height + refused.height for good, refused in parts):
        raise Refused(f"{path.name}: has a header and no rows. Ask for the file again.")
    good, refused = (pl.concat(frames) for frames in zip(*parts, strict=True))
    _check_share(path, good, refused, source)
    return JudgedExtract(
        good=good,
        refused=refused.sort(ROW_NUMBER),
        rows_read=good.height + refused.height,
        column_names=columns.names,
        unknown_columns=columns.unknown,
        personal_columns=columns.personal,
        reasons=_tally(refused),
    )


def _judge(
    batch: Batch, columns: Columns, metadata: ExtractMetadata, source: Profile, seen: Seen
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The good rows, typed, and the refused ones."""
    table, kind = _TABLES[metadata.kind], getattr(source, metadata.kind)
    printed = rows.as_printed(batch.rows, columns, kind, source.blank)
    candidates = table.candidates(printed, metadata, kind)
    keys = candidates.select(table.key.alias("key")).to_series()
    why = reasons(candidates.with_columns(repeated=seen.repeated(keys)), table.model)
    bad = why.list.len() > 0
    landed = [name for name in table.model.to_schema().columns if name not in EVIDENCE]
    refused = refused_rows(batch.rows.filter(bad), why.filter(bad), columns, kind)
    ragged = ragged_rows(batch.ragged, batch.rows.width - 1, kind)
    return candidates.filter(~bad).select(landed), pl.concat([refused, ragged])


def _check_metadata(path: Path, metadata: ExtractMetadata) -> None:
    """The area and the programme must be known words."""
    provinces = {area.code[:2] for area in areas()}
    if metadata.area[:2] not in provinces and metadata.area not in {zone.code for zone in zones()}:
        raise Refused(f"{path.name}: area {metadata.area!r} is not known / 未知地区. Give a division or zone code.")
    known = [programme.code for programme in programmes()]
    if metadata.kind == "recognitions" and metadata.programme not in known:
        raise Refused(
            f"{path.name}: programme {metadata.programme!r} is not one of {', '.join(known)}. Give one of these."
        )


def _check_share(path: Path, good: pl.DataFrame, refused: pl.DataFrame, source: Profile) -> None:
    """A spoilt register must never replace a good one."""
    share = refused.height / (good.height + refused.height)
    few = refused.height <= source.refused_rows_allowed and good.height
    if few or share <= source.max_refused_share:
        return
    worst = "; ".join(f"{reason} ({count} rows)" for reason, count in list(_tally(refused).items())[:5])
    raise Refused(
        f"{path.name}: {refused.height} of {good.height + refused.height} rows ({share:.1%}) would be refused, the limit "
        f"is {source.max_refused_share:.1%}. Why: {worst}. First: row {refused[ROW_NUMBER].sort()[0]}. "
        "Mend the file, or raise max_refused_share in its profile if the source is really like that."
    )


def _tally(refused: pl.DataFrame) -> dict[str, int]:
    """How many rows each reason refuses, the most frequent first."""
    counts = (
        refused[REASONS].explode(empty_as_null=False).value_counts().sort("count", REASONS, descending=[True, False])
    )
    return dict(counts.iter_rows())
