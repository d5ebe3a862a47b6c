"""Files that are whole or absent."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

ABANDONED = 3600  # seconds that nobody wrote to a file begun


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A place beside `path` to write to; what stands there at the end replaces `path` in one rename, a failure nothing.

    Several may write to one `path` at once: the last to end has it.
    """
    building = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.building")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path.parent)
        yield building
        os.replace(building, path)
    finally:
        building.unlink(missing_ok=True)


@cache
def _sweep(folder: Path) -> None:
    """Once a process: away with what killed runs had begun there."""
    for begun in folder.glob(".*.building"):
        with suppress(FileNotFoundError):
            if begun.stat().st_mtime < time.time() - ABANDONED:
                begun.unlink()


def write_text(path: Path, text: str) -> None:
    with whole(path) as building:
        building.write_text(text, encoding="utf-8")


def put(building: Path, target: Path) -> None:
    """Rename a finished file over `target`; its bytes and its name are on the disk when this returns, come what may."""
    sync(building)
    os.replace(building, target)
    sync(target.parent)


def sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
