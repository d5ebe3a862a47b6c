"""What a received file does not say of itself: the yml file `<file name>.yml` that lies beside it."""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec
import yaml

from schemas.days import today
from schemas.errors import Refused

SUFFIX = ".yml"
LIMIT = 64 * 1024
T = TypeVar("T", bound=msgspec.Struct)
Kind = Literal["market_entities", "recognitions"]


class BulletinMetadata(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who published a bulletin, of which area, when. A bulletin without these is refused: its periods have no year."""

    kind: Literal["bulletin"] = "bulletin"
    title: str
    publisher: str
    area: str
    province: str
    published_on: date
    source_url: str | None = None
    revises: str | None = None  # file name, or SHA-256, of the bulletin that this one replaces


class ExtractMetadata(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a register file does not say of itself: its sidecar."""

    kind: Kind
    area: str  # GB/T 2260 division or zone code
    as_of: date  # the day it describes
    publisher: str
    programme: str | None = None  # of a recognition list
    profile: str = "default"
    synthetic: bool = False
    coverage: Literal["full", "delta"] | None = None  # full: who is not in it has left; by default registers, not lists


def sidecar_of(path: Path) -> Path:
    return path.with_name(path.name + SUFFIX)


def read_sidecar(path: Path) -> dict[str, Any] | None:
    """The plain content of the file's sidecar; None when there is no sidecar. Raises Refused when it is no mapping."""
    sidecar = sidecar_of(path)
    if not sidecar.is_file():
        return None
    if sidecar.stat().st_size > LIMIT:
        raise Refused(f"{sidecar.name}: larger than {LIMIT} bytes; a sidecar holds a few lines of facts.")
    return facts_in(sidecar.read_bytes(), sidecar.name)


def facts_in(content: bytes, name: str) -> dict[str, Any]:
    """The plain content of a sidecar of that name. Raises Refused when it is no mapping."""
    try:
        facts = yaml.load(content, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Refused(f"{name}: not readable as yml ({error}). Mend that line.") from error
    if not isinstance(facts, dict):
        raise Refused(f"{name}: holds no `key: value` lines. Mend it.")
    return facts


def convert(content: dict[str, Any], kind: type[T], file_name: str) -> T:
    """The metadata as `kind`; Refused names every missing field and the first wrong one."""
    fields = msgspec.structs.fields(kind)
    missing = [field.encode_name for field in fields if field.required and content.get(field.encode_name) is None]
    if missing:
        raise Refused(
            f"{file_name}: its metadata lacks {', '.join(missing)} / 元数据缺少上述各项. Add them to {file_name}{SUFFIX}."
        )
    try:
        metadata = msgspec.convert(content, kind, strict=False)
    except msgspec.ValidationError as error:
        raise Refused(f"{file_name}{SUFFIX}: {error}. Mend that field.") from error
    for field in fields:
        value = getattr(metadata, field.name)
        if field.name in ("published_on", "as_of") and value > today():
            raise Refused(
                f"{file_name}: its {field.name} {value} lies in the future. State the day in {file_name}{SUFFIX}."
            )
    return metadata


def metadata_hash(metadata: msgspec.Struct) -> str:
    return hashlib.sha256(msgspec.json.encode(metadata, order="deterministic")).hexdigest()
