"""Models as dbt compiled them, run on a database of a test's own: many small warehouses in the time of one dbt build."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from flows.warehouse.layout import SCHEMA

Models = list[tuple[str, str]]


def compiled(built, *names: str) -> Models:
    """Relation and compiled select of the marts named and of each model that they rest on, in the order of the build."""
    nodes = {result.node.unique_id: result.node for result in built.result if result.node.resource_type == "model"}
    wanted, queue = set(), [f"model.zhanbi.{name}" for name in names]
    while queue:
        node = queue.pop()
        if node in nodes and node not in wanted:
            wanted.add(node)
            queue += nodes[node].depends_on.nodes
    return [(node.relation_name, node.compiled_code) for name, node in nodes.items() if name in wanted]


@contextmanager
def empty_warehouse(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse in memory with the raw tables and the seeds of the one at `warehouse`."""
    with duckdb.connect() as connection:
        connection.execute("attach ':memory:' as zhanbi; use zhanbi")
        connection.execute(SCHEMA.read_text(encoding="utf-8"))
        connection.execute(
            f"attach '{warehouse}' as built (read_only); create schema vocabulary; create schema staging; create schema intermediate; create schema marts"
        )
        for (seed,) in connection.execute(
            "select table_name from duckdb_tables() where database_name = 'built' and schema_name = 'vocabulary'"
        ).fetchall():
            connection.execute(f"create table vocabulary.{seed} as from built.vocabulary.{seed}")
        yield connection


def run(connection: duckdb.DuckDBPyConnection, models: Models) -> None:
    for relation, select in models:
        connection.execute(f"create or replace table {relation} as {select}")
