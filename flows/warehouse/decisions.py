"""What people decide about figures under review: appended, never overwritten, applied at the next build."""

import json
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal
from uuid import uuid4

import duckdb

from flows.warehouse.clock import next_moment
from schemas import vocabulary
from schemas.errors import UsageError

Action = Literal["confirm", "correct", "reject", "undo"]
TEXT = ("indicator_name", "breakdown", "ref_area", "reference")
DATES = ("period_start", "period_end")
CODES = {
    "indicator": lambda: {entry.code for entry in vocabulary.indicators()},
    "programme": lambda: {entry.code for entry in vocabulary.programmes()},
    "measure": lambda: {entry.code for entry in vocabulary.measures()},
    "bound": lambda: {"exact", "at_least", "at_most", "about"},
    "obs_status": lambda: {"actual", "estimate", "forecast", "plan"},
}
CORRECTABLE = (*CODES, *TEXT, *DATES, "value")


def decide(
    connection: duckdb.DuckDBPyConnection,
    observation_id: str,
    action: Action,
    *,
    changes: dict[str, str],
    decided_by: str,
    reason: str,
) -> None:
    """Keep one decision. Raises UsageError when the figure is not known, or a change is not one that can be made."""
    if not decided_by.strip() or not reason.strip():
        raise UsageError("A decision needs who decided and why / 须注明决定人和理由. Give --by NAME and --why TEXT.")
    if (action == "correct") != bool(changes):
        raise UsageError("`correct` needs at least one column=value, and only `correct` takes them.")
    found = connection.execute(
        "select document_id, span_start from raw.observations where observation_id = ? limit 1", [observation_id]
    ).fetchone()
    if found is None:
        raise UsageError(f"{observation_id}: no such observation. `zhanbi review list` shows those that wait.")
    checked = json.dumps({column: _checked(column, value) for column, value in changes.items()}, ensure_ascii=False)
    connection.execute(
        "insert into raw.decisions values (?, ?, ?, ?, ?, ?, ?, ?)",
        [uuid4().hex, *found, action, checked, decided_by, reason, next_moment(connection, "decisions", "decided_at")],
    )


def _checked(column: str, value: str) -> Any:
    """The value as it will be stored; an empty one clears a column that may be empty."""
    if column not in CORRECTABLE:
        raise UsageError(f"{column}: not a column that can be corrected. Those are {', '.join(CORRECTABLE)}.")
    if value == "" and column in ("indicator", "programme", *DATES):
        return None
    if column in CODES and value not in CODES[column]():
        raise UsageError(f"{column}={value}: not in the vocabulary. schemas/vocabulary has the codes / 不在词表中.")
    try:
        if column in DATES:
            date.fromisoformat(value)
        elif column == "value":
            Decimal(value)
    except (ValueError, InvalidOperation) as error:
        raise UsageError(f"{column}={value}: not a {'date' if column in DATES else 'number'}.") from error
    return value
