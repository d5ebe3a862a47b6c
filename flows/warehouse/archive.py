"""The bytes as received, kept unchanged under the name of their SHA-256."""

import hashlib
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from flows.warehouse.files import put

CHUNK = 1 << 20
_WRITTEN_BACK = 32 << 20  # bytes
_INCOMING = ".incoming-"  # while a copy is written


def digest(path: Path) -> str:
    """SHA-256 of the file's bytes, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def location(archive: Path, input_id: str) -> Path:
    return archive / input_id[:2] / input_id


def store(path: Path, archive: Path) -> str:
    """Copy the file into the archive and return its SHA-256. What lies there is whole or absent, never half.

    One process stores at a time: what another left half written is of a run that was killed.
    """
    archive.mkdir(parents=True, exist_ok=True)
    for leftover in archive.glob(f"{_INCOMING}*"):
        leftover.unlink()
    hasher = hashlib.sha256()
    temporary = archive / f"{_INCOMING}{os.getpid()}"
    try:
        temporary.touch(mode=0o600)  # registers name people
        with temporary.open("wb") as copy, path.open("rb") as source:
            while chunk := source.read(CHUNK):
                hasher.update(chunk)
                copy.write(chunk)
                if copy.tell() % _WRITTEN_BACK == 0:
                    _write_back(copy.fileno())
        target = location(archive, hasher.hexdigest())
        target.parent.mkdir(exist_ok=True)
        put(temporary, target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return hasher.hexdigest()


def _write_back(handle: int) -> None:
    """What stands on the disk needs no memory: nobody reads the copy soon, and new pages cost more than the copying."""
    if hasattr(os, "posix_fadvise"):  # not on macOS
        os.fdatasync(handle)
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def kept(archive: Path) -> list[Path]:
    """Every file of the archive, in order; copies that are being written are none."""
    return sorted(path for path in archive.glob("*/*") if path.is_file())


def verify(
    archive: Path, expected: dict[str, str], watched: Callable[[list[Path]], Iterable[Path]] = iter
) -> list[str]:
    """What is wrong with the archive, each with the next step: bytes that changed, and bytes that are missing.

    `expected`: SHA-256 -> the name under which the warehouse has landed it. `watched` gives the files on as they are read.
    """
    found = []
    for path in watched(kept(archive)):
        if wrong := _wrong(path):
            found.append(f"{path}: {wrong} ({_received_as(expected, path.name)}). {_RESTORE}")
    for input_id, name in sorted(expected.items(), key=lambda item: item[1]):
        if not (path := location(archive, input_id)).exists():
            found.append(f"{path}: is missing (received as {name}). {_RESTORE}")
    return found


_RESTORE = "Put the same bytes there from a backup, or ask the source for the file again / 请从备份恢复原文件."


def _wrong(path: Path) -> str | None:
    if not re.fullmatch("[0-9a-f]{64}", path.name) or path.parent.name != path.name[:2]:
        return "not the name of received bytes"
    try:
        found = digest(path)
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    return None if found == path.name else f"its bytes have changed, their SHA-256 is {found}"


def _received_as(expected: dict[str, str], input_id: str) -> str:
    return f"received as {expected[input_id]}" if input_id in expected else "the warehouse does not refer to it"
