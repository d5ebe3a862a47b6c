"""What a person must know of: each thing told once, until it changes, with what to do next."""

import hashlib
import json
import logging
from pathlib import Path

import msgspec

from flows.alerts.channels import Channel, Message, NotSent
from flows.warehouse.files import write_text
from schemas.events import Event

SHOWN = 20  # alerts spelt out in one message
log = logging.getLogger("zhanbi.alerts")


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that needs somebody. `kind` and `about` name it; when `what` is another, it is told again."""

    kind: str
    about: str
    what: str
    next_step: str
    event: Event | None = None  # that says the same to automations

    @property
    def key(self) -> str:
        return f"{self.kind} {self.about}"

    @property
    def state(self) -> str:
        return hashlib.sha256(self.what.encode()).hexdigest()


def tell(current: list[Alert], kinds: tuple[str, ...], ledger: Path, channels: list[Channel]) -> list[Alert]:
    """Tell what is new among `current`, the whole of these kinds as they stand now; returns it.

    What has gone is forgotten, so that it is told when it comes back. What a channel could not send stays untold, and
    is tried again the next time, on every channel.
    """
    told = _told(ledger)
    new = [alert for alert in current if told.get(alert.key) != alert.state]
    sent = _send(new, channels)
    standing = {alert.key for alert in current}
    kept = {key: state for key, state in told.items() if key.split(" ")[0] not in kinds or key in standing}
    if sent:
        kept |= {alert.key: alert.state for alert in new}
    if kept != told:
        write_text(ledger, json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True))
    return new


def _send(new: list[Alert], channels: list[Channel]) -> bool:
    for alert in new:
        log.warning("%s %s: %s %s", alert.kind, alert.about, alert.what, alert.next_step)
    ok = True
    for channel in channels if new else []:
        try:
            channel(digest(new))
        except NotSent as failure:
            log.error("%s The alerts stay untold there; the next run tries again.", failure)
            ok = False
    return ok


def digest(alerts: list[Alert]) -> Message:
    """All alerts as one message; the page of the night has those that are too many for it."""
    kinds = sorted({alert.kind for alert in alerts})
    title = f"zhanbi 占比: {len(alerts)} 条提醒 alert{'s' if len(alerts) > 1 else ''} ({', '.join(kinds)})"
    lines = [
        f"- **{alert.kind}** {alert.about}\n  {alert.what}\n  下一步 Next: {alert.next_step}"
        for alert in alerts[:SHOWN]
    ]
    if len(alerts) > SHOWN:
        lines.append(f"- … 另有 and {len(alerts) - SHOWN} more: site/night/index.html")
    return Message(title=title, text="\n".join(lines))


def _told(ledger: Path) -> dict[str, str]:
    try:
        return dict(json.loads(ledger.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}
    except ValueError:
        log.warning("%s: not readable; every standing alert is told once more.", ledger)
        return {}
