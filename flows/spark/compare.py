"""The tables of an engine beside DuckDB's own, row for row: sorted multisets, with their types."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from flows.spark.build import built_models
from schemas.errors import ZhanbiError

SHOWN = 3  # rows of each side of a table that differs


class Compared(NamedTuple):
    """One table: the rows that both have, those that only one has, and what differs in words."""

    table: str
    rows: int
    only_duckdb: int
    only_engine: int
    differences: list[str]

    @property
    def equal(self) -> bool:
        return not (self.only_duckdb or self.only_engine or self.differences)


def compare(connection: duckdb.DuckDBPyConnection, folder: Path, layers: tuple[str, ...]) -> Iterator[Compared]:
    """Every table of those layers in the warehouse beside the one in `folder`."""
    made = built_models(folder)
    for layer in layers:
        for (table,) in connection.execute(
            "select table_name from information_schema.tables where table_schema = ? order by 1", [layer]
        ).fetchall():
            if f"{layer}/{table}" in made:
                yield _compared(connection, f"{layer}.{table}", _read(folder / layer / table))
            else:
                yield Compared(f"{layer}.{table}", 0, 0, 0, ["not built by the engine / 引擎未构建"])


def _read(folder: Path) -> str | None:
    """None where the table is empty: engines differ in whether they write a file then."""
    return f"read_parquet('{folder}/*.parquet')" if any(folder.glob("*.parquet")) else None


def _compared(connection: duckdb.DuckDBPyConnection, ours: str, theirs: str | None) -> Compared:
    theirs = theirs or f"(from {ours} limit 0)"
    try:
        types, other_types = _types(connection, ours), _types(connection, theirs)
    except duckdb.InvalidInputException as error:
        raise ZhanbiError(f"{theirs}: no whole Parquet file ({error}). Run `zhanbi spark build` again.") from error
    differences = [
        f"{column}: {types.get(column, 'no such column')} in DuckDB, {other_types.get(column, 'no such column')} there"
        for column in sorted({*types, *other_types})
        if types.get(column) != other_types.get(column)
    ]
    columns = ", ".join(f'"{column}"' for column in types if column in other_types)
    here = f"select {columns} from {ours} except all select {columns} from {theirs}"
    there = f"select {columns} from {theirs} except all select {columns} from {ours}"
    only_here, only_there = _count(connection, here), _count(connection, there)
    rows = _count(connection, f"from {ours}")
    if only_here or only_there:
        differences += _examples(connection, here, there)
    return Compared(ours, rows - only_here, only_here, only_there, differences)


def _types(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    described = connection.execute(f"select column_name, column_type from (describe from {relation})").fetchall()
    return {name: "VARCHAR" if kind == "JSON" else kind for name, kind in described}


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    counted: int = connection.execute(f"select count(*) from ({query})").fetchall()[0][0]
    return counted


def _examples(connection: duckdb.DuckDBPyConnection, here: str, there: str) -> list[str]:
    """Some rows of only one side, in the order of their columns; of two that share the first one, what differs."""
    ours, theirs = _first(connection, here), _first(connection, there)
    lines = []
    for key in sorted({*ours, *theirs}, key=str)[:SHOWN]:
        one, other = ours.get(key), theirs.get(key)
        if one is None or other is None:
            lines.append(f"{key}: only {'in the engine 仅引擎有' if one is None else 'in DuckDB 仅 DuckDB 有'}")
        else:
            lines += [
                f"{key}: {name} {one[name]!r} in DuckDB, {other[name]!r} there"
                for name in one
                if one[name] != other[name]
            ]
    return lines


def _first(connection: duckdb.DuckDBPyConnection, query: str) -> dict[Any, dict[str, Any]]:
    cursor = connection.execute(f"from ({query}) order by all limit {SHOWN}")
    names = [column[0] for column in cursor.description]
    return {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}
