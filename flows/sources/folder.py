"""A folder, or a mounted share: its files, copied and left where they are."""

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from flows.sources.delivery import Arrival
from schemas.errors import Refused, Transient
from schemas.sidecars import SUFFIX, read_sidecar

CHUNK = 1 << 20


class Folder(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where it lies, and which of its files are meant."""

    path: Path
    pattern: str = "*"
    most_bytes: int = 8 << 30

    def look(self) -> None:
        """Raises Transient where it is not there, or may not be read."""
        if not self.path.is_dir():
            raise Transient(f"{self.path}: not there. Is the share mounted? 文件夹不存在，请检查共享是否已挂载。")
        if not os.access(self.path, os.R_OK | os.X_OK):
            raise Transient(f"{self.path}: uid {os.getuid()} may not read it. Give it the right to. 没有读取权限。")

    def fetch(self, known: dict[str, str]) -> Iterator[Arrival | Refused]:
        self.look()
        for path in sorted(self.path.glob(self.pattern)):
            if path.name.startswith(".") or path.name.endswith((SUFFIX, ".part", ".tmp")) or not path.is_file():
                continue
            stamp = f"{path.stat().st_size} {path.stat().st_mtime_ns}"
            if known.get(path.name) != stamp:
                yield _arrival(path, stamp)


def _arrival(path: Path, stamp: str) -> Arrival | Refused:
    try:
        return Arrival(path.name, stamp, path.name, read_sidecar(path) or {}, _chunks(path))
    except Refused as refusal:
        return refusal


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
