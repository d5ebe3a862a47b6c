"""The layout of the working warehouse: made from schema.sql, or brought up to it by numbered migrations, all or nothing."""

from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import duckdb

from flows.warehouse import backup
from flows.warehouse.transactions import transaction
from schemas.errors import UsageError, ZhanbiError

SCHEMA = Path(__file__).parent / "schema.sql"
MIGRATIONS = Path(__file__).parent / "migrations"
UNNUMBERED = 1  # the layout that was in use before warehouses knew their number


class Migration(NamedTuple):
    """One numbered file: it makes the layout of this number from the one before."""

    number: int
    name: str
    path: Path


def migrations(folder: Path = MIGRATIONS) -> list[Migration]:
    """In their order. Raises ZhanbiError when two bear one number, or one is missing."""
    found = [
        Migration(int(number), name, path)
        for path in sorted(folder.glob("*.sql"))
        for number, _, name in [path.stem.partition("_")]
    ]
    if [each.number for each in found] != list(range(UNNUMBERED + 1, UNNUMBERED + 1 + len(found))):
        names = ", ".join(each.path.name for each in found)
        raise ZhanbiError(f"{folder}: {names}: not numbered one after the other. Give the last one the next number.")
    return found


def layout_of(connection: duckdb.DuckDBPyConnection) -> int:
    """The number of the open warehouse's layout; 0 when nothing has been made yet."""
    tables = {
        name
        for (name,) in connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'raw' and database_name = current_database()"
        ).fetchall()
    }
    if "layouts" in tables:
        found = connection.execute("select coalesce(max(number), 0) from raw.layouts").fetchone()
        return int(found[0]) if found else 0
    return UNNUMBERED if tables else 0


def bring_up(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    notify: Callable[[str], None] = lambda message: None,
    folder: Path = MIGRATIONS,
) -> None:
    """Make the layout of the warehouse at `path`, open for writing, the one this code knows; a backup is made first.

    Raises UsageError when the warehouse is newer than the code. What is killed on the way leaves the old layout.
    """
    known = migrations(folder)
    newest, found = known[-1].number, layout_of(connection)
    if found > newest:
        raise UsageError(
            f"{path}: its layout is number {found}, made by a newer zhanbi; this one ({version('zhanbi')}) knows {newest}. "
            f"Upgrade zhanbi, or restore a backup of layout {newest}. 数据仓库的结构版本比程序新，请升级程序或恢复备份。"
        )
    if found == 0:
        with transaction(connection):
            connection.execute(SCHEMA.read_text(encoding="utf-8"))
            _note(connection, newest, "new")
    elif found < newest:
        _migrate(connection, path, found, known[found - UNNUMBERED :], notify)


def _migrate(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    found: int,
    pending: list[Migration],
    notify: Callable[[str], None],
) -> None:
    kept = backup.folder_of(path) / f"{path.stem}.layout-{found}.duckdb"
    notify(f"{path}: bringing its layout from {found} to {pending[-1].number}; a backup is made first: {kept}")
    backup.copy_open(connection, path, kept)
    try:
        with transaction(connection):
            for migration in pending:
                connection.execute(migration.path.read_text(encoding="utf-8"))
                _note(connection, migration.number, migration.name)
    except duckdb.Error as error:
        raise ZhanbiError(
            f"{path}: its layout stays {found}: {migration.path.name} failed ({error}). Nothing is changed, a backup is {kept}. "
            "Report it with this message; the version before goes on working with the warehouse."
        ) from error


def _note(connection: duckdb.DuckDBPyConnection, number: int, name: str) -> None:
    connection.execute(
        "insert into raw.layouts values (?, ?, ?, ?)", [number, name, version("zhanbi"), datetime.now(UTC)]
    )
