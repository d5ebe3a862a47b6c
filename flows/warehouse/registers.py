"""Which extracts are landed, and how one stands to another of the same source."""

from datetime import date
from typing import Any

import duckdb
import msgspec


class Landed(msgspec.Struct, frozen=True, kw_only=True):
    """What raw.extracts says of one extract; its source is the kind, the programme and the area."""

    extract_id: str
    file_name: str
    kind: str
    programme: str | None
    area_code: str
    as_of: date
    coverage: str
    profile: str
    rows_landed: int


_COLUMNS = ", ".join(Landed.__struct_fields__)
_SAME_SOURCE = "kind = $kind and programme is not distinct from $programme and area_code = $area_code and extract_id <> $extract_id"


def landed_extract(connection: duckdb.DuckDBPyConnection, extract_id: str) -> Landed | None:
    """The extract of that name, when it is landed."""
    rows = connection.execute(f"select {_COLUMNS} from raw.extracts where extract_id = ?", [extract_id]).fetchall()
    return Landed(**dict(zip(Landed.__struct_fields__, rows[0], strict=True))) if rows else None


def nearest_full_extract(connection: duckdb.DuckDBPyConnection, extract: Landed) -> Landed | None:
    """The full extract of the same source that describes the nearest day, of several the last landed."""
    rows = connection.execute(
        f"select {_COLUMNS} from raw.extracts where {_SAME_SOURCE} and coverage = 'full' "
        "order by abs(date_diff('day', as_of, $as_of)), landed_at desc limit 1",
        {**_source(extract), "as_of": extract.as_of},
    ).fetchall()
    return Landed(**dict(zip(Landed.__struct_fields__, rows[0], strict=True))) if rows else None


def supersedes(connection: duckdb.DuckDBPyConnection, extract: Landed) -> list[str]:
    """The names of the full extracts of the same source and day, in whose place a later full one answers."""
    if extract.coverage != "full":
        return []
    rows = connection.execute(
        f"select file_name from raw.extracts where {_SAME_SOURCE} and coverage = 'full' and as_of = $as_of order by landed_at",
        {**_source(extract), "as_of": extract.as_of},
    ).fetchall()
    return [name for (name,) in rows]


def _source(extract: Landed) -> dict[str, Any]:
    return {name: getattr(extract, name) for name in ("kind", "programme", "area_code", "extract_id")}


def inputs(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Every landed input, bulletins too: the SHA-256 of its bytes -> the name it came under."""
    return dict(
        connection.execute(
            "select document_id, min(file_name) from raw.documents group by all "
            "union all select extract_id, file_name from raw.extracts"
        ).fetchall()
    )
