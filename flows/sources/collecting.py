"""What a source offers anew, brought into the inbox, and remembered so that it comes once."""

import json
from pathlib import Path

from flows.sources.declared import Source
from flows.sources.delivery import deliver
from flows.warehouse.files import write_text
from schemas.errors import Refused, ZhanbiError


def collect(source: Source, inbox: Path, ledger: Path) -> tuple[list[Path], list[Refused]]:
    """Bring what is new or changed; returns what came, and what could not be taken. Raises Transient where the source is not there.

    What is killed on the way brings some of it once more, which lands nothing.
    """
    came: list[Path] = []
    refused: list[Refused] = []
    if source.place is None:
        return came, refused
    known = _known(ledger)
    mine = known.setdefault(source.name, {})
    inbox.mkdir(parents=True, exist_ok=True)
    try:
        for offered in source.place.fetch(dict(mine)):
            try:
                if isinstance(offered, Refused):
                    raise offered
                named = offered._replace(name=f"{source.name}-{offered.name}")
                came.append(deliver(named, inbox, source.facts, source.place.most_bytes))
                mine[offered.key] = offered.stamp
            except Refused as refusal:
                refused.append(refusal)
    finally:
        write_text(ledger, json.dumps(known, ensure_ascii=False, indent=1))
    return came, refused


def _known(ledger: Path) -> dict[str, dict[str, str]]:
    try:
        return dict(json.loads(ledger.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise ZhanbiError(
            f"{ledger}: not readable ({error}). Remove it; everything comes once more and lands nothing."
        ) from error
