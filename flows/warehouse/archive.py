"""The bytes as received, kept unchanged under the name of their SHA-256."""

import hashlib
import os
import tempfile
from pathlib import Path

CHUNK = 1 << 20


def digest(path: Path) -> str:
    """SHA-256 of the file's bytes, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def location(archive: Path, input_id: str) -> Path:
    return archive / input_id[:2] / input_id


def store(path: Path, archive: Path) -> str:
    """Copy the file into the archive and return its SHA-256. What lies there is whole or absent, never half."""
    archive.mkdir(parents=True, exist_ok=True)
    hasher = hashlib.sha256()
    handle, temporary = tempfile.mkstemp(dir=archive, prefix=".incoming-")
    try:
        with os.fdopen(handle, "wb") as copy, path.open("rb") as source:
            while chunk := source.read(CHUNK):
                hasher.update(chunk)
                copy.write(chunk)
            copy.flush()
            os.fsync(copy.fileno())
        target = location(archive, hasher.hexdigest())
        target.parent.mkdir(exist_ok=True)
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return hasher.hexdigest()
