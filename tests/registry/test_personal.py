"""Personal data must not land and must not be seen in the quarantine."""

import json
from pathlib import Path

import polars as pl
import pytest

from flows.registry.personal import looks_like_a_person, without_numbers
from schemas.errors import Refused
from tests.registry.registers import HEADER, ROWS, changed, table

PEOPLE = ("王某甲", "李某乙", "张某丙")


def everything(judged) -> str:
    return judged.good.write_json() + judged.refused.write_json()


def test_personal_columns_do_not_land(judge):
    rows = [[*row, "13812345678"] for row in ROWS]
    judged = judge(table(rows, [*HEADER, "联系电话"]))
    assert judged.personal_columns == ["法定代表人", "联系电话"]
    assert judged.unknown_columns == []
    assert not any(person in everything(judged) for person in PEOPLE)
    assert "13812345678" not in everything(judged)


def test_the_quarantine_shows_them_masked(judge):
    judged = judge(table(changed(1, 成立日期="2024-01-01")))
    assert json.loads(judged.refused["raw"][0])["法定代表人"] == "王**"
    assert not any(person in everything(judged) for person in PEOPLE)


def test_a_shifted_row_shows_no_person_in_another_column(judge):
    shifted = [ROWS[0][0], *ROWS[0][2:], "王某甲"]
    judged = judge(table([shifted, *ROWS[1:]]))
    assert judged.refused.height == 1
    raw = json.loads(judged.refused["raw"][0])
    assert "王某甲" not in raw.values() and "存续" in raw.values()


def test_a_ragged_row_shows_no_person(judge):
    judged = judge(table(ROWS) + "91110000600037341L,样例有限公司,王某甲,电话0351-7123456,13812345678\n")
    raw = json.loads(judged.refused["raw"][0])
    assert raw == ["91110000600037341L", "样例有限公司", "王**", "电话**", "**"]


def test_a_business_under_its_owners_name_lands_masked(judge):
    judged = judge(table(changed(2, 企业名称="李某乙")))
    assert judged.good["name"].to_list() == ["样例一有限公司", "李**", "样例三合作社"]
    assert "李某乙" not in everything(judged)


def test_a_file_without_header_does_not_show_its_first_row(judge):
    with pytest.raises(Refused) as refused:
        judge(table(ROWS[1:], ROWS[0]))
    assert "王某甲" not in str(refused.value) and "91110000600037341L" not in str(refused.value)


@pytest.mark.parametrize("number", ["13812345678", "0351-7123456", "140105199001011234", "14010519900101123X"])
@pytest.mark.parametrize("around", ["{}", "电话{}转", "{};{}", "({})", "a:{} b:{}"])
def test_numbers_of_people_are_masked_in_free_text(number, around):
    shown = pl.DataFrame({"x": [around.format(number, number)]}).select(without_numbers(pl.col("x"))).item()
    assert number not in shown and "**" in shown


@pytest.mark.parametrize("number", ["91110000600037341L", "20230630", "138123456789", "1000000.00"])
def test_other_numbers_stay(number):
    assert pl.DataFrame({"x": [number]}).select(without_numbers(pl.col("x"))).item() == number


@pytest.mark.parametrize(
    ("name", "person"), [("王某", True), ("欧阳某某", True), ("老王小吃店", False), ("便利店", False), ("A公司", False)]
)
def test_who_looks_like_a_person(name, person):
    assert pl.DataFrame({"x": [name]}).select(looks_like_a_person(pl.col("x"))).item() == person


def test_no_model_reads_what_was_kept_in_clear():
    models = list(Path("dbt_project/models").rglob("*.sql"))
    assert len(models) > 50
    assert [path.name for path in models if "personal" in path.read_text(encoding="utf-8")] == []
