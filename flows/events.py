"""Our events as events of Prefect: emitted by a run, for automations to answer."""

import msgspec
from prefect.events import emit_event

from flows.warehouse.landing import Attempt
from schemas.events import BulletinLanded, Event, ExtractLanded


def emit(event: Event) -> None:
    """Hand the event to Prefect, which sends it in the background; nothing waits, and nothing fails, for want of a server."""
    emit_event(
        event=event.name,
        resource={"prefect.resource.id": f"{event.name}.{event.about()}", "prefect.resource.role": "zhanbi"},
        payload=msgspec.to_builtins(event),
    )


def emit_landed(attempt: Attempt) -> None:
    """What landed; a refusal is told with the night's alerts, once."""
    if attempt.outcome != "landed":
        return
    facts = {
        "file_name": attempt.file_name,
        "metadata_hash": str(attempt.metadata_hash),
        "summary": attempt.message,
    }
    if attempt.kind == "bulletin":
        emit(BulletinLanded(document_id=str(attempt.input_id), **facts))
    else:
        emit(ExtractLanded(extract_id=str(attempt.input_id), kind=str(attempt.kind), **facts))
