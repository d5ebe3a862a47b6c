"""One bulletin: receive -> read -> recognise -> validate -> land."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import duckdb
import polars as pl
from msgspec.structs import asdict

from flows import bulletins
from flows.bulletins.observation import Observation
from flows.bulletins.readers import Document, page_of, read_document
from flows.bulletins.reading import READER_VERSION, Context, read
from flows.registry.judging import REASONS, reasons
from flows.warehouse.clock import next_moment
from flows.warehouse.landing import Attempt, land
from schemas import vocabulary
from schemas.observations import COLUMNS, Observations, candidates
from schemas.sidecars import BulletinMetadata, metadata_hash

_NULLABLE: dict[str, Any] = {
    "notes": pl.List(pl.String),
    "source_url": pl.String,
    "revises": pl.String,
    "area_code": pl.String,
    "province_code": pl.String,
}


class Reading(NamedTuple):
    """What the reader of today makes of one received bulletin: rows of raw tables."""

    document: dict[str, Any]
    good: pl.DataFrame
    refused: pl.DataFrame


@cache
def reader_version() -> str:
    """The version of the reader, and a short name of its code and vocabulary: other ones may read other figures."""
    hasher = hashlib.sha256(vocabulary.fingerprint().encode())
    for path in sorted(Path(bulletins.__file__).parent.rglob("*.py")):
        hasher.update(path.read_bytes())
    return f"{READER_VERSION}.{hasher.hexdigest()[:8]}"


def land_bulletin(
    connection: duckdb.DuckDBPyConnection, path: Path, metadata: BulletinMetadata, attempt: Attempt
) -> Attempt:
    """Read one received bulletin and land it with its observations. Raises Refused when it cannot be read."""
    reading = read_bulletin(path, attempt.file_name, metadata, metadata_hash(metadata))
    land_reading(connection, reading, attempt)
    return attempt


def read_bulletin(path: Path, file_name: str, metadata: BulletinMetadata, hashed: str) -> Reading:
    """Read and judge; nothing is landed. `hashed` names the metadata. Raises Refused when it cannot be read."""
    document = read_document(path.read_bytes(), file_name)
    context = Context(
        area=metadata.area, province=metadata.province, published_on=metadata.published_on, title=metadata.title
    )
    observations = read(document.text, context, document_id=document.document_id)
    row = _document(document, metadata, hashed)
    good, refused = _judged([_row(document, row["reading_id"], o) for o in observations], document.text)
    return Reading(row, good, refused)


def land_reading(
    connection: duckdb.DuckDBPyConnection,
    reading: Reading,
    attempt: Attempt,
    also: Mapping[str, pl.DataFrame] = MappingProxyType({}),
) -> None:
    """Land it, and what `also` has to say about it, or nothing."""
    attempt.outcome = "landed"
    attempt.message = f"{reading.good.height} observations landed, {reading.refused.height} quarantined"
    row = reading.document | {"landed_at": next_moment(connection, "documents", "landed_at")}
    land(
        connection,
        attempt,
        {"documents": pl.DataFrame([row], schema_overrides=_NULLABLE), "observations": reading.good, **also},
        reading.refused,
    )


def _row(document: Document, reading_id: str, observation: Observation) -> dict[str, Any]:
    """The row of raw.observations."""
    return {
        "reading_id": reading_id,
        "document_id": document.document_id,
        "element": page_of(document, observation.span_start).element,
        **asdict(observation),
    }


def _judged(rows: list[dict[str, Any]], text: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows that land, and the refused ones with their reasons."""
    judged = candidates(rows, text)
    why = reasons(judged, Observations)
    bad = why.list.len() > 0
    plain = judged.select(list(COLUMNS))
    refused = plain.filter(bad).select(
        row_number=pl.int_range(1, pl.len() + 1, dtype=pl.Int64), raw=pl.struct(pl.all()).struct.json_encode()
    )
    return plain.filter(~bad), refused.with_columns(why.filter(bad).alias(REASONS))


def _document(document: Document, metadata: BulletinMetadata, hashed: str) -> dict[str, Any]:
    """The row of raw.documents, less the moment at which it lands."""
    facts = asdict(document)
    del facts["pages"]
    facts["notes"] = list(document.notes)
    facts_of_metadata = asdict(metadata)
    del facts_of_metadata["kind"]
    version = reader_version()
    return {
        **facts,
        **facts_of_metadata,
        "reading_id": hashlib.sha256(f"{document.document_id}{hashed}{version}".encode()).hexdigest(),
        "area_code": vocabulary.area_code(metadata.area),
        "province_code": vocabulary.area_code(metadata.province),
        "metadata_hash": hashed,
        "reader_version": version,
    }
