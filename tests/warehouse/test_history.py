"""The history against a recount from the raw extracts in plain Python, in whatever order they land."""

from datetime import UTC, date, datetime, timedelta

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.warehouse import history
from flows.warehouse.layout import SCHEMA, migrations

DAYS = [date(2023, month, 1) for month in (1, 4, 7, 10)]
SPRING, SUMMER, AUTUMN = date(2023, 3, 31), date(2023, 6, 30), date(2023, 9, 30)
ALIKE = "山西样例001100012452公司", "山西样例001800012457公司"  # of one hash() in DuckDB 1.5
Rows = dict[str, tuple[str, str, str]]  # code -> name, status, authority


def warehouse() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(SCHEMA.read_text(encoding="utf-8"))
    return connection


@pytest.fixture
def connection():
    with warehouse() as opened:
        yield opened


def land(
    connection,
    extract: str,
    as_of: date,
    rows: Rows,
    coverage="full",
    register="140000",
    minute=0,
    first_row=1,
    file="",
) -> None:
    """Land one register and bring the history up to date."""
    connection.execute(
        "insert into raw.extracts by name select ? as extract_id, ? as file_name, 'market_entities' as kind, "
        "? as area_code, ?::date as as_of, ? as coverage, 'p' as profile, true as synthetic, 'm' as metadata_hash, "
        "? as rows_read, ? as rows_landed, 0 as rows_quarantined, '{}' as column_names, [] as unknown_columns, ?::timestamptz as landed_at",
        [
            extract,
            file or extract,
            register,
            as_of,
            coverage,
            len(rows),
            len(rows),
            datetime(2023, 12, 1, 0, minute, tzinfo=UTC),
        ],
    )
    land_rows(connection, extract, rows, first_row)
    history.update(connection)


def land_rows(connection, extract: str, rows: Rows, first_row=1) -> None:
    for number, (code, (name, status, authority)) in enumerate(rows.items(), first_row):
        connection.execute(
            "insert into raw.market_entities (extract_id, row_number, credit_code, name, entity_type, status, registered_on, "
            "authority_code) values (?, ?, ?, ?, 'enterprise', ?, date '2020-01-01', ?)",
            [extract, number, code, name, status, authority],
        )


def tell_anew(connection) -> None:
    """As after the migration that empties the history."""
    (migration,) = (each.path for each in migrations() if each.name == "histories_anew")
    connection.execute(migration.read_text(encoding="utf-8"))
    assert everything(connection) == []
    history.update(connection)


def versions(connection, code="A") -> list[tuple]:
    return connection.execute(
        "select valid_from, valid_to, name, status, authority_code from history.entity_versions where credit_code = ? order by 1",
        [code],
    ).fetchall()


def everything(connection) -> list[tuple]:
    return connection.execute("select * from history.entity_versions order by all").fetchall()


A = ("甲公司", "active", "140105")


def test_a_changed_name_a_move_a_revocation_and_a_restoration_each_begin_a_version(connection):
    states = [
        A,
        ("甲新公司", "active", "140105"),
        ("甲新公司", "active", "149900"),
        ("甲新公司", "revoked", "149900"),
        ("甲新公司", "active", "149900"),
    ]
    days = [SPRING + timedelta(days=30 * number) for number in range(len(states))]
    for number, (day, state) in enumerate(zip(days, states, strict=True)):
        land(connection, f"e{number}", day, {"A": state})
    assert versions(connection) == [
        (day, end, *state) for day, end, state in zip(days, [*days[1:], None], states, strict=True)
    ]


def test_a_new_name_that_duckdb_hashes_as_the_old_one_begins_a_version(connection):
    old, new = ALIKE
    land(connection, "one", SPRING, {"A": (old, "active", "149900")})
    land(connection, "two", SUMMER, {"A": (new, "active", "149900")})
    assert [name for _, _, name, _, _ in versions(connection)] == [old, new]


def test_what_did_not_change_is_not_written_again(connection):
    land(connection, "e1", SPRING, {"A": A, "B": A})
    land(connection, "e2", SUMMER, {"A": A, "B": ("乙公司", "active", "140105")})
    land(connection, "e3", AUTUMN, {"A": A, "B": ("乙公司", "active", "140105")})
    assert versions(connection) == [(SPRING, None, *A)]
    assert len(versions(connection, "B")) == 2
    assert history.update(connection) == []


def test_a_full_register_ends_those_it_leaves_out_and_a_delta_does_not(connection):
    land(connection, "e1", SPRING, {"A": A, "B": A})
    land(connection, "d", SUMMER, {"B": ("乙公司", "deregistered", "140105")}, coverage="delta")
    assert versions(connection) == [(SPRING, None, *A)]
    land(connection, "e2", AUTUMN, {"B": ("乙公司", "deregistered", "140105")})
    assert versions(connection) == [(SPRING, AUTUMN, *A)]


def test_a_late_extract_lands_in_its_place(connection):
    land(connection, "e1", SPRING, {"A": A})
    land(connection, "e3", AUTUMN, {"A": A})
    land(connection, "late", SUMMER, {"A": ("甲旧公司", "active", "140105")})
    assert [row[:3] for row in versions(connection)] == [
        (SPRING, SUMMER, "甲公司"), (SUMMER, AUTUMN, "甲旧公司"), (AUTUMN, None, "甲公司"),
    ]  # fmt: skip


def test_of_two_extracts_of_one_day_the_last_landed_holds(connection):
    land(connection, "e1", SPRING, {"A": A, "B": A}, minute=1)
    land(connection, "corrected", SPRING, {"A": ("甲正公司", "active", "140105")}, minute=2)
    assert [row[:3] for row in versions(connection)] == [(SPRING, None, "甲正公司")]
    assert versions(connection, "B") == []


