"""Opening the warehouse: one writer on the working file, any number of locked-down readers on the snapshot."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from flows.warehouse import disk, layout
from flows.warehouse.files import whole
from flows.warehouse.locking import one_writer
from schemas.errors import Transient, UsageError, ZhanbiError

MEMORY = "2GB"  # of a reader: a runaway query ends there, not the machine
READER_CONFIG = {
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "allow_persistent_secrets": "false",
    "python_enable_replacements": "false",  # else `from settings` reads a variable of this program
    "memory_limit": MEMORY,
    "temp_directory": "",
}


@contextmanager
def writer(
    path: Path, *, wait_seconds: float = 60, notify: Callable[[str], None] = lambda message: None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The writing connection on the working file, its layout brought up. Waits for another writer, then gives up."""
    with one_writer(path, wait_seconds=wait_seconds, notify=notify):
        connection = _connect_waiting(path, wait_seconds, notify)
        try:
            connection.execute("set TimeZone = 'UTC'")
            layout.bring_up(connection, path, notify)
            yield connection
        except duckdb.Error as error:
            if failure := disk.failure(error, path):
                raise failure from error
            raise
        finally:
            connection.close()


@contextmanager
def reader(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection on the snapshot: no other file, no extension, no setting can be reached from it."""
    if not path.exists():
        raise UsageError(
            f"{path}: nothing has been published yet. Run `zhanbi run` first. 尚未发布快照，请先运行 zhanbi run。"
        )
    connection = duckdb.connect(str(path), read_only=True, config=dict(READER_CONFIG))
    connection.execute("set enable_progress_bar = false")  # it draws into pipes and logs as well
    connection.execute("set lock_configuration = true")
    try:
        yield connection
    finally:
        connection.close()


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    if not path.exists():
        with whole(path) as building:  # a torn one, of a full disk or a kill, would be taken for a damaged warehouse
            duckdb.connect(str(building)).close()
    return duckdb.connect(str(path))


def _connect_waiting(path: Path, wait_seconds: float, notify: Callable[[str], None]) -> duckdb.DuckDBPyConnection:
    deadline = time.monotonic() + wait_seconds
    told = False
    while True:
        try:
            return _connect(path)
        except (duckdb.IOException, OSError) as error:
            if failure := disk.failure(error, path):
                raise failure from error
            if "lock" not in str(error):
                raise ZhanbiError(
                    f"{path}: DuckDB cannot open it ({error}). Move it aside and restore a backup; "
                    "the published snapshot is not touched."
                ) from error
            if time.monotonic() >= deadline:
                raise Transient(
                    f"{path}: another process still has it open after {wait_seconds:.0f} s ({error}). "
                    "Close that program, or wait until its run has ended, and run again."
                ) from error
        if not told:
            notify(f"{path}: another process has it open; waiting up to {wait_seconds:.0f} s")
            told = True
        time.sleep(0.2)
