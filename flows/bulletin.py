"""One bulletin: receive -> read -> recognise -> validate -> land."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from msgspec.structs import asdict

from flows.bulletins.observation import Observation
from flows.bulletins.readers import Document, page_of, read_document
from flows.bulletins.reading import READER_VERSION, Context, read
from flows.registry.judging import REASONS, reasons
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


def land_bulletin(
    connection: duckdb.DuckDBPyConnection, path: Path, metadata: BulletinMetadata, attempt: Attempt
) -> Attempt:
    """Read one received bulletin and land it with its observations. Raises Refused when it cannot be read."""
    document = read_document(path.read_bytes(), attempt.file_name)
    context = Context(
        area=metadata.area, province=metadata.province, published_on=metadata.published_on, title=metadata.title
    )
    observations = read(document.text, context, document_id=document.document_id)
    reading = _reading(document, metadata, attempt)
    good, refused = _judged([_row(document, reading["reading_id"], o) for o in observations], document.text)
    attempt.outcome = "landed"
    attempt.message = f"{good.height} observations landed, {refused.height} quarantined"
    land(
        connection,
        attempt,
        {"documents": pl.DataFrame([reading], schema_overrides=_NULLABLE), "observations": good},
        refused,
    )
    return attempt


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


def _reading(document: Document, metadata: BulletinMetadata, attempt: Attempt) -> dict[str, Any]:
    """The row of raw.documents."""
    facts = asdict(document)
    del facts["pages"]
    facts["notes"] = list(document.notes)
    facts_of_metadata = asdict(metadata)
    del facts_of_metadata["kind"]
    province = facts_of_metadata.pop("province")
    hashed = metadata_hash(metadata)
    return {
        **facts,
        **facts_of_metadata,
        "reading_id": hashlib.sha256(f"{document.document_id}{hashed}{READER_VERSION}".encode()).hexdigest(),
        "area_code": vocabulary.area_code(metadata.area),
        "province_code": vocabulary.area_code(province),
        "metadata_hash": hashed,
        "reader_version": READER_VERSION,
        "landed_at": datetime.now(UTC),
    }
