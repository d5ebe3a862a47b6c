"""One register extract: receive -> validate -> land."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import msgspec
import polars as pl

from flows.registry.extract import Extract
from flows.warehouse.archive import store
from flows.warehouse.clock import next_moment
from flows.warehouse.landing import Attempt, land_batches
from flows.warehouse.registers import Landed, adds_to, compared_with, landed_extract, supersedes
from schemas.errors import Refused, Transient
from schemas.sidecars import ExtractMetadata, metadata_hash

if TYPE_CHECKING:
    from flows.bulletins.readers import Document

PAGES = (".html", ".htm", ".pdf", ".docx")


class Override(msgspec.Struct, frozen=True):
    """Who lets an extract land that would be refused as a whole, and why."""

    by: str
    why: str


def receive_extract(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    metadata: ExtractMetadata,
    archive: Path,
    attempt: Attempt,
    override: Override | None = None,
    *,
    keep_personal: bool = False,
) -> Attempt:
    """Keep the bytes, named `attempt.input_id`, in the archive while they are judged; land when both are done."""
    if before := landed_extract(connection, str(attempt.input_id)):
        raise Refused(
            f"{path.name}: these very bytes landed as {before.file_name}, {before.kind} of {before.area_code} as of "
            f"{before.as_of}; one file describes one day of one area. If that was wrong, ask the source for the right file."
        )
    with ThreadPoolExecutor(1) as pool:
        keeping = pool.submit(store, path, archive)

        def kept() -> None:
            if keeping.result() != attempt.input_id:
                raise Transient(f"{path.name}: changed while it was read. Wait until it is written, then try again.")

        return land_extract(connection, path, metadata, attempt, kept, override, keep_personal=keep_personal)


def land_extract(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    metadata: ExtractMetadata,
    attempt: Attempt,
    kept: Callable[[], None] = lambda: None,
    override: Override | None = None,
    *,
    keep_personal: bool = False,
) -> Attempt:
    """Judge one received extract and land it. Raises Refused when the file as a whole is not what it must be.

    `kept` returns when the received bytes are kept; before that nothing of them may be in the warehouse.
    """
    extract = open_extract(path, metadata, keep_personal=keep_personal)

    def landed() -> pl.DataFrame:
        refusal = extract.refusal() or _shrunk(extract, compared_with(connection, _as_landed(extract, attempt)))
        if refusal and not override:
            raise Refused(f"{path.name}: {refusal}, or let it land with --override-refusal --by NAME --why TEXT.")
        kept()
        before = supersedes(connection, _as_landed(extract, attempt))
        beside = adds_to(connection, _as_landed(extract, attempt))
        attempt.outcome = "landed"
        attempt.message = f"{extract.rows_landed} rows landed, {extract.rows_refused} quarantined"
        attempt.message += f"; supersedes {', '.join(before)} of the same day" if before else ""
        attempt.message += f"; adds to {', '.join(beside)} of the same day" if beside else ""
        attempt.message += "; personal data in clear, as ZHANBI_KEEP_PERSONAL_DATA says" if keep_personal else ""
        signed = (
            {"override_by": override.by, "override_reason": f"{override.why} ({refusal})"}
            if refusal and override
            else {}
        )
        return _row(extract, attempt, signed, next_moment(connection, "extracts", "landed_at"))

    land_batches(connection, attempt, metadata.kind, extract.batches(), landed)
    return attempt


def open_extract(path: Path, metadata: ExtractMetadata, *, keep_personal: bool = False) -> Extract:
    """The extract in this file; lists that are published as pages go through the readers of the bulletins."""
    if path.suffix.lower() not in PAGES:
        return Extract(path, metadata, keep_personal=keep_personal)
    from flows.bulletins.readers import read_document

    document = read_document(path.read_bytes(), path.name)
    return Extract(path, metadata, page=_tables(document), keep_personal=keep_personal)


def _tables(document: "Document") -> Iterator[tuple[str, list[list[str]]]]:
    """The document's tables, one after the other: lines with tabs that follow one another in its text."""
    lines = [(page.element, document.text[page.start : page.end]) for page in document.pages]
    named = [
        (element.partition(" row ")[0], line) for element, text in lines for line in text.splitlines() if "\t" in line
    ]
    for name, rows in groupby(named, key=itemgetter(0)):
        yield name, [line.split("\t") for _, line in rows]


def _shrunk(extract: Extract, nearest: Landed | None) -> str | None:
    """Why an extract with so few rows must not land: what is not in a full one would be taken to have left."""
    expected = extract.rows_expected
    if expected and not expected[0] <= extract.rows_landed <= expected[1]:
        return (
            f"{extract.rows_landed} good rows; its profile expects {expected[0]} to {expected[1]}. "
            "Ask for the whole file, or mend rows_expected"
        )
    if nearest is None:
        return None
    fewest = extract.profile.least_share_of_previous * nearest.rows_landed
    if extract.rows_landed >= min(fewest, nearest.rows_landed - extract.profile.refused_rows_allowed):
        return None
    return (
        f"{extract.rows_landed} good rows, where {nearest.file_name} as of {nearest.as_of} has {nearest.rows_landed} "
        f"({extract.rows_landed / nearest.rows_landed:.1%}, the limit is {extract.profile.least_share_of_previous:.1%}). "
        "Ask for the whole file, or, if it is no later version of that one, give it `coverage: delta` and a name of its own"
    )


def _as_landed(extract: Extract, attempt: Attempt) -> Landed:
    metadata = extract.metadata
    return Landed(
        extract_id=str(attempt.input_id),
        file_name=attempt.file_name,
        kind=metadata.kind,
        programme=metadata.programme,
        area_code=metadata.area,
        as_of=metadata.as_of,
        coverage=extract.coverage,
        profile=metadata.profile,
        rows_landed=extract.rows_landed,
    )


def _row(extract: Extract, attempt: Attempt, signed: dict[str, str], landed_at: datetime) -> pl.DataFrame:
    """The extract's row of raw.extracts."""
    row = {
        **msgspec.structs.asdict(_as_landed(extract, attempt)),
        **signed,
        "synthetic": extract.metadata.synthetic,
        "metadata_hash": metadata_hash(extract.metadata),
        "rows_read": extract.rows_read,
        "rows_quarantined": extract.rows_refused,
        "column_names": json.dumps(extract.columns.names, ensure_ascii=False),
        "unknown_columns": extract.columns.unknown,
        "landed_at": landed_at,
    }
    return pl.DataFrame([row], schema_overrides={"unknown_columns": pl.List(pl.String), "programme": pl.String})
