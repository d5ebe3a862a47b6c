"""What is in the lake: a table for each source of the dbt project and for the registers' rows, and what a part of it is.

Rows of registers and lists are parts by extract, histories by register; each of the others is one part. A part is
written anew when what the warehouse says of it differs from what was last written.
"""

from typing import NamedTuple

import duckdb

from flows.warehouse.built import sources

WHOLE = ""  # the name of the only part; of a table in parts, that of no row
_NEVER = ("personal",)  # personal data never leave the warehouse


class Part(NamedTuple):
    """Some rows of a table that are replaced together."""

    name: str
    content: str  # differs when they differ


class Table(NamedTuple):
    """A table of the lake and where its rows come from."""

    name: str
    source: str  # of the warehouse
    key: str | None = None  # the column whose value names the part
    folders: tuple[str, ...] = ()  # columns that are folders of the layout; the last is the key
    joined: str = ""  # where the columns come from that the source lacks
    parts: str = ""  # SQL: name and content of each part

    def predicate(self, part: str) -> str | None:
        return None if self.key is None else f"{self.key} = '{part}'"


def _by_extract(kind: str) -> Table:
    return Table(
        kind,
        f"raw.{kind}",
        "extract_id",
        ("area_code", "as_of", "extract_id"),
        "inner join (select extract_id, area_code, as_of from raw.extracts) using (extract_id)",
        f"select extract_id, rows_landed::varchar from raw.extracts where kind = '{kind}'",
    )


# the order in which they are written
TABLES = (
    _by_extract("market_entities"),
    _by_extract("recognitions"),
    Table(
        "entity_versions",
        "history.entity_versions",
        "register_code",
        ("register_code",),
        parts="select register_code, count(*) || ':' || sum(md5_number_lower(to_json(t))) from history.extracts as t group by register_code",
    ),
    *(
        Table(name, f"raw.{name}")
        for name in (
            "documents",
            "observations",
            "quarantine",
            "decisions",
            "recognition_links",
            "link_decisions",
            "attempts",
            "extracts",
        )
    ),
    Table("published_figures", "history.published_figures"),
)


def columns(connection: duckdb.DuckDBPyConnection, table: Table) -> list[str]:
    """The columns of a table of the lake, as they are selected."""
    schema, name = table.source.split(".")
    found = connection.execute(
        "select column_name, data_type from duckdb_columns() where database_name = current_database() "
        "and schema_name = ? and table_name = ? order by column_index",
        [schema, name],
    ).fetchall()
    own = [f"{c}::varchar as {c}" if kind == "JSON" else c for c, kind in found if c not in _NEVER]
    return own + [c for c in table.folders if c not in {c for c, _ in found}]


def parts(connection: duckdb.DuckDBPyConnection, table: Table) -> list[Part]:
    """What the warehouse has of a table now; other columns are another content too."""
    if table.key is None:
        schema, name = table.source.split(".")
        source = f"{'history' if schema == 'history' else 'zhanbi'}.{name}"
        found = [(WHOLE, sources(connection, [source])[source])]
    else:
        # the first makes the table, also where it has no rows yet
        found = [(WHOLE, ""), *connection.execute(f"{table.parts} order by 1").fetchall()]
    shape = ",".join(columns(connection, table))
    return [Part(name, f"{content} {shape}") for name, content in found]


def select(connection: duckdb.DuckDBPyConnection, table: Table) -> str:
    """The rows of a part, `$part`, or of the only one."""
    query = f"select {', '.join(columns(connection, table))} from {table.source} {table.joined}"
    return query if table.key is None else f"{query} where {table.key} = $part"
