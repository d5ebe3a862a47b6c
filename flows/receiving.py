"""One received file, whichever kind: told apart, kept, landed once, and its attempt written down. Knows no orchestrator."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import duckdb

from flows.extract import Override, receive_extract
from flows.inbox import Metadata, changed_at, metadata_of, orphans, stamp
from flows.settings import Settings
from flows.warehouse.archive import digest, location, store
from flows.warehouse.landing import Attempt, already_landed, record
from flows.working import working_warehouse
from schemas.errors import Refused, Transient
from schemas.sidecars import BulletinMetadata, metadata_hash, sidecar_of

_LANDED_AT = (
    "select epoch(max(started_at)) from raw.attempts where file_name = ? and outcome in ('landed', 'unchanged')"
)


class Unlanded(Transient):
    """Files that could not be read or landed now: a message each."""

    def __str__(self) -> str:
        return "\n".join(self.args)


def receive_all(paths: list[Path], settings: Settings, notify: Callable[[str], None]) -> Iterator[Attempt]:
    """Land these files of the inbox one after the other, over one opening of the warehouse, and clear them away.

    A refused one stays where it is, its reason in the attempt. One that fails holds up none of the others: Unlanded at the end.
    """
    failures: list[str] = []
    with working_warehouse(settings, notify) as connection:
        for path in paths:
            try:
                yield _read(connection, path, settings, notify)
            except Transient as failure:
                failures.append(str(failure))
    if failures:
        raise Unlanded(*failures)


def _read(
    connection: duckdb.DuckDBPyConnection, path: Path, settings: Settings, notify: Callable[[str], None]
) -> Attempt:
    """What the system would not read or write may pass by itself: a share comes back, a disk is emptied."""
    try:
        return _receive(connection, path, settings, notify)
    except OSError as error:
        raise Transient(
            f"{path.name}: {error.strerror or error} ({error.filename or settings.archive}). Nothing of it was landed. "
            "Is the share mounted, the disk not full, the file readable? The next run tries again."
        ) from error


def _receive(
    connection: duckdb.DuckDBPyConnection, path: Path, settings: Settings, notify: Callable[[str], None]
) -> Attempt:
    attempt = _new_attempt(path)
    before = stamp(path)
    try:
        metadata = metadata_of(path)
        land_file(connection, path, metadata, settings, attempt)
    except Refused as refusal:
        attempt.outcome, attempt.message = "refused", str(refusal)
        record(connection, attempt)
        return attempt
    if stamp(path) != before:
        notify(f"{path.name}: another file of this name came meanwhile; it stays for the next run")
        return attempt
    _clear(path)
    return attempt


def clear_left_behind(connection: duckdb.DuckDBPyConnection, inbox: Path) -> list[str]:
    """Take away sidecars of files that landed: a run was killed after it took away the file. Returns what failed.

    One that came or was touched since then waits for a file to come.
    """
    failures = []
    for sidecar in orphans(inbox):
        path = sidecar.with_suffix("")
        landed = connection.execute(_LANDED_AT, [path.name]).fetchone()
        if landed and landed[0] and changed_at(path) < landed[0]:
            try:
                _clear(path)
            except Transient as failure:
                failures.append(str(failure))
    return failures


def _clear(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
        sidecar_of(path).unlink(missing_ok=True)
    except OSError as error:
        raise Transient(
            f"{path.name}: has landed, but cannot be taken out of the inbox ({error.strerror}). Let the user that runs "
            f"zhanbi (uid {os.getuid()}) write there; until then every run finds it again and lands nothing. 已入库，但收件箱不可写。"
        ) from error


def land_file(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    metadata: Metadata,
    settings: Settings,
    attempt: Attempt,
    override: Override | None = None,
) -> None:
    """Archive and land one file under its metadata; the same bytes with the same metadata cost no more than hashing."""
    attempt.kind = metadata.kind
    attempt.metadata_hash = metadata_hash(metadata)
    attempt.input_id = digest(path)
    if before := already_landed(connection, attempt.input_id, attempt.metadata_hash):
        same = "" if before == attempt.file_name else f" under the name {before}"
        attempt.outcome, attempt.message = "unchanged", f"landed before{same}; nothing to do"
        record(connection, attempt)
    elif isinstance(metadata, BulletinMetadata):
        from flows.bulletin import land_bulletin  # the grammar of bulletins; a register does without

        attempt.input_id = store(path, settings.archive)
        # from the archive: what is read is what was kept, whatever happens to the inbox meanwhile
        land_bulletin(connection, location(settings.archive, attempt.input_id), metadata, attempt)
    else:
        receive_extract(
            connection, path, metadata, settings.archive, attempt, override, keep_personal=settings.keep_personal_data
        )


def load(
    path: Path, metadata: Metadata, settings: Settings, notify: Callable[[str], None], override: Override | None = None
) -> Attempt:
    """Land one file from wherever it lies, and leave it there. Its attempt is written down, also when it is refused."""
    attempt = _new_attempt(path)
    with working_warehouse(settings, notify) as connection:
        try:
            land_file(connection, path, metadata, settings, attempt, override)
        except Refused as refusal:
            attempt.outcome, attempt.message = "refused", str(refusal)
            record(connection, attempt)
            raise
    return attempt


def _new_attempt(path: Path) -> Attempt:
    return Attempt(
        file_name=path.name, outcome="failed", message="", started_at=datetime.now(UTC), version=version("zhanbi")
    )
