"""One register extract: receive -> validate -> land."""

import json
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl

from flows.registry.extract import ExtractMetadata, read_extract
from flows.warehouse.landing import Attempt, land
from schemas.sidecars import metadata_hash


def land_extract(
    connection: duckdb.DuckDBPyConnection, path: Path, metadata: ExtractMetadata, attempt: Attempt
) -> Attempt:
    """Judge one received extract and land it. Raises Refused when the file as a whole is not what it must be."""
    judged = read_extract(path, metadata)
    attempt.outcome = "landed"
    attempt.message = f"{judged.good.height} rows landed, {judged.refused.height} quarantined"
    extract = pl.DataFrame(
        [
            {
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
                "rows_read": judged.rows_read,
                "rows_landed": judged.good.height,
                "rows_quarantined": judged.refused.height,
                "column_names": json.dumps(judged.column_names, ensure_ascii=False),
                "unknown_columns": judged.unknown_columns,
                "landed_at": datetime.now(UTC),
            }
        ],
        schema_overrides={"unknown_columns": pl.List(pl.String), "programme": pl.String},
    )
    rows = judged.good.with_columns(extract_id=pl.lit(attempt.input_id))
    land(connection, attempt, {"extracts": extract, metadata.kind: rows}, judged.refused)
    return attempt
