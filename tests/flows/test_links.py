"""`zhanbi match` on a warehouse of its own."""

import duckdb
import pytest

from flows.warehouse.connection import writer
from tests.flows.test_cli import zhanbi
from tests.flows.test_matching import LISTED

NAME = LISTED[2][0]
WHO = ("--by", "张三", "--why", "核对证书")


@pytest.fixture
def data(tmp_path):
    with writer(tmp_path / "zhanbi.duckdb") as opened:
        opened.execute(
            "insert into raw.recognitions (extract_id, row_number, programme, name, city, valid_from) "
            "values ('list', 1, 'high_tech', ?, '太原市', date '2022-12-12')",
            [NAME],
        )
    return tmp_path


def test_a_name_is_rejected_and_the_decision_taken_back(data):
    for action in ("reject", "undo"):
        done = zhanbi("match", action, NAME, "--city", "太原市", *WHO, data=data)
        assert done.returncode == 0 and "next `zhanbi run`" in done.stdout, done.stderr
    with duckdb.connect(str(data / "zhanbi.duckdb"), read_only=True) as opened:
        rows = opened.execute(
            "select name, city, action, decided_by from raw.link_decisions order by decided_at"
        ).fetchall()
    assert rows == [(NAME, "太原市", "reject", "张三"), (NAME, "太原市", "undo", "张三")]


def test_a_wrong_decision_is_wrong_use(data):
    done = zhanbi("match", "link", NAME, "91140105000000002E", "--city", "太原市", *WHO, data=data)
    assert done.returncode == 2 and "in no landed register" in done.stderr
    assert zhanbi("match", "reject", NAME, *WHO, data=data).returncode == 2  # without its city it is another name
