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
# a delta under the name of another of its day is that one, corrected
_SAME_PUBLICATION = "coverage = 'delta' and as_of = $as_of and file_name = $file_name"


def landed_extract(connection: duckdb.DuckDBPyConnection, extract_id: str) -> Landed | None:
    """The extract of that name, when it is landed."""
    rows = connection.execute(f"select {_COLUMNS} from raw.extracts where extract_id = ?", [extract_id]).fetchall()
    return Landed(**dict(zip(Landed.__struct_fields__, rows[0], strict=True))) if rows else None


def compared_with(connection: duckdb.DuckDBPyConnection, extract: Landed) -> Landed | None:
    """What an extract must not be much smaller than: the nearest full one of its source, or the delta that it corrects."""
    which = "coverage = 'full'" if extract.coverage == "full" else _SAME_PUBLICATION
    rows = connection.execute(
        f"select {_COLUMNS} from raw.extracts where {_SAME_SOURCE} and {which} "
        "order by abs(date_diff('day', as_of, $as_of)), landed_at desc limit 1",
        _given(extract, which),
    ).fetchall()
    return Landed(**dict(zip(Landed.__struct_fields__, rows[0], strict=True))) if rows else None


def supersedes(connection: duckdb.DuckDBPyConnection, extract: Landed) -> list[str]:
    """The names of the extracts in whose place this one answers: of a day the full ones, or the delta of the same name."""
    which = "coverage = 'full' and as_of = $as_of" if extract.coverage == "full" else _SAME_PUBLICATION
    return _names(connection, extract, which)


def adds_to(connection: duckdb.DuckDBPyConnection, extract: Landed) -> list[str]:
    """The names of the deltas of the same source and day beside which this one holds."""
    which = "coverage = 'delta' and as_of = $as_of and file_name <> $file_name"
    return _names(connection, extract, which) if extract.coverage == "delta" else []


def _names(connection: duckdb.DuckDBPyConnection, extract: Landed, which: str) -> list[str]:
    rows = connection.execute(
        f"select file_name from raw.extracts where {_SAME_SOURCE} and {which} group by 1 order by min(landed_at)",
        _given(extract, which),
    ).fetchall()
    return [name for (name,) in rows]


def _given(extract: Landed, which: str) -> dict[str, Any]:
    """What the condition asks for: DuckDB refuses parameters that a statement does not name."""
    source = {name: getattr(extract, name) for name in ("kind", "programme", "area_code", "extract_id", "as_of")}
    return source | ({"file_name": extract.file_name} if "$file_name" in which else {})


def inputs(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Every landed input, bulletins too: the SHA-256 of its bytes -> the name it came under."""
    return dict(
        connection.execute(
            "select document_id, min(file_name) from raw.documents group by all "
            "union all select extract_id, file_name from raw.extracts"
        ).fetchall()
    )
