"""Into the inbox: a file and its sidecar under hidden names, then renamed, the sidecar first."""

import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from schemas.errors import Refused

LONGEST = 120  # characters of a file name
_UNFIT = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]+")


class Arrival(NamedTuple):
    """One file that a source offers anew: what names it there, what changes with its content, and the file itself."""

    key: str
    stamp: str
    name: str
    facts: dict[str, Any]
    chunks: Iterable[bytes]


def deliver(arrival: Arrival, inbox: Path, facts: dict[str, Any], most_bytes: int) -> Path:
    """Put the arrival there whole, or nothing of it. Raises Refused when it is too large or has no usable name."""
    target = inbox / fit_name(arrival.name)
    sidecar = target.with_name(f"{target.name}.yml")
    handle, building = tempfile.mkstemp(dir=inbox, prefix=".arriving-")
    try:
        with os.fdopen(handle, "wb") as file:
            size = 0
            for chunk in arrival.chunks:
                size += len(chunk)
                if size > most_bytes:
                    raise Refused(
                        f"{arrival.key}: larger than {most_bytes} bytes. Raise most_bytes of its source if it must be."
                    )
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        written = Path(f"{building}.yml")
        written.write_text(yaml.safe_dump(facts | arrival.facts, allow_unicode=True, sort_keys=False), encoding="utf-8")
        os.chmod(building, 0o644)
        os.replace(written, sidecar)
        os.replace(building, target)
    except BaseException:
        Path(building).unlink(missing_ok=True)
        raise
    return target


def fit_name(name: str) -> str:
    """A name that stays in the inbox and is taken from there."""
    fit = _UNFIT.sub("_", name).strip(". ")
    if len(fit) > LONGEST:
        stem, dot, ending = fit.rpartition(".")
        fit = stem[: LONGEST - len(ending) - 1] + dot + ending if dot else fit[:LONGEST]
    if not fit or fit.endswith(".yml"):
        raise Refused(f"{name!r}: no name for a file in the inbox.")
    return fit
