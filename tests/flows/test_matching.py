"""The step between landing and the build: links are landed once, and again only when they change."""

from datetime import date

import duckdb
import pytest

from flows.matching import match_recognitions
from flows.warehouse import links
from flows.warehouse.layout import SCHEMA
from schemas.errors import UsageError
from tests.warehouse.test_history import land

WHO = {"decided_by": "张三", "reason": "核对证书"}
FIRM = ("山西甲乙科技有限公司", "active", "140105")
LISTED = [
    ("山西甲乙科技有限责任公司", None), ("山西丙丁旧名科技有限公司", None), ("从未登记的企业有限公司", None), ("山西甲乙科技有限公司", "X"),
]  # fmt: skip


@pytest.fixture
def connection():
    with duckdb.connect() as opened:
        opened.execute(SCHEMA.read_text(encoding="utf-8"))
        for number, (name, code) in enumerate(LISTED, 1):
            opened.execute(
                "insert into raw.recognitions (extract_id, row_number, programme, name, credit_code, valid_from) "
                "values ('list', ?, 'high_tech', ?, ?, date '2022-12-12')",
                [number, name, code],
            )
        land(opened, "spring", date(2023, 3, 31), {"A": FIRM, "B": ("山西丙丁旧名科技有限公司", "active", "140105")})
        land(opened, "summer", date(2023, 6, 30), {"A": FIRM, "B": ("山西丙丁科技有限公司", "active", "140105")})
        yield opened


def held(connection) -> list[tuple]:
    return connection.execute(
        "select row_number, credit_code, reason from raw.recognition_links order by matched_at, row_number"
    ).fetchall()


def test_each_row_without_a_code_is_linked_or_left_for_review_with_its_reason(connection):
    said = match_recognitions(connection)
    assert held(connection) == [(1, "A", "key"), (2, "B", "old_name"), (3, None, "unknown")]
    assert said == "2 list rows linked, 1 for review; 3 are new or changed"


def test_a_second_night_adds_nothing_and_a_new_register_only_what_it_changes(connection):
    match_recognitions(connection)
    assert match_recognitions(connection).endswith("; 0 are new or changed")
    land(
        connection, "autumn", date(2023, 9, 30), {"C": ("从未登记的企业有限公司", "active", "140105")}, coverage="delta"
    )
    match_recognitions(connection)
    assert held(connection)[3:] == [(3, "C", "name")]


def test_a_shop_of_the_same_name_is_not_the_firm(connection):
    connection.execute("update history.entity_versions set entity_type = 'self_employed' where credit_code = 'A'")
    match_recognitions(connection)
    assert held(connection)[0][1] is None


def test_decisions_are_appended_with_who_when_and_why(connection):
    links.decide(connection, LISTED[2][0], None, "link", credit_code="B", **WHO)
    links.decide(connection, LISTED[2][0], None, "undo", **WHO)
    rows = connection.execute(
        "select name, action, credit_code, decided_by, reason from raw.link_decisions order by decided_at"
    ).fetchall()
    assert rows == [(LISTED[2][0], "link", "B", "张三", "核对证书"), (LISTED[2][0], "undo", None, "张三", "核对证书")]


@pytest.mark.parametrize(
    ("name", "action", "code", "who", "told"),
    [
        ("没有此名", "reject", None, WHO, "on no list"),
        (LISTED[0][0], "link", "Z", WHO, "in no landed register"),
        (LISTED[0][0], "link", None, WHO, "needs the credit code"),
        (LISTED[0][0], "reject", "A", WHO, "only `link`"),
        (LISTED[0][0], "reject", None, WHO | {"reason": " "}, "who decided and why"),
    ],
)
def test_a_decision_that_cannot_be_kept_says_why(connection, name, action, code, who, told):
    with pytest.raises(UsageError, match=told):
        links.decide(connection, name, None, action, credit_code=code, **who)
    assert connection.execute("select count(*) from raw.link_decisions").fetchone() == (0,)
