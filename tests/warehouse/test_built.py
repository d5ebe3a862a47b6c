"""What a build may leave as it is: models that nothing changed can reach, and only while that is known for certain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.warehouse import built
from flows.warehouse.connection import writer
from tests.flows.conftest import House

CHILDREN = {"a": ["b", "f"], "b": ["d"], "f": ["c", "d"], "c": ["e"], "d": ["e"], "e": []}


@pytest.fixture
def connection(tmp_path):
    with writer(tmp_path / "zhanbi.duckdb") as opened:
        yield opened


def test_a_change_goes_all_ways():
    assert built.reached({"a"}, CHILDREN) == {"b", "f", "c", "d", "e"}
    assert built.reached({"f"}, CHILDREN) == {"c", "d", "e"}


@given(st.dictionaries(st.integers(0, 9), st.lists(st.integers(0, 9))), st.sets(st.integers(0, 9)))
def test_what_is_reached_is_closed(children, changed):
    graph = {str(parent): [str(child) for child in each] for parent, each in children.items()}
    start = {str(each) for each in changed}
    found = built.reached(start, graph)
    assert {child for each in start | found for child in graph.get(each, [])} == found


def test_every_landed_input_changes_the_sources_it_writes_and_no_other(tmp_path):
    house = House(tmp_path / "data")
    with writer(house.settings.warehouse) as connection:
        before = built.sources(connection)
    house.receive(house.drop_seed())
    with writer(house.settings.warehouse) as connection:
        after = built.sources(connection)
        changed = {part for part in built.ROWS if before[part] != after[part]}
        assert changed == {"zhanbi.documents", "zhanbi.observations", "zhanbi.attempts"}


def test_a_decision_about_a_refused_row_changes_the_quarantine(connection):
    connection.execute(
        "insert into raw.quarantine by name select 'q' as quarantine_id, 's' as source_id, 'market_entities' as kind, 'f.csv' as file_name, "
        "1 as row_number, '{}' as raw, ['why'] as reasons, 'open' as state, now() as quarantined_at"
    )
    before = built.sources(connection)
    connection.execute("update raw.quarantine set state = 'dismissed', decided_by = '张三'")
    assert {part for part in built.ROWS if before[part] != built.sources(connection)[part]} == {"zhanbi.quarantine"}


def test_a_changed_name_is_a_change_though_duckdb_hashes_both_alike(connection):
    one, other = "山西样例001100012452公司", "山西样例001800012457公司"
    assert connection.execute("select hash(?) = hash(?)", [one, other]).fetchone() == (True,)
    connection.execute(
        "insert into raw.link_decisions values ('d', ?, null, 'reject', null, '张三', 'why', now())", [one]
    )
    before = built.sources(connection)["zhanbi.link_decisions"]
    connection.execute("update raw.link_decisions set name = ?", [other])
    assert built.sources(connection)["zhanbi.link_decisions"] != before


def test_two_equal_rows_do_not_cancel_out(connection):
    row = "insert into raw.recognitions (extract_id, row_number, programme, name, valid_from) values ('e', 1, 'p', '甲', '2023-01-01')"
    contents = [built.sources(connection)["zhanbi.recognitions"]]
    for _ in range(3):
        connection.execute(row)
        contents.append(built.sources(connection)["zhanbi.recognitions"])
    assert len(set(contents)) == 4


def test_attempts_alone_are_no_reason_to_publish_anew(connection):
    before = built.sources(connection) | {built.DEFINITIONS: "d"}
    connection.execute(
        "insert into raw.attempts (attempt_id, file_name, outcome, message, started_at, finished_at, version) "
        "values ('t', 'f', 'unchanged', '', now(), now(), '1')"
    )
    after = built.sources(connection) | {built.DEFINITIONS: "d"}
    assert built.differs(before, after) and built.fingerprint(before) == built.fingerprint(after)
    assert built.fingerprint(after | {built.DEFINITIONS: "e"}) != built.fingerprint(after)


def test_a_build_that_did_not_end_well_is_not_remembered(connection):
    now = built.sources(connection) | {built.DEFINITIONS: "d"}
    built.recall(connection)
    built.remember(connection, now)
    assert built.recall(connection) == now
    built.forget(connection)
    assert built.recall(connection) == {} and built.differs({}, now)
