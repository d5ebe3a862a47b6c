"""The events of the nights: the name and the payload of each. `python -m schemas.events` writes docs/events.md from them."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta

PAGE = Path(__file__).resolve().parent.parent / "docs" / "events.md"


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """What every event says of itself, beside its payload; its first field names what it is about."""

    name: ClassVar[str]

    def about(self) -> str:
        """What it is about."""
        return str(getattr(self, self.__struct_fields__[0]))


class FileReceived(Event, frozen=True, kw_only=True):
    """Complete files lie in the inbox. 收件箱中有新文件。Many files that come at once are one event."""

    name: ClassVar[str] = "zhanbi.file.received"
    source: Annotated[str, Meta(description="where they came from: inbox, or a source of sources.yml")]
    count: Annotated[int, Meta(description="how many")]
    file_names: Annotated[list[str], Meta(description="the first twenty of them")]


class BulletinLanded(Event, frozen=True, kw_only=True):
    """A bulletin was read and its figures are in the warehouse. 公报已入库。"""

    name: ClassVar[str] = "zhanbi.bulletin.landed"
    file_name: str
    document_id: Annotated[str, Meta(description="SHA-256 of the received bytes")]
    metadata_hash: str
    summary: Annotated[str, Meta(description="how many observations landed, how many are in quarantine")]


class ExtractLanded(Event, frozen=True, kw_only=True):
    """A register or a recognition list is in the warehouse. 名册已入库。"""

    name: ClassVar[str] = "zhanbi.extract.landed"
    file_name: str
    extract_id: Annotated[str, Meta(description="SHA-256 of the received bytes")]
    kind: Annotated[str, Meta(description="market_entities or recognitions")]
    metadata_hash: str
    summary: Annotated[str, Meta(description="how many rows landed, how many are in quarantine")]


class InputRefused(Event, frozen=True, kw_only=True):
    """A received file is not what it must be; it stays in the inbox. 文件被拒收。"""

    name: ClassVar[str] = "zhanbi.input.refused"
    file_name: str
    reason: Annotated[str, Meta(description="why, and what to do next")]


class SnapshotPublished(Event, frozen=True, kw_only=True):
    """Readers see a new snapshot. 新快照已发布。"""

    name: ClassVar[str] = "zhanbi.snapshot.published"
    fingerprint: Annotated[str, Meta(description="what it was built from; build_info in the snapshot holds the same")]
    changes: Annotated[dict[str, int], Meta(description="figures that differ from the snapshot before, by cause")]


class ClaimDisagrees(Event, frozen=True, kw_only=True):
    """A statement of a bulletin does not hold by arithmetic. 公报表述与核算不符。Once, until it changes."""

    name: ClassVar[str] = "zhanbi.claim.disagrees"
    claim_id: Annotated[str, Meta(description="the row of claim_audit in the snapshot")]
    kind: Annotated[str, Meta(description="share, excess over target, growth …")]
    area: str
    indicator_name: str
    formula: str
    stated: Annotated[str, Meta(description="what the bulletin prints")]
    expected: Annotated[str, Meta(description="what the arithmetic allows")]


class PublicationOverdue(Event, frozen=True, kw_only=True):
    """What a source should have published by now has not come. 应发布而未收到。Once a period."""

    name: ClassVar[str] = "zhanbi.publication.overdue"
    source: Annotated[str, Meta(description="name in sources.yml")]
    title: str
    period_end: Annotated[date, Meta(description="last day of the period it should describe")]
    due_on: Annotated[date, Meta(description="the day by which it should have come")]


EVENTS: tuple[type[Event], ...] = (
    FileReceived,
    BulletinLanded,
    ExtractLanded,
    InputRefused,
    SnapshotPublished,
    ClaimDisagrees,
    PublicationOverdue,
)


def schema_of(event: type[Event]) -> dict[str, Any]:
    """The JSON schema of the payload."""
    schema: dict[str, Any] = msgspec.json.schema(event)["$defs"][event.__name__]
    del schema["title"], schema["description"]
    return schema


def page() -> str:
    """docs/events.md: each event with what it means and the schema of its payload."""
    parts = [
        "# Events\n\nWritten from `schemas/events.py` by `python -m schemas.events`. While `zhanbi serve` runs, each is an event of "
        "Prefect: the payload is as below, the resource is `zhanbi` with the name of the event and what it is about. An automation of "
        "your own can answer any of them. An event is a hint; the sweep at 02:00 is the guarantee.\n"
    ]
    for event in EVENTS:
        schema = json.dumps(schema_of(event), ensure_ascii=False, indent=2)
        parts.append(f"\n## {event.name}\n\n{event.__doc__}\n\n```json\n{schema}\n```\n")
    return "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
