"""Which entity a list row without a credit code means: what the matching found, and what people decide about it."""

from typing import Literal, get_args
from uuid import uuid4

import duckdb
import polars as pl

from flows.warehouse.clock import next_moment
from schemas.errors import UsageError

Action = Literal["link", "reject", "undo"]
ACTIONS: tuple[Action, ...] = get_args(Action)
# headers under which lists print the industry code, where they do
_INDUSTRY = """coalesce(extra ->> '$."行业代码"', extra ->> '$."国民经济行业代码"')"""
_LISTED = f"""
select extract_id, row_number, name, city, case when extra is not null then {_INDUSTRY} end as industry
from raw.recognitions
where credit_code is null
order by extract_id, row_number
"""
# recognised are firms: a shop of the same name is not meant
_ENTITIES = """
select
    credit_code,
    name,
    bool_or(valid_to is null) as current,
    left(arg_max(authority_code, valid_from), 4) as place,
    arg_max(industry_code, valid_from) as industry
from history.entity_versions
where entity_type <> 'self_employed'
group by credit_code, name
"""
_LAND = """
insert into raw.recognition_links by name
select links.*, $now::timestamptz as matched_at
from links
anti join (
    select * from raw.recognition_links
    qualify row_number() over (partition by extract_id, row_number order by matched_at desc) = 1
) as held
    on held.extract_id = links.extract_id and held.row_number = links.row_number
    and held.credit_code is not distinct from links.credit_code and held.reason = links.reason
    and held.score = links.score and held.candidates::varchar = links.candidates
"""


def listed(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """The list rows without a credit code: extract_id, row_number, name, city, industry."""
    return connection.execute(_LISTED).pl()


def entities(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """The names that firms bear or bore: credit_code, name, current, place, industry."""
    return connection.execute(_ENTITIES).pl()


def land(connection: duckdb.DuckDBPyConnection, links: pl.DataFrame) -> int:
    """Append the links that say something else than the last ones about their rows; returns how many."""
    connection.register("links", links.drop("industry"))
    try:
        row = connection.execute(_LAND, {"now": next_moment(connection, "recognition_links", "matched_at")}).fetchone()
    finally:
        connection.unregister("links")
    return int(row[0]) if row else 0


def decide(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    city: str | None,
    action: Action,
    *,
    credit_code: str | None = None,
    decided_by: str,
    reason: str,
) -> None:
    """Keep what a person decided about a listed name: `link` to a code, `reject` every link, or `undo` the last decision.

    Raises UsageError when the name is on no list, the code is none, or who and why are not said.
    """
    if not decided_by.strip() or not reason.strip():
        raise UsageError("A decision needs who decided and why / 须注明决定人和理由. Give --by NAME and --why TEXT.")
    if (action == "link") != (credit_code is not None):
        raise UsageError("`link` needs the credit code of the entity, and only `link` takes one.")
    known = "select count(*) from history.entity_versions where credit_code = ?"
    if credit_code is not None and connection.execute(known, [credit_code]).fetchone() == (0,):
        raise UsageError(
            f"{credit_code}: in no landed register / 名录中无此代码. Check the code, or load its register first."
        )
    found = connection.execute(
        "select count(*) from raw.recognitions where name = ? and city is not distinct from ?", [name, city]
    ).fetchone()
    if found == (0,):
        raise UsageError(f"{name} ({city or 'no city'}): on no list. `zhanbi match list` shows those that wait.")
    connection.execute(
        "insert into raw.link_decisions values (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            uuid4().hex,
            name,
            city,
            action,
            credit_code,
            decided_by,
            reason,
            next_moment(connection, "link_decisions", "decided_at"),
        ],
    )
