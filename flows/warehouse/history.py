"""The history of market entities: which state held from when to when, by register, kept up to date extract by extract.

The history of a code follows from the rows of the register's extracts in the order of the days they describe, whatever
the order in which they landed. An extract that states for a code what the history says already for that day changes
nothing of it: so only the codes for which it says something else are touched.
"""

from typing import Any

import duckdb
import msgspec

from flows.warehouse.transactions import transaction

# what makes a state; another capital alone is no news for any count
STATE = (
    "name",
    "entity_type",
    "status",
    "registered_on",
    "ended_on",
    "authority_code",
    "division_code",
    "industry_code",
)
ADDRESSES = (
    "住所",
    "注册地址",
    "住所(经营场所)",
    "住所（经营场所）",
    "经营场所",
    "企业地址",
    "地址",
)  # headers, by preference
_COLUMNS = ", ".join((*STATE, "address"))
_ADDRESS = "coalesce(" + ", ".join(f"""extra ->> '$."{header}"'""" for header in ADDRESSES) + ")"
_STATED = f"extract_id, credit_code, {', '.join(STATE)}, case when extra is not null then {_ADDRESS} end as address"
_IN_FORCE = "register_code = $register and valid_from <= $as_of and (valid_to is null or $as_of < valid_to)"

# the codes of which the extract says something else than the history; of a full one also those that it leaves out
_CHANGED = f"""
create or replace temp table changed as
select credit_code
from (
    select credit_code, hash({_COLUMNS}) as state
    from (select {_STATED} from raw.market_entities where extract_id = $extract)
) as stated
{{join}} (select credit_code, hash({_COLUMNS}) as state from history.entity_versions where {_IN_FORCE}) as held
    using (credit_code)
where stated.state is distinct from held.state
"""
_CLOSE = """
update history.entity_versions set valid_to = $as_of
where register_code = $register and valid_to is null and credit_code in (select credit_code from changed)
"""
_OPEN = f"""
insert into history.entity_versions by name
select $register as register_code, credit_code, $as_of as valid_from, {_COLUMNS}
from (select {_STATED} from raw.market_entities where extract_id = $extract)
where credit_code in (select credit_code from changed)
"""
_FORGET = """
delete from history.entity_versions
where register_code = $register and credit_code in (select credit_code from changed)
"""
# a full extract says of every code that it has it, or has it not; of a day's extracts the last landed has the last word
_RETELL = f"""
insert into history.entity_versions by name
with extracts as (
    select extract_id, as_of, coverage, row_number() over (order by as_of, landed_at, extract_id) as position
    from raw.extracts
    where kind = 'market_entities' and area_code = $register
        and extract_id in (select extract_id from history.extracts union all select $extract)
),
in_force as (
    select extracts.*
    from extracts
    left join (select as_of, max(position) as position from extracts where coverage = 'full' group by as_of) as whole using (as_of)
    where whole.position is null or extracts.position >= whole.position
),
listed_rows as (
    select {_STATED}
    from raw.market_entities
    where credit_code in (select credit_code from changed) and extract_id in (select extract_id from in_force)
),
stated as (
    select changed.credit_code, in_force.as_of, listed_rows.credit_code is not null as listed, hash({_COLUMNS}) as state, {_COLUMNS}
    from changed
    cross join in_force
    left join listed_rows on listed_rows.extract_id = in_force.extract_id and listed_rows.credit_code = changed.credit_code
    where in_force.coverage = 'full' or listed_rows.credit_code is not null
    qualify row_number() over (partition by changed.credit_code, in_force.as_of order by in_force.position desc) = 1
),
turns as (
    select * from stated
    qualify (listed, state) is distinct from (lag((listed, state)) over (partition by credit_code order by as_of))
),
versions as (
    select *, as_of as valid_from, lead(as_of) over (partition by credit_code order by as_of) as valid_to from turns
)
select $register as register_code, credit_code, valid_from, valid_to, {_COLUMNS} from versions where listed
"""


class Applied(msgspec.Struct, frozen=True):
    """An extract that the history now holds, and how many codes it changed."""

    extract_id: str
    changed: int


def update(connection: duckdb.DuckDBPyConnection) -> list[Applied]:
    """Bring the history up to date with every landed register, each in a transaction; those it holds cost nothing."""
    pending = connection.execute(
        "select extract_id, area_code, as_of, coverage, rows_landed from raw.extracts anti join history.extracts "
        "using (extract_id, rows_landed) where kind = 'market_entities' order by as_of, landed_at, extract_id"
    ).fetchall()
    return [_apply(connection, *extract) for extract in pending]


def rebuild(connection: duckdb.DuckDBPyConnection) -> list[Applied]:
    """Make the whole history anew from the raw rows: after a change of what makes a state."""
    connection.execute("truncate history.entity_versions; truncate history.extracts")
    return update(connection)


def _apply(
    connection: duckdb.DuckDBPyConnection, extract: str, register: str, as_of: Any, coverage: str, rows: int
) -> Applied:
    given = {"extract": extract, "register": register, "as_of": as_of}
    with transaction(connection):
        join = "full join" if coverage == "full" else "left join"
        _run(connection, _CHANGED.format(join=join), given)
        for statement in (_CLOSE, _OPEN) if _is_latest(connection, register, as_of) else (_FORGET, _RETELL):
            _run(connection, statement, given)
        connection.execute(
            "insert or replace into history.extracts values (?, ?, ?, ?)", [extract, register, as_of, rows]
        )
        changed = connection.execute("select count(*) from changed").fetchone()
        connection.execute("drop table changed")
    return Applied(extract, changed[0] if changed else 0)


def _is_latest(connection: duckdb.DuckDBPyConnection, register: str, as_of: Any) -> bool:
    """Whether the history of the register ends before this day, so that nothing later is to be weighed."""
    found = connection.execute(
        "select count(*) from history.extracts where register_code = ? and as_of >= ?", [register, as_of]
    ).fetchone()
    return found == (0,)


def _run(connection: duckdb.DuckDBPyConnection, statement: str, given: dict[str, Any]) -> None:
    """Execute with those of the parameters that the statement names: DuckDB refuses the others."""
    connection.execute(statement, {name: value for name, value in given.items() if f"${name}" in statement})
