"""Rows in quarantine judged anew from the archived file, after a profile or a rule was mended."""

import tempfile
from pathlib import Path

import duckdb

from flows.extract import open_extract
from flows.settings import Settings
from flows.warehouse import quarantine
from flows.warehouse.archive import location
from flows.warehouse.registers import Landed
from schemas.errors import UsageError
from schemas.sidecars import ExtractMetadata


def replay(
    connection: duckdb.DuckDBPyConnection, extract: Landed, settings: Settings, by: str, why: str
) -> quarantine.Replayed:
    """Land what passes now of the extract's open rows, and tell the others' present reasons.

    The whole file is judged, not what the quarantine shows: its rows are masked, and a repeat is one of other rows.
    """
    metadata = ExtractMetadata(
        kind=extract.kind,  # type: ignore[arg-type]
        area=extract.area_code,
        as_of=extract.as_of,
        publisher="",
        programme=extract.programme,
        profile=extract.profile,
    )
    kept = location(settings.archive, extract.extract_id)
    if not kept.exists():
        raise UsageError(f"{extract.file_name}: its bytes are not in the archive ({kept}). Restore them, then replay.")
    with tempfile.TemporaryDirectory() as folder:
        named = Path(folder) / Path(extract.file_name).name  # the ending tells the format
        named.symlink_to(kept.resolve())
        judged = open_extract(named, metadata, keep_personal=settings.keep_personal_data).batches()
        return quarantine.replay(connection, extract, judged, by, why)
