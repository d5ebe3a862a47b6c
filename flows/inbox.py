"""What lies in the inbox: each received file with the metadata of its sidecar."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from schemas.errors import Refused, Transient, ZhanbiError
from schemas.profiles import completed
from schemas.sidecars import SUFFIX, BulletinMetadata, ExtractMetadata, convert, read_sidecar, sidecar_of

BULLETIN_ENDINGS = (".txt", ".html", ".htm", ".docx", ".pdf")
UNFINISHED = (".part", ".tmp", ".crdownload", "~")
MOST_BYTES = {"bulletin": 64 << 20, "extract": 8 << 30}
Metadata = BulletinMetadata | ExtractMetadata
Stamp = tuple[int | float, ...]


def received(inbox: Path) -> list[Path]:
    """The files to land, by name; sidecars, hidden files and files still being written are not among them."""
    if not inbox.is_dir():
        return []
    with _reading(inbox):
        return sorted(
            path
            for path in inbox.iterdir()
            if not path.name.startswith(".") and not path.name.endswith((SUFFIX, *UNFINISHED)) and not path.is_dir()
        )


@contextmanager
def _reading(inbox: Path) -> Iterator[None]:
    """A share may go at any moment, also in the middle of a listing. Raises Transient that says so."""
    try:
        yield
    except OSError as error:
        raise Transient(
            f"{inbox}: cannot be read ({error.strerror or error}). Is the share mounted? What lies there waits for the "
            "next run. 收件箱读不出，请检查共享是否已挂载。"
        ) from error


def orphans(inbox: Path) -> list[Path]:
    """Sidecars whose file is not there."""
    if not inbox.is_dir():
        return []
    with _reading(inbox):
        return sorted(
            path for path in inbox.iterdir() if path.name.endswith(SUFFIX) and not path.with_suffix("").exists()
        )


def stamp(path: Path) -> Stamp:
    """What changes when the file or its sidecar is written, replaced or removed."""
    found: list[int | float] = []
    with _reading(path.parent):
        for each in (path, sidecar_of(path)):
            try:
                status = each.lstat()
            except FileNotFoundError:
                found += [0, 0, 0]
            else:
                found += [status.st_mtime, status.st_size, status.st_ino]
    return tuple(found)


def changed_at(path: Path) -> float:
    """When the file or its sidecar was last written or moved here."""
    return max((each.lstat().st_ctime for each in (path, sidecar_of(path)) if each.exists()), default=0)


def settled(paths: list[Path], seconds: float) -> tuple[list[Path], list[Path]]:
    """The files that are complete, and those that are still being written.

    Complete is what was not touched for so long, or was moved here; a young file is looked at twice.
    """
    now = time.time()
    before = {path: stamp(path) for path in paths}
    if not any(0 <= now - touched < seconds for each in before.values() for touched in (each[0], each[3])):
        return paths, []
    time.sleep(seconds)
    moving = [path for path in paths if stamp(path) != before[path]]
    return [path for path in paths if path not in moving], moving


def by_day(paths: list[Path]) -> list[Path]:
    """In the order of the days they describe, so that an extract lands after what it supersedes; unreadable ones last."""
    return sorted(paths, key=lambda path: (_day(path), path.name))


def _day(path: Path) -> date:
    try:
        metadata = metadata_of(path)
    except (ZhanbiError, OSError):  # landing says what is wrong with it
        return date.max
    return metadata.published_on if isinstance(metadata, BulletinMetadata) else metadata.as_of


def metadata_of(path: Path) -> Metadata:
    """The validated metadata of a received file. Raises Refused that says what is missing and where to write it."""
    if path.is_symlink() or not path.is_file():
        raise Refused(f"{path.name}: not a regular file. Put the file itself into the inbox.")
    content = read_sidecar(path)
    if content is None:
        raise Refused(_without_sidecar(path))
    bulletin = content.get("kind") == "bulletin"
    limit = MOST_BYTES["bulletin" if bulletin else "extract"]
    if path.stat().st_size > limit:
        raise Refused(
            f"{path.name}: {path.stat().st_size} bytes; the limit is {limit}. Split it, or ask why it is so large."
        )
    if bulletin:
        return convert(content, BulletinMetadata, path.name)
    return convert(completed(content, path.name), ExtractMetadata, path.name)


def _without_sidecar(path: Path) -> str:
    if path.suffix.lower() in BULLETIN_ENDINGS:
        facts = "kind: bulletin, title, publisher, area, province, published_on (YYYY-MM-DD)"
        why = "a period such as 1-6月份 gets its year from the publication date / 正文不印年份，须由发布日期确定"
    else:
        facts = "kind: market_entities or recognitions, area (code), as_of (YYYY-MM-DD), programme (for recognitions), publisher"
        why = "an extract describes one day of one area / 名册须注明地区与时点"
    return f"{path.name}: there is no {path.name}{SUFFIX} beside it / 缺少元数据文件. Write it with {facts}; {why}."
