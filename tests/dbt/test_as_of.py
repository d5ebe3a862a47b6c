"""What was known when, and what changed why: histories of bulletins, readings and decisions, against a recount by hand."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.warehouse.snapshot import MACROS
from tests.dbt.compiled import Models, compiled, empty_warehouse, run

pytestmark = pytest.mark.xdist_group("dbt")
START = datetime(2023, 8, 1, tzinfo=UTC)
HALF = date(2023, 6, 30)
INDICATORS = {1: "high_tech_firms", 2: "srdi_sme_firms"}  # by the place of the figure
PUBLISHED = {"a": date(2023, 7, 20), "b": date(2023, 8, 9), "c": date(2023, 7, 1)}
PUBLISHERS = {"a": "管委会", "b": "管委会", "c": "某市统计局"}  # b revises a; c is another's, and ranks before both
TITLES = {"a": "区工作进展", "b": "区工作进展（修订版）", "c": "区经济运行情况"}

Event = tuple[str, str, object]  # read, document, {place: value}; or action, document, (place, value)


@dataclass
class Told:
    """Lands events one minute apart in the raw tables."""

    connection: duckdb.DuckDBPyConnection
    events: list[Event] = field(default_factory=list)

    def at(self, number: int) -> datetime:
        return START + timedelta(minutes=number)

    def tell(self, action: str, document: str, content: object) -> None:
        number = len(self.events)
        self.events.append((action, document, content))
        if action == "read":
            self._read(number, document, content)
        else:
            self._decide(number, action, document, *content)

    def _read(self, number: int, document: str, figures: dict[int, int]) -> None:
        self._insert(
            "documents", reading_id=f"r{number}", document_id=document, file_name=f"{document}.txt", media_type="text/plain",
            encoding="utf-8", size_bytes=1, title=TITLES[document], publisher=PUBLISHERS[document], area="山西转型综改示范区",
            area_code="149900", province_code="140000", published_on=PUBLISHED[document], metadata_hash="m", reader_version="1",
            text="…", notes=[], landed_at=self.at(number),
        )  # fmt: skip
        for place, value in figures.items():
            start = 100 * place
            self._insert(
                "observations", reading_id=f"r{number}", document_id=document, observation_id=f"{document}-{place}",
                span_start=start + 6, span_end=start + 8, value_text=str(value), quote=f"高新技术企业{value}家",
                quote_start=start, quote_end=start + 9, element="", section="", indicator=INDICATORS[place],
                indicator_name="高新技术企业", breakdown="", measure="level", reported_value=value, reported_unit="家",
                value=value, unit="家", value_low=value, value_high=value, bound="exact", obs_status="actual",
                period_end=HALF, ref_area="self", reference="", rule="named>level", confidence=0.97, flags=[],
            )  # fmt: skip

    def _decide(self, number: int, action: str, document: str, place: int, value: int) -> None:
        changes = json.dumps({"value": str(value)} if action == "correct" else {})
        self._insert(
            "decisions", decision_id=f"d{number}", document_id=document, span_start=100 * place + 6, action=action,
            changes=changes, decided_by="张", reason="核对", decided_at=self.at(number),
        )  # fmt: skip

    def _insert(self, table: str, **row: object) -> None:
        marks = ", ".join("?" * len(row))
        self.connection.execute(f"insert into raw.{table} ({', '.join(row)}) values ({marks})", list(row.values()))


def known(events: list[Event]) -> set[tuple[str, int, str]]:
    """(figure, value, standing) after these events, worked out from the rules in docs/sources.md."""
    readings = {document: figures for action, document, figures in events if action == "read"}
    decided = {(doc, content[0]): (action, content[1]) for action, doc, content in events if action != "read"}
    figures = {}
    for document, stated in readings.items():
        for place, value in stated.items():
            action, corrected = decided.get((document, place), ("undo", 0))
            if action != "reject":
                figures[document, place] = (
                    corrected if action == "correct" else value,
                    action in ("confirm", "correct"),
                )
    revised = bool(readings.get("a")) and bool(readings.get("b"))
    out = set()
    for (document, place), (value, is_sure) in figures.items():
        rivals = [(doc, *figures[doc, at]) for doc, at in figures if at == place and not (doc == "a" and revised)]
        rank = (document != "c", -PUBLISHED[document].toordinal(), not is_sure)
        best = min(((doc != "c", -PUBLISHED[doc].toordinal(), not sure) for doc, _, sure in rivals), default=rank)
        superseded = document == "a" and revised
        out.add(
            (f"{document}-{place}", value, "superseded" if superseded else "current" if rank == best else "outranked")
        )
    return out


@pytest.fixture(scope="module")
def models(built) -> Models:
    return compiled(built, "observation_versions", "observations", "changes")


@pytest.fixture
def told(built, folder):
    with empty_warehouse(folder / "zhanbi.duckdb") as connection:
        yield Told(connection)


def publish(connection: duckdb.DuckDBPyConnection, models: Models) -> None:
    """A night's build: what is published is remembered for the next one's changes."""
    run(connection, models)
    connection.execute(
        "delete from history.published_figures; insert into history.published_figures by name from marts.figures"
    )


def as_of(connection: duckdb.DuckDBPyConnection, moment: datetime) -> set[tuple[str, int, str]]:
    rows = connection.execute(
        "select observation_id, value, standing from observations_as_of(?::timestamptz)", [moment]
    ).fetchall()
    return {(figure, int(value), standing) for figure, value, standing in rows}


def with_macro(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("use zhanbi.marts")
    (macro,) = [
        text for text in MACROS.read_text(encoding="utf-8").split(";\n") if "create macro observations_as_of" in text
    ]
    connection.execute(macro)


def test_land_revise_correct(told, models):
    """a says 40 and 7 at minute 0; b, its revision, says 41 and leaves 7 out at minute 1; at minute 2 a person corrects 41 to 44."""
    told.tell("read", "a", {1: 40, 2: 7})
    told.tell("read", "b", {1: 41})
    told.tell("correct", "b", (1, 44))
    run(told.connection, models)
    with_macro(told.connection)
    half = timedelta(seconds=30)
    landed = {("a-1", 40, "current"), ("a-2", 7, "current")}
    replaced = {("a-1", 40, "superseded"), ("a-2", 7, "superseded")}
    assert as_of(told.connection, told.at(0) - half) == set()
    assert as_of(told.connection, told.at(0)) == as_of(told.connection, told.at(0) + half) == landed
    assert (
        as_of(told.connection, told.at(1))
        == as_of(told.connection, told.at(1) + half)
        == replaced | {("b-1", 41, "current")}
    )
    assert (
        as_of(told.connection, told.at(2)) == as_of(told.connection, told.at(9)) == replaced | {("b-1", 44, "current")}
    )


values = st.sampled_from([40, 41])
place = st.sampled_from([1, 2])
document = st.sampled_from("abc")
event = st.one_of(
    st.tuples(st.just("read"), document, st.dictionaries(place, values, max_size=2)),
    st.tuples(st.sampled_from(["confirm", "correct", "reject", "undo"]), document, st.tuples(place, values)),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(event, min_size=1, max_size=7))
def test_what_was_known_is_what_a_recount_of_the_raw_tables_gives(built, folder, models, events):
    with empty_warehouse(folder / "zhanbi.duckdb") as connection:
        told = Told(connection)
        for one in events:
            told.tell(*one)
        run(connection, models)
        with_macro(connection)
        for number in range(-1, len(events)):
            for later in (0, 59):
                assert as_of(connection, told.at(number) + timedelta(seconds=later)) == known(events[: number + 1])
        now = connection.execute("select observation_id, value, standing from marts.observations").fetchall()
        assert {(figure, int(value), standing) for figure, value, standing in now} == known(events)


def changed(connection: duckdb.DuckDBPyConnection) -> set[tuple]:
    return set(
        connection.execute(
            "select figure_id, change, cause, value_before::int, value_after::int from marts.changes"
        ).fetchall()
    )


def test_a_revision_that_leaves_a_figure_out_is_a_change_with_its_cause(told, models):
    told.tell("read", "a", {1: 40, 2: 7})
    publish(told.connection, models)
    assert changed(told.connection) == {
        ("stated:a-1", "added", "new_source", None, 40),
        ("stated:a-2", "added", "new_source", None, 7),
    }
    told.tell("read", "b", {1: 41})
    publish(told.connection, models)
    assert changed(told.connection) == {
        ("stated:b-1", "changed", "revision", 40, 41),
        ("stated:a-2", "removed", "revision", 7, None),
    }
    told.tell("correct", "b", (1, 44))
    publish(told.connection, models)
    assert changed(told.connection) == {("stated:b-1", "changed", "correction", 41, 44)}
    told.tell("read", "c", {1: 45})  # the statistics office ranks before the zone
    publish(told.connection, models)
    assert changed(told.connection) == {("stated:c-1", "changed", "new_source", 44, 45)}
    told.tell("reject", "c", (1, 0))
    publish(told.connection, models)
    assert changed(told.connection) == {("stated:b-1", "changed", "correction", 45, 44)}
    publish(told.connection, models)
    assert changed(told.connection) == set()
