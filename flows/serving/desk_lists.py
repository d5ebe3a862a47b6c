"""What waits on the review desk, and how one decision of its forms is kept. Lists come from the snapshot and the quarantine."""

import json
from collections.abc import Mapping
from typing import Any, cast, get_args

import duckdb

from flows.replay import replay
from flows.settings import Settings
from flows.site.rows import Row, Snapshot
from flows.warehouse import decisions, links, quarantine
from flows.warehouse.connection import reader, writer
from schemas.errors import UsageError

LISTS = ("names", "periods", "figures", "claims", "quarantine", "decided")
MOST = 100  # rows of one list that are shown at once; what is decided makes room for the next
LOCK_SECONDS = 2  # a person waits for an answer; the night keeps the warehouse for minutes
_FIGURES = """
select reviews.*, placed.href, placed.period_start, placed.period_end from reviews join placed using (observation_id)
where reviews.review_state = 'open' and {which} order by reviews.confidence, observation_id limit $most
"""
_CLAIMS = "select * from claims where verdict = 'disagrees' order by claim_id limit $most"
_NAMES = """
select name, city, any_value(reason) as reason, max(link_score) as score, any_value(candidates) as candidates,
    list(distinct programme) as programmes
from link_reviews where review_state = 'open' group by name, city order by score desc nulls last, name limit $most
"""
_DECIDED = """
select 'figure' as kind, left(document_id, 16) || '-' || span_start as key, null as city, action, changes::varchar as changes,
    decided_by, reason, decided_at
from raw.decisions
union all
select 'name', name, city, action, credit_code, decided_by, reason, decided_at from raw.link_decisions
union all
select 'row', quarantine_id, null, 'dismiss', file_name || ' ' || row_number, decided_by, decision_note, decided_at
from raw.quarantine where state = 'dismissed' and decided_by <> 'zhanbi'
order by decided_at desc limit $most
"""


def waiting(settings: Settings, which: str) -> list[Row]:
    """The rows of one list. Raises Transient where the night holds the warehouse that the list is in."""
    if which in ("quarantine", "decided"):
        with writer(settings.warehouse, wait_seconds=LOCK_SECONDS) as connection:
            if which == "decided":
                return _rows(connection.execute(_DECIDED, {"most": MOST}))
            return [row._asdict() for row in quarantine.refusals(connection, "open", None, MOST)]
    with reader(settings.published) as connection:
        return _published(Snapshot(connection), which)


def first_waiting(settings: Settings) -> str:
    """The first list of the snapshot that anything is in: where one begins."""
    with reader(settings.published) as connection:
        snapshot = Snapshot(connection)
        return next((which for which in LISTS[:4] if _published(snapshot, which)), "quarantine")


def _published(snapshot: Snapshot, which: str) -> list[Row]:
    if which == "names":
        found = snapshot.rows(_NAMES, {"most": MOST})
        return [{**row, "candidates": json.loads(row["candidates"] or "[]")} for row in found]
    if which == "claims":
        return snapshot.rows(_CLAIMS, {"most": MOST})
    unresolved = "list_contains(placed.flags, 'period_unresolved')"
    return snapshot.rows(
        _FIGURES.format(which=unresolved if which == "periods" else f"not {unresolved}"), {"most": MOST}
    )


def decide(settings: Settings, form: Mapping[str, str], by: str) -> str:
    """Keep one decision of a form, with who and why; returns what was done. Raises UsageError, or Transient at the lock."""
    kind, key, action, why = (form.get(name, "") for name in ("kind", "key", "action", "why"))
    if kind not in _KINDS:
        raise UsageError(f"{kind}: not a kind of decision / 不是可作的决定.")
    with writer(settings.warehouse, wait_seconds=LOCK_SECONDS) as connection:
        return _KINDS[kind](settings, connection, form, key, action, by, why)


def key_of(row: Row) -> tuple[str, str]:
    """What a decision about a row of a list is about: the fields `key` and `city` of its form."""
    key = row.get("observation_id") or row.get("name") or row.get("quarantine_id") or ""
    return str(key), str(row.get("city") or "")


def _figure(_: Settings, connection: duckdb.DuckDBPyConnection, form: Mapping[str, str], *about: str) -> str:
    key, action, by, why = about
    changes = {}
    if action == "correct":
        changes = {name: form[name] for name in decisions.CORRECTABLE if form.get(name)}
    if action not in get_args(decisions.Action):
        raise UsageError(f"{action}: not a decision about a figure / 不是对数的决定.")
    decisions.decide(connection, key, cast(decisions.Action, action), changes=changes, decided_by=by, reason=why)
    return f"{key}: {action}"


def _name(_: Settings, connection: duckdb.DuckDBPyConnection, form: Mapping[str, str], *about: str) -> str:
    key, action, by, why = about
    if action not in links.ACTIONS:
        raise UsageError(f"{action}: not a decision about a name / 不是对名称的决定.")
    code = (form.get("credit_code") or None) if action == "link" else None
    links.decide(
        connection,
        key,
        form.get("city") or None,
        cast(links.Action, action),
        credit_code=code,
        decided_by=by,
        reason=why,
    )
    return f"{key}: {action}"


def _row(settings: Settings, connection: duckdb.DuckDBPyConnection, _: Mapping[str, str], *about: str) -> str:
    key, action, by, why = about
    if action == "dismiss":
        quarantine.dismiss(connection, [key], by, why)
        return f"{key[: quarantine.SHORT]}: dismissed 已驳回"
    if action == "undo":
        quarantine.reopen(connection, [key], by, why)
        return f"{key[: quarantine.SHORT]}: open again 已重新打开"
    if action != "replay":
        raise UsageError(f"{action}: not a decision about a refused row / 不是对隔离记录的决定.")
    row = quarantine.refusal(connection, key)
    extracts = [e for e in quarantine.open_extracts(connection, row.file_name) if e.extract_id == row.source_id]
    landed = sum(replay(connection, extract, settings, by, why).landed for extract in extracts)
    return f"{row.file_name}: {landed} rows landed 行入库"


_KINDS = {"figure": _figure, "name": _name, "row": _row}


def _rows(cursor: Any) -> list[Row]:
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
