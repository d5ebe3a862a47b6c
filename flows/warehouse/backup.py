"""Copies of the working warehouse: taken by DuckDB itself over the open connection, so that its lock is never lost."""

import os
import shutil
from pathlib import Path

import duckdb

from flows.warehouse.snapshot import quoted, sync
from schemas.errors import Transient


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
    sync(building)
    os.replace(building, target)
    sync(target.parent)


def _require_space(warehouse: Path, folder: Path) -> None:
    needed = 2 * sum(path.stat().st_size for path in (warehouse, Path(f"{warehouse}.wal")) if path.exists())
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise Transient(
            f"{folder}: {free >> 20} MB free, {needed >> 20} MB needed to copy {warehouse.name} and go on. "
            "Nothing is changed. Make room, then run again. 磁盘空间不足，请清理后重试。"
        )
