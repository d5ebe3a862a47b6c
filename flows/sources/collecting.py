"""What a source offers anew, brought into the inbox, and remembered so that it comes once."""

import json
import threading
from pathlib import Path

from flows.sources.declared import Source
from flows.sources.delivery import deliver
from flows.warehouse.files import write_text
from schemas.errors import Refused, Transient, ZhanbiError

_one_at_a_time = threading.Lock()  # of those who write the ledger: `zhanbi serve` asks several sources at once
_ASK_AGAIN = (
    "Is the share mounted, the disk not full, the file readable? The next run asks again. 请检查共享、磁盘和权限。"
)


def collect(source: Source, inbox: Path, ledger: Path) -> tuple[list[Path], list[ZhanbiError]]:
    """Bring what is new or changed; returns what came, and what could not be taken. Raises Transient where the source is not there.

    What is killed on the way brings some of it once more, which lands nothing.
    """
    came: list[Path] = []
    refused: list[ZhanbiError] = []
    if source.place is None:
        return came, refused
    mine = _known(ledger).get(source.name, {})
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
            except OSError as error:
                refused.append(Transient(f"{getattr(offered, 'key', '')}: {error.strerror or error}. {_ASK_AGAIN}"))
    except OSError as error:
        raise Transient(f"{source.name}: {error.strerror or error} ({error.filename}). {_ASK_AGAIN}") from error
    finally:
        with _one_at_a_time:
            known = _known(ledger) | {source.name: mine}
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
