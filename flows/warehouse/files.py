"""Files that are whole or absent."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A place beside `path` to write to; what stands there at the end replaces `path` in one rename, a failure nothing."""
    building = path.with_name(f".{path.name}.building")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        building.unlink(missing_ok=True)  # of a run that was killed
        yield building
        os.replace(building, path)
    finally:
        building.unlink(missing_ok=True)


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
