"""One bulletin: receive -> read -> recognise -> validate -> land."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from msgspec.structs import asdict

from flows.bulletins.readers import Document, read_document
from flows.bulletins.reading import READER_VERSION, Context, read
from flows.warehouse.landing import Attempt, land
from schemas import vocabulary
from schemas.observations import judge
from schemas.sidecars import BulletinMetadata, metadata_hash


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
    identity = {"reading_id": reading["reading_id"], "document_id": document.document_id}
    good, refused = judge([identity | asdict(observation) for observation in observations], document.text)
    attempt.outcome = "landed"
    attempt.message = f"{good.height} observations landed, {refused.height} quarantined"
    land(connection, attempt, {"documents": pl.DataFrame([reading]), "observations": good}, refused)
    return attempt


def _reading(document: Document, metadata: BulletinMetadata, attempt: Attempt) -> dict[str, Any]:
    """The row of raw.documents."""
    facts = asdict(document)
    del facts["pages"]
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
