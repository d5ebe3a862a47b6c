import json

import pytest

from flows.warehouse.connection import writer
from flows.warehouse.decisions import decide
from schemas.errors import UsageError

WHO = {"decided_by": "张三", "reason": "核对原文"}


@pytest.fixture
def connection(tmp_path):
    with writer(tmp_path / "w.duckdb") as opened:
        columns = opened.execute("describe raw.observations").fetchall()
        row = {
            name: {"INTEGER": 0, "DOUBLE": 0.5, "VARCHAR[]": [], "DATE": None}.get(kind, "0")
            for name, kind, *_ in columns
        }
        row |= {"observation_id": "d-7", "document_id": "d", "span_start": 7}
        opened.execute(f"insert into raw.observations values ({', '.join('?' * len(row))})", list(row.values()))
        yield opened


def kept(connection):
    return connection.execute(
        "select document_id, span_start, action, changes, decided_by, reason from raw.decisions"
    ).fetchall()


def test_a_correction_is_kept_with_who_and_why_under_the_figures_place(connection):
    decide(connection, "d-7", "correct", changes={"value": "20.54", "indicator": "", "period_end": "2023-06-30"}, **WHO)
    ((document, start, action, changes, by, why),) = kept(connection)
    assert (document, start, action, by, why) == ("d", 7, "correct", "张三", "核对原文")
    assert json.loads(changes) == {"value": "20.54", "indicator": None, "period_end": "2023-06-30"}


def test_decisions_are_appended_never_replaced(connection):
    decide(connection, "d-7", "reject", changes={}, **WHO)
    decide(connection, "d-7", "undo", changes={}, **WHO)
    assert [row[2] for row in kept(connection)] == ["reject", "undo"]


@pytest.mark.parametrize(
    ("observation", "action", "changes", "who", "told"),
    [
        ("d-8", "confirm", {}, WHO, "no such observation"),
        ("d-7", "confirm", {}, {"decided_by": " ", "reason": "x"}, "--by"),
        ("d-7", "confirm", {}, {"decided_by": "张三", "reason": ""}, "--why"),
        ("d-7", "correct", {}, WHO, "column=value"),
        ("d-7", "confirm", {"measure": "share"}, WHO, "only `correct`"),
        ("d-7", "correct", {"quote": "x"}, WHO, "quote"),
        ("d-7", "correct", {"measure": "shares"}, WHO, "measure=shares"),
        ("d-7", "correct", {"period_end": "2023-06-31"}, WHO, "not a date"),
        ("d-7", "correct", {"value": "twenty"}, WHO, "not a number"),
        ("d-7", "correct", {"measure": ""}, WHO, "measure="),
    ],
)
def test_a_decision_that_cannot_be_applied_is_refused_and_not_kept(connection, observation, action, changes, who, told):
    with pytest.raises(UsageError, match=told):
        decide(connection, observation, action, changes=changes, **who)
    assert kept(connection) == []
