"""Files that are whole or absent, also after a power cut."""

import os
from pathlib import Path


def put(building: Path, target: Path) -> None:
    """Rename a finished file over `target`; both, its bytes and its name, are on the disk when this returns."""
    sync(building)
    os.replace(building, target)
    sync(target.parent)


def sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
