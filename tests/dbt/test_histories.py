"""Counts over generated extracts, full and delta, in whatever order they land, against a recount in plain Python.

The models run as dbt compiled them, each example in a database of its own.
"""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.warehouse import history
from tests.dbt.compiled import Models, compiled, empty_warehouse, run

pytestmark = pytest.mark.xdist_group("dbt")
ZONE, PROVINCE = "149900", "140000"
DAYS = [date(2023, 3, 31), date(2023, 6, 30), date(2023, 9, 30)]
LIFE = (date(2022, 1, 1), date(2023, 6, 30), date(2023, 7, 1))
State = tuple[str, date, date | None]  # authority, registered, ended
Kind = tuple[str, str]  # coverage, file name
Register = tuple[str, date, Kind, dict[str, State]]  # area, as_of, kind, rows
Listed = tuple[str, date, Kind, dict[tuple[str, date], date | None]]  # area, as_of, kind, (code, first day) -> end
FULL, DELTA, OTHER = ("full", "a.csv"), ("delta", "a.csv"), ("delta", "b.csv")

state = st.tuples(
    st.sampled_from(["149900", "140105", "150105"]), st.sampled_from(LIFE[:2]), st.none() | st.sampled_from(LIFE[1:])
)
registers = st.tuples(
    st.sampled_from([PROVINCE, PROVINCE, ZONE]), st.sampled_from(DAYS), st.sampled_from([FULL, FULL, DELTA, OTHER]),
    st.dictionaries(st.sampled_from("ABCDE"), state, max_size=5),
)  # fmt: skip
certificate = st.tuples(
    st.sampled_from("ABCDEF"), st.sampled_from([date(2020, 4, 1), date(2022, 7, 1), date(2023, 6, 30)])
)
lists = st.tuples(
    st.just(PROVINCE), st.sampled_from(DAYS), st.sampled_from([FULL, DELTA, OTHER]),
    st.dictionaries(certificate, st.none() | st.just(date(2023, 7, 15)), max_size=6),
)  # fmt: skip


@pytest.fixture(scope="module")
def models(built) -> Models:
    return compiled(built, "cohort_counts")


def counted(models, warehouse: Path, market: list[Register], recognised: list[Listed]) -> dict[tuple, int]:
    """(area, day, entity type or programme) -> count, as the models have it."""
    with empty_warehouse(warehouse) as connection:
        for number, extract in enumerate(market):
            _land(connection, f"register-{number}", number, "market_entities", *extract[:3], None)
            for row, (code, (authority, registered, ended)) in enumerate(extract[3].items(), 1):
                connection.execute(
                    "insert into raw.market_entities (extract_id, row_number, credit_code, name, entity_type, status, registered_on, ended_on, authority_code) "
                    "values (?, ?, ?, '企业', 'enterprise', ?, ?, ?, ?)",
                    [f"register-{number}", row, code, "deregistered" if ended else "active", registered, ended, authority],
                )  # fmt: skip
            history.update(connection)
        for number, extract in enumerate(recognised):
            _land(connection, f"list-{number}", number, "recognitions", *extract[:3], "high_tech")
            for row, ((code, start), end) in enumerate(extract[3].items(), 1):
                connection.execute(
                    "insert into raw.recognitions (extract_id, row_number, programme, name, credit_code, valid_from, valid_to) values (?, ?, 'high_tech', '企业', ?, ?, ?)",
                    [f"list-{number}", row, code, start, end],
                )
        run(connection, models)
        rows = connection.execute(
            "select area_code, as_of, coalesce(programme, entity_type), count from marts.cohort_counts"
        ).fetchall()
        return {
            (area, day, cohort): count for area, day, cohort, count in rows if cohort in ("enterprise", "high_tech")
        }


