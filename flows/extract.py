"""One register extract: receive -> validate -> land."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl

from flows.registry.extract import Extract, ExtractMetadata
from flows.warehouse.landing import Attempt, land_batches
from schemas.errors import Refused
from schemas.sidecars import metadata_hash


def land_extract(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    metadata: ExtractMetadata,
    attempt: Attempt,
    kept: Callable[[], None] = lambda: None,
) -> Attempt:
    """Judge one received extract and land it. Raises Refused when the file as a whole is not what it must be.

    `kept` returns when the received bytes are kept; before that nothing of them may be in the warehouse.
    """
    extract = Extract(path, metadata)

    def landed() -> pl.DataFrame:
        if refusal := extract.refusal():
            raise Refused(f"{path.name}: {refusal}.")
        kept()
        attempt.outcome = "landed"
        attempt.message = f"{extract.rows_landed} rows landed, {extract.rows_refused} quarantined"
        return _row(extract, attempt)

    land_batches(connection, attempt, metadata.kind, extract.batches(), landed)
    return attempt


def _row(extract: Extract, attempt: Attempt) -> pl.DataFrame:
    """The extract's row of raw.extracts."""
    metadata = extract.metadata
    row = {
        "extract_id": attempt.input_id,
        "file_name": attempt.file_name,
        "kind": metadata.kind,
        "programme": metadata.programme,
        "area_code": metadata.area,
        "as_of": metadata.as_of,
        "coverage": metadata.coverage or ("full" if metadata.kind == "market_entities" else "delta"),
        "profile": metadata.profile,
        "synthetic": metadata.synthetic,
        "metadata_hash": metadata_hash(metadata),
        "rows_read": extract.rows_read,
        "rows_landed": extract.rows_landed,
        "rows_quarantined": extract.rows_refused,
        "column_names": json.dumps(extract.columns.names, ensure_ascii=False),
        "unknown_columns": extract.columns.unknown,
        "landed_at": datetime.now(UTC),
    }
    return pl.DataFrame([row], schema_overrides={"unknown_columns": pl.List(pl.String), "programme": pl.String})
