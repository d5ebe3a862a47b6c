"""One writer: a lock beside the warehouse, held from a night's first landing to its publishing, or for one command."""

import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from flows.warehouse import disk
from schemas.errors import Transient

_guard = threading.Lock()
_held: dict[Path, tuple[IO[str], int]] = {}  # in this process: the locked file, and how many hold it


@contextmanager
def one_writer(
    warehouse: Path, *, wait_seconds: float = 60, notify: Callable[[str], None] = lambda message: None
) -> Iterator[None]:
    """Be the one process that writes. Waits for another with a message, then gives up; within a process it nests.

    DuckDB's own lock lasts only while the file is open, and a night opens it many times. The system frees this one with
    the process, however that ends.
    """
    path = warehouse.with_name(warehouse.name + ".lock").absolute()
    with _guard:
        file, count = _held.get(path) or (_locked(path, wait_seconds, notify), 0)
        _held[path] = file, count + 1
    try:
        yield
    finally:
        with _guard:
            file, count = _held.pop(path)
            if count > 1:
                _held[path] = file, count - 1
            else:
                file.close()


def _locked(path: Path, wait_seconds: float, notify: Callable[[str], None]) -> IO[str]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise disk.failure(error, path) or error from error
    deadline = time.monotonic() + wait_seconds
    told = False
    while not _try(file):
        holder = path.read_text(encoding="utf-8").strip() or "another process"
        if time.monotonic() >= deadline:
            file.close()
            raise Transient(
                f"{holder} writes to the warehouse, and still does after {wait_seconds:.0f} s of waiting. Nothing was changed; "
                "run again when it has ended. 另一进程正在写入仓库，请待其结束后重试。"
            )
        if not told:
            notify(f"{holder} writes to the warehouse; waiting up to {wait_seconds:.0f} s. 等待另一进程写入结束。")
            told = True
        time.sleep(0.1)
    with suppress(OSError):  # on a full disk nobody learns its name, but it is the one
        os.ftruncate(file.fileno(), 0)
        os.write(file.fileno(), f"Process {os.getpid()} (since {datetime.now():%Y-%m-%d %H:%M:%S})\n".encode())
    return file


def _try(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
