"""data/sources.yml: each source once, with the facts of its files, where they lie, and when they are expected."""

from pathlib import Path
from typing import Annotated, Any

import msgspec
import yaml

from flows.sources.bucket import Bucket
from flows.sources.calendar import Expected
from flows.sources.folder import Folder
from flows.sources.web_list import WebList
from schemas.errors import UsageError


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One source. `facts` are the lines of its files' sidecars; what a file says in a sidecar of its own goes before."""

    name: str
    title: str
    facts: dict[str, Any]
    expects: Expected | None = None
    every_minutes: Annotated[int, msgspec.Meta(ge=1)] | None = None  # asked so often by `zhanbi serve`, and each night
    folder: Folder | None = None
    bucket: Bucket | None = None
    web: WebList | None = None

    @property
    def place(self) -> Folder | Bucket | WebList | None:
        """Where its files are fetched; None where people or pushes bring them."""
        return self.folder or self.bucket or self.web


def _path(kind: type, value: Any) -> Any:
    return kind(value) if kind is Path else value


def read_sources(path: Path) -> list[Source]:
    """The declared sources; none where there is no file. Raises UsageError that names what is wrong."""
    if not path.exists():
        return []
    try:
        content = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
        sources = msgspec.convert(content or [], list[Source], strict=False, dec_hook=_path)
    except (yaml.YAMLError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise UsageError(f"{path}: {error}. Mend it; docs/fetching.md shows how. 请修正该文件。") from error
    names = [source.name for source in sources]
    if double := {name for name in names if names.count(name) > 1}:
        raise UsageError(f"{path}: {', '.join(sorted(double))} is there twice. Give each source a name of its own.")
    return sources
