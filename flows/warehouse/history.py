"""The history of market entities: which state held from when to when, by register, kept up to date extract by extract.

The history of a code follows from the rows of the register's extracts in the order of the days they describe, whatever
the order in which they landed. An extract that states for a code what the history says already for that day changes
nothing of it: so only the codes for which it says something else are touched.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
import msgspec

from flows.warehouse.transactions import transaction

MEMORY = "1500MB"  # for DuckDB's own buffers; the process stays under 2 GB at ten million entities
MOST_RETOLD = 1_000_000  # codes at a time
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
# DuckDB's own hash of texts of over eight bytes is equal for some that differ in two places
_HASH = "hash({})".format(
    ", ".join(f"md5_number_lower({c})" if c in ("name", "address") else c for c in (*STATE, "address"))
)
_ADDRESS = "coalesce(" + ", ".join(f"""extra ->> '$."{header}"'""" for header in ADDRESSES) + ")"
_STATED = f"extract_id, credit_code, {', '.join(STATE)}, case when extra is not null then {_ADDRESS} end as address"
_IN_FORCE = "register_code = $register and valid_from <= $as_of and (valid_to is null or $as_of < valid_to)"

# the first of its register: every code is new
_FIRST = f"""
insert into history.entity_versions by name
select $register as register_code, credit_code, $as_of as valid_from, {_COLUMNS}
from (select {_STATED} from raw.market_entities where extract_id = $extract)
"""
# the codes of which the extract says something else than the history; of a full one also those that it leaves out
_CHANGED = f"""
create or replace temp table changed as
select credit_code
from (
    select credit_code, {_HASH} as state
    from (select {_STATED} from raw.market_entities where extract_id = $extract)
) as stated
{{join}} (select credit_code, {_HASH} as state from history.entity_versions where {_IN_FORCE}) as held
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
# before all others: what it says holds until the next word on the code, or goes on where that word is the same
_BEFORE = f"""
create or replace temp table changed as
select credit_code, begins, least(begins, first_full) as ends, coalesce(begins <= first_full and stated.state = first.state, false) as goes_on
from (
    select credit_code, {_HASH} as state
    from (select {_STATED} from raw.market_entities where extract_id = $extract)
) as stated
left join (
    select credit_code, min(valid_from) as begins, arg_min({_HASH}, valid_from) as state
    from history.entity_versions
    where register_code = $register
    group by credit_code
) as first using (credit_code)
cross join (
    select coalesce(min(as_of), date '9999-12-31') as first_full
    from raw.extracts semi join history.extracts using (extract_id)
    where coverage = 'full' and kind = 'market_entities' and area_code = $register
)
"""
_EXTEND = """
update history.entity_versions as version set valid_from = $as_of
from changed
where goes_on and version.register_code = $register and version.credit_code = changed.credit_code and version.valid_from = begins
"""
_PREPEND = f"""
insert into history.entity_versions by name
select $register as register_code, credit_code, $as_of as valid_from, nullif(ends, date '9999-12-31') as valid_to, {_COLUMNS}
from (select {_STATED} from raw.market_entities where extract_id = $extract)
inner join changed using (credit_code)
where not goes_on
"""
# a corrected delta replaces the one it corrects, with those whom it no longer names
_CORRECTED = """
insert into changed
select credit_code from raw.market_entities
where extract_id in (
    select others.extract_id
    from raw.extracts as others
    semi join history.extracts using (extract_id)
    inner join raw.extracts as own on own.extract_id = $extract
    where others.kind = 'market_entities' and others.area_code = $register and others.as_of = $as_of
        and others.coverage = 'delta' and others.file_name = own.file_name and others.extract_id <> $extract
)
except select credit_code from changed
"""
_FORGET = """
delete from history.entity_versions
where register_code = $register and credit_code in (select credit_code from part)
"""
# a full extract says of every code that it has it, or has it not; of a day's extracts the last landed has the last word,
# and takes the place of the full ones, or the delta of its name, before it
_RETELL = f"""
insert into history.entity_versions by name
with extracts as (
    select extract_id, as_of, coverage, file_name, row_number() over (order by as_of, landed_at, extract_id) as position
    from raw.extracts
    where kind = 'market_entities' and area_code = $register
        and extract_id in (select extract_id from history.extracts union all select $extract)
),
in_force as (
    select extracts.*
    from extracts
    left join (select as_of, max(position) as position from extracts where coverage = 'full' group by as_of) as whole using (as_of)
    where whole.position is null or extracts.position >= whole.position
    qualify row_number() over (partition by as_of, coverage, file_name order by extracts.position desc) = 1
),
listed_rows as (
    select {_STATED}
    from raw.market_entities
    where credit_code in (select credit_code from part) and extract_id in (select extract_id from in_force)
),
stated as (
    select part.credit_code, in_force.as_of, listed_rows.credit_code is not null as listed, {_HASH} as state, {_COLUMNS}
    from part
    cross join in_force
    left join listed_rows on listed_rows.extract_id = in_force.extract_id and listed_rows.credit_code = part.credit_code
    where in_force.coverage = 'full' or listed_rows.credit_code is not null
    qualify row_number() over (partition by part.credit_code, in_force.as_of order by in_force.position desc) = 1
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
    if not pending:
        return []
    with _limited(connection):
        return [_apply(connection, *extract) for extract in pending]


def _apply(
    connection: duckdb.DuckDBPyConnection, extract: str, register: str, as_of: Any, coverage: str, rows: int
) -> Applied:
    given = {"extract": extract, "register": register, "as_of": as_of}
    with transaction(connection):
        earlier, later = _neighbours(connection, register, as_of)
        if earlier or later:
            count = _put_in_place(connection, given, coverage, earlier, later)
        else:
            count = _first(_run(connection, _FIRST, given))
        connection.execute(
            "insert or replace into history.extracts values (?, ?, ?, ?)", [extract, register, as_of, rows]
        )
    return Applied(extract, count)


def _put_in_place(
    connection: duckdb.DuckDBPyConnection, given: dict[str, Any], coverage: str, earlier: bool, later: bool
) -> int:
    """Among extracts that the history holds; returns of how many codes it says something else than they."""
    if later and not earlier:
        statements: tuple[str, ...] = (_BEFORE, _EXTEND, _PREPEND)
    else:
        changed = _CHANGED.format(join="full join" if coverage == "full" else "left join")
        correction = (_CORRECTED,) if coverage == "delta" else ()
        statements = (changed, *correction) if later else (changed, _CLOSE, _OPEN)
    for statement in statements:
        _run(connection, statement, given)
    count = _first(connection.execute("select count(*) from changed"))
    if earlier and later:
        _retell(connection, given, count)
    connection.execute("drop table changed")
    return count


def _retell(connection: duckdb.DuckDBPyConnection, given: dict[str, Any], changed: int) -> None:
    """Tell the histories of the changed codes anew, in parts that fit into memory."""
    parts = changed // MOST_RETOLD + 1
    for part in range(parts):
        connection.execute(
            "create or replace temp table part as select credit_code from changed where hash(credit_code) % ? = ?",
            [parts, part],
        )
        _run(connection, _FORGET, given)
        _run(connection, _RETELL, given)
    connection.execute("drop table part")


@contextmanager
def _limited(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Within MEMORY, and without keeping rows in an order that nobody asks for; afterwards as it was."""
    connection.execute(f"set memory_limit = '{MEMORY}'; set preserve_insertion_order = false")
    try:
        yield
    finally:
        connection.execute("reset memory_limit; reset preserve_insertion_order")


def _neighbours(connection: duckdb.DuckDBPyConnection, register: str, as_of: Any) -> tuple[bool, bool]:
    """Whether the history of the register has extracts of this day or earlier ones, and of this day or later ones."""
    found = connection.execute(
        "select count(*) filter (as_of <= $as_of), count(*) filter (as_of >= $as_of) from history.extracts "
        "where register_code = $register",
        {"register": register, "as_of": as_of},
    ).fetchone()
    return (found[0] > 0, found[1] > 0) if found else (False, False)


def _run(connection: duckdb.DuckDBPyConnection, statement: str, given: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    """Execute with those of the parameters that the statement names: DuckDB refuses the others."""
    return connection.execute(statement, {name: value for name, value in given.items() if f"${name}" in statement})


def _first(answer: duckdb.DuckDBPyConnection) -> int:
    """The number that the statement answers with."""
    return int((answer.fetchone() or (0,))[0])