def test_a_corrected_delta_replaces_the_one_it_corrects_and_no_other(connection):
    land(connection, "e1", SPRING, {"A": A, "B": A, "C": A})
    changed = {code: (f"{code}新公司", "active", "140105") for code in "ABC"}
    land(connection, "d1", SUMMER, {"A": changed["A"], "B": changed["B"]}, coverage="delta", minute=1, file="六月.csv")
    land(connection, "d2", SUMMER, {"C": changed["C"]}, coverage="delta", minute=2, file="六月另册.csv")
    land(connection, "d3", SUMMER, {"A": changed["A"]}, coverage="delta", minute=3, file="六月.csv")
    assert [row[:3] for row in versions(connection)] == [(SPRING, SUMMER, "甲公司"), (SUMMER, None, "A新公司")]
    assert versions(connection, "B") == [(SPRING, None, *A)], "no longer named: as it was"
    assert len(versions(connection, "C")) == 2, "another list of the day stays"


def test_a_correction_takes_back_a_firm_that_only_the_wrong_list_named(connection):
    land(connection, "d1", SUMMER, {"A": A, "B": A}, coverage="delta", minute=1, file="新设.csv")
    land(connection, "d2", SUMMER, {"B": A}, coverage="delta", minute=2, file="新设.csv")
    assert versions(connection) == []
    assert versions(connection, "B") == [(SUMMER, None, *A)]


def test_rows_replayed_into_a_list_that_was_corrected_change_nothing(connection):
    land(connection, "d1", SUMMER, {"A": A}, coverage="delta", minute=1, file="新设.csv")
    land(connection, "d2", SUMMER, {"A": A}, coverage="delta", minute=2, file="新设.csv")
    land_rows(connection, "d1", {"B": A}, first_row=2)
    connection.execute("update raw.extracts set rows_landed = 2 where extract_id = 'd1'")
    history.update(connection)
    assert versions(connection, "B") == []


def test_a_replayed_row_comes_into_the_history_of_its_day(connection):
    land(connection, "e1", SPRING, {"A": A})
    land(connection, "e2", SUMMER, {"A": A, "B": A})
    land_rows(connection, "e1", {"B": A}, first_row=2)
    connection.execute("update raw.extracts set rows_landed = 2 where extract_id = 'e1'")
    assert [(applied.extract_id, applied.changed) for applied in history.update(connection)] == [("e1", 1)]
    assert versions(connection, "B") == [(SPRING, None, *A)]


def test_the_registers_of_two_areas_do_not_touch_each_other(connection):
    land(connection, "province", SPRING, {"A": A})
    land(connection, "zone", SUMMER, {"B": A}, register="149900")
    assert versions(connection) == [(SPRING, None, *A)]


def test_the_address_is_taken_from_the_columns_kept_aside(connection):
    land(connection, "e1", SPRING, {"A": A})
    connection.execute("""update raw.market_entities set extra = '{"备注": "x", "注册地址": "综改示范区学府园区"}'""")
    tell_anew(connection)
    assert connection.execute("select address from history.entity_versions").fetchall() == [("综改示范区学府园区",)]


def test_a_failure_half_way_leaves_the_history_as_it_was(connection, monkeypatch):
    land(connection, "e1", SPRING, {"A": A})
    before = everything(connection)
    with monkeypatch.context() as patch:
        patch.setattr(history, "_OPEN", "select error('disk full')")
        with pytest.raises(duckdb.Error, match="disk full"):
            land(connection, "e2", SUMMER, {"A": ("甲新公司", "active", "140105")})
    assert everything(connection) == before
    history.update(connection)
    assert len(versions(connection)) == 2


states = st.tuples(
    st.sampled_from(["甲", "乙"]), st.sampled_from(["active", "revoked"]), st.sampled_from(["140105", "149900"])
)
extracts = st.tuples(
    st.sampled_from(DAYS),
    st.sampled_from([("full", "a"), ("delta", "a"), ("delta", "b")]),
    st.dictionaries(st.sampled_from("ABCD"), states, max_size=4),
)


def recount(landed: list[tuple[date, tuple[str, str], Rows]], day: date) -> Rows:
    """The register as it stood on a day: the extracts up to it, one after the other; those of one day as they landed.

    A delta that was delivered again for its day under its name counts as delivered last.
    """
    register: Rows = {}
    last = {(as_of, kind): number for number, (as_of, kind, _) in enumerate(landed)}
    for number, (as_of, kind, rows) in sorted(enumerate(landed), key=lambda extract: extract[1][0]):
        if as_of <= day and (kind[0] == "full" or last[as_of, kind] == number):
            register = dict(rows) if kind[0] == "full" else register | rows
    return register


@settings(max_examples=60, deadline=None)
@given(st.lists(extracts, min_size=1, max_size=7))
def test_the_state_on_any_day_is_that_of_a_recount(landed):
    with warehouse() as connection, pytest.MonkeyPatch.context() as patch:
        patch.setattr(history, "MOST_RETOLD", 1)  # in several parts
        for number, (as_of, (coverage, file), rows) in enumerate(landed):
            land(connection, f"e{number}", as_of, rows, coverage, minute=number, file=file)
        for day in [day + timedelta(days=shift) for day in DAYS for shift in (-1, 0, 1)]:
            found = connection.execute(
                "select credit_code, name, status, authority_code from history.entity_versions "
                "where valid_from <= ? and (valid_to is null or ? < valid_to)", [day, day],
            ).fetchall()  # fmt: skip
            assert len(found) == len({row[0] for row in found})  # intervals never overlap
            assert {code: tuple(state) for code, *state in found} == recount(landed, day)
        kept = everything(connection)
        assert all(row[3] is None or row[2] < row[3] for row in kept)
        tell_anew(connection)
        assert everything(connection) == kept