def _land(
    connection, extract: str, number: int, kind: str, area: str, as_of: date, sort: Kind, programme: str | None
) -> None:
    connection.execute(
        "insert into raw.extracts by name select ? as extract_id, ? as file_name, ? as kind, ? as programme, ? as area_code, ?::date as as_of, "
        "? as coverage, 'p' as profile, true as synthetic, 'm' as metadata_hash, 0 as rows_read, 0 as rows_landed, 0 as rows_quarantined, "
        "'{}' as column_names, [] as unknown_columns, ?::timestamptz as landed_at",
        [extract, sort[1], kind, programme, area, as_of, sort[0], datetime(2024, 1, 1, 0, number, tzinfo=UTC)],
    )


def recount(market: list[Register], recognised: list[Listed]) -> dict[tuple, int]:
    """The same by hand: the register that answers, as it stood; who is in the area, alive, and holds a certificate."""
    found = {}
    for area in (ZONE, PROVINCE):
        for day in {extract[1] for extract in (*market, *recognised)}:
            answers = [e for e in market if e[0] in (area, PROVINCE) and e[1] >= day and _whole(market, e)]
            if not answers:
                continue
            own, known = min((e[1], e[0] != PROVINCE, e[0]) for e in answers)[2], min(e[1] for e in answers)
            stood = _stood(market, own, known)
            roster = _stood(market, ZONE, known)
            inside = {code for code, (authority, _, _) in stood.items() if authority == "149900" or code in roster}
            alive = {code for code, (_, start, end) in stood.items() if start <= day and (end is None or day < end)}
            here = {code for code in alive if code in inside or (area == PROVINCE and stood[code][0].startswith("14"))}
            found[area, day, "enterprise"] = len(here)
            if any(extract[1] >= day for extract in recognised):
                found[area, day, "high_tech"] = len(here & _holding(recognised, day))
    return found


def _stood(market: list[Register], area: str, day: date) -> dict[str, State]:
    register: dict[str, State] = {}
    for extract in sorted((e for e in _uncorrected(market) if e[0] == area and e[1] <= day), key=lambda e: e[1]):
        register = dict(extract[3]) if extract[2] == FULL else register | extract[3]
    return register


def _uncorrected(extracts: list) -> list:
    """Without the deltas that were delivered again for their area and day under their name."""
    return [e for n, e in enumerate(extracts) if e[2] == FULL or not any(o[:3] == e[:3] for o in extracts[n + 1 :])]


def _whole(market: list[Register], extract: Register) -> bool:
    """A full register, or a delta landed after one of its day, or one of a day after one."""
    return any(
        full[2] == FULL and full[0] == extract[0] and (full[1], place) <= (extract[1], market.index(extract))
        for place, full in enumerate(market)
    )


def _holding(recognised: list[Listed], day: date) -> set[str]:
    """Who holds a certificate: the last word on each, three years where no end is printed, none for whom a full list leaves out."""
    heard = [e for n, e in enumerate(recognised) if not any(o[1:3] == e[1:3] for o in recognised[n + 1 :])]
    holding = set()
    for code, start in {key for extract in heard for key in extract[3]}:
        said = [e for e in sorted(heard, key=lambda e: e[1]) if (code, start) in e[3]]
        end = said[-1][3][code, start] or start.replace(year=start.year + 3)
        gone = [
            e[1]
            for e in heard
            if e[2] == FULL
            and e[1] > said[-1][1]
            and not any(key[0] == code for o in heard if o[1] == e[1] for key in o[3])
        ]
        if start <= day < min([end, *gone]):
            holding.add(code)
    return holding


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(market=st.lists(registers, min_size=1, max_size=5), recognised=st.lists(lists, max_size=4))
def test_counts_on_every_day_equal_a_recount(models, folder, market, recognised):
    assert counted(models, folder / "zhanbi.duckdb", market, recognised) == recount(market, recognised)


def test_the_recount_itself_tells_a_zone_from_its_province():
    market = [
        (
            PROVINCE,
            DAYS[1],
            FULL,
            {"A": ("149900", LIFE[0], None), "B": ("140105", LIFE[0], None), "C": ("140105", LIFE[0], DAYS[1])},
        )
    ]
    assert recount(market, []) == {(ZONE, DAYS[1], "enterprise"): 1, (PROVINCE, DAYS[1], "enterprise"): 2}
