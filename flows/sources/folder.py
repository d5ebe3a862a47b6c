"""A folder, or a mounted share: its files, copied and left where they are."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from flows.sources.delivery import Arrival
from schemas.errors import Transient
from schemas.sidecars import SUFFIX, read_sidecar

CHUNK = 1 << 20


class Folder(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where it lies, and which of its files are meant."""

    path: Path
    pattern: str = "*"
    most_bytes: int = 8 << 30

    def fetch(self, known: dict[str, str]) -> Iterator[Arrival]:
        if not self.path.is_dir():
            raise Transient(f"{self.path}: not there. Is the share mounted? 文件夹不存在，请检查共享是否已挂载。")
        for path in sorted(self.path.glob(self.pattern)):
            if path.name.startswith(".") or path.name.endswith((SUFFIX, ".part", ".tmp")) or not path.is_file():
                continue
            stamp = f"{path.stat().st_size} {path.stat().st_mtime_ns}"
            if known.get(path.name) != stamp:
                yield Arrival(path.name, stamp, path.name, _facts(path), _chunks(path))


def _facts(path: Path) -> dict[str, Any]:
    return read_sidecar(path) or {}


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
