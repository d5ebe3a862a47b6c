"""Copies of the working warehouse, made by DuckDB itself, and of the archive; and how they are put back."""

import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb

from flows.warehouse.archive import digest, kept, location
from flows.warehouse.files import put
from flows.warehouse.snapshot import quoted
from schemas.errors import Transient, UsageError, ZhanbiError


def folder_of(warehouse: Path) -> Path:
    """Where copies of the warehouse lie that nobody asked for by hand."""
    return warehouse.parent / "backups"


def copy_open(connection: duckdb.DuckDBPyConnection, warehouse: Path, target: Path) -> None:
    """Copy the warehouse that `connection` has open to `target`: whole, or as it was before.

    Any other way of reading the file in this process would drop the writer's lock on it.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    _require_space(warehouse, target.parent)
    building = target.with_name(f".{target.name}.building")
    building.unlink(missing_ok=True)  # of a run that was killed
    name = connection.execute("select current_database()").fetchone()
    connection.execute(f"attach '{quoted(building)}' as backup")
    try:
        connection.execute(f'copy from database "{name[0] if name else ""}" to backup')
    except BaseException:
        connection.execute("detach backup")
        building.unlink(missing_ok=True)
        raise
    connection.execute("detach backup")
    put(building, target)


def copy_archive(source: Path, target: Path, notify: Callable[[str], None] = lambda message: None) -> int:
    """Copy the received bytes that `target` has not yet; returns how many. Bytes that have changed are not copied, but told."""
    copied = 0
    for path in kept(source):
        if (there := location(target, path.name)).exists():
            continue
        there.parent.mkdir(parents=True, exist_ok=True)
        building = target / f".{path.name}.building"
        shutil.copyfile(path, building)
        if digest(building) != path.name:
            building.unlink()
            notify(f"{path}: its bytes have changed; not copied. `zhanbi verify` says what to do.")
            continue
        put(building, there)
        copied += 1
    return copied


def put_back(copy: Path, warehouse: Path) -> Path | None:
    """Make `copy` the working warehouse; returns where the one before lies now. Nobody may have either open.

    Killed on the way, the old one or the new one is in its place, never none.
    """
    _require_warehouse(copy)
    _require_space(copy, warehouse.parent)
    building = warehouse.with_name(f".{warehouse.name}.building")
    shutil.copyfile(copy, building)
    aside = None
    if warehouse.exists():
        aside = warehouse.with_name(f"{warehouse.stem}.before-{datetime.now():%Y%m%d-%H%M%S}{warehouse.suffix}")
        os.link(warehouse, aside)
        log = Path(f"{warehouse}.wal")  # of what a killed run did to the old one
        if log.exists():
            os.replace(log, f"{aside}.wal")
    put(building, warehouse)
    return aside


def _require_warehouse(copy: Path) -> None:
    try:
        with duckdb.connect(str(copy), read_only=True) as connection:
            found = connection.execute("select 1 from duckdb_tables() where schema_name = 'raw' limit 1").fetchone()
    except duckdb.Error as error:
        raise ZhanbiError(f"{copy}: cannot be opened ({error}). Nothing is changed; take another backup.") from error
    if not found:
        raise UsageError(f"{copy}: is no working warehouse: it has no received data. Nothing is changed.")


def _require_space(warehouse: Path, folder: Path) -> None:
    needed = 2 * sum(path.stat().st_size for path in (warehouse, Path(f"{warehouse}.wal")) if path.exists())
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise Transient(
            f"{folder}: {free >> 20} MB free, {needed >> 20} MB needed to copy {warehouse.name} and go on. "
            "Nothing is changed. Make room, then run again. 磁盘空间不足，请清理后重试。"
        )
