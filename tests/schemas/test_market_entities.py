"""Every rule of raw.market_entities, each shown by a row that breaks it."""

from datetime import date

import polars as pl
import pytest

from flows.registry.judging import reasons
from schemas.market_entities import MarketEntities

GOOD = {
    "row_number": 1,
    "credit_code": "91110000600037341L",
    "name": "样例有限公司",
    "entity_type": "enterprise",
    "status": "deregistered",
    "registered_on": date(2015, 3, 1),
    "ended_on": date(2020, 1, 1),
    "authority_code": "149900",
    "division_code": "140105",
    "industry_code": "3911",
    "capital_amount": None,
    "capital_currency": None,
    "capital_text": None,
    "extra": None,
    "as_of": date(2023, 6, 30),
    "repeated": False,
    "unreadable": False,
    "damaged": False,
}
BAD = [  # what is changed, the codes of the reasons
    ({"credit_code": None}, ["credit_code_missing"]),
    ({"credit_code": "91110000600037341"}, ["credit_code_form"]),
    ({"credit_code": "9111000060003734IL"}, ["credit_code_form"]),
    ({"credit_code": "911100006000373410"}, ["credit_code_check_digit"]),
    ({"credit_code": "91990105000000003U"}, ["credit_code_authority"]),
    ({"credit_code": "91140406000000003F", "as_of": date(2017, 6, 30), "ended_on": None}, ["credit_code_authority"]),
    ({"repeated": True}, ["credit_code_duplicate"]),
    ({"name": None}, ["name_missing"]),
    ({"entity_type": None}, ["entity_type_missing"]),
    ({"entity_type": "事业单位"}, ["entity_type_unknown"]),
    ({"status": None}, ["status_missing"]),
    ({"status": "筹建"}, ["status_unknown"]),
    ({"registered_on": None}, ["registered_on_missing"]),
    ({"registered_on": date(2023, 7, 1), "ended_on": None}, ["registered_on_future"]),
    ({"ended_on": None, "unreadable": True}, ["ended_on_unreadable"]),
    ({"ended_on": date(2015, 2, 28)}, ["ended_on_before_registered_on"]),
    ({"ended_on": date(2023, 7, 1)}, ["ended_on_future"]),
    ({"status": "active"}, ["ended_on_of_active"]),
    ({"authority_code": None}, ["authority_code_missing"]),
    ({"authority_code": "1499"}, ["authority_code_form"]),
    ({"authority_code": "990101"}, ["authority_code_area"]),
    ({"authority_code": "140466"}, ["authority_code_area"]),
    ({"authority_code": "140481", "registered_on": date(2022, 1, 1), "ended_on": None}, ["authority_code_date"]),
    ({"authority_code": "140406", "as_of": date(2017, 12, 31), "ended_on": None}, ["authority_code_date"]),
    ({"division_code": "1401050"}, ["division_code_form"]),
    ({"division_code": "990101"}, ["division_code_area"]),
    ({"division_code": "140466001"}, ["division_code_area"]),
    ({"division_code": "142201001002"}, ["division_code_date"]),
    ({"industry_code": "C65"}, ["industry_code_unknown"]),
    ({"industry_code": "6510"}, ["industry_code_unknown"]),
    ({"damaged": True}, ["characters_damaged"]),
    ({"name": None, "status": "?", "repeated": True}, ["name_missing", "status_unknown", "credit_code_duplicate"]),
]
FINE = [
    {"ended_on": None},  # deregistered, the day not known
    {"status": "active", "ended_on": None},
    {"ended_on": date(2015, 3, 1)},
    {"registered_on": date(2023, 6, 30), "ended_on": date(2023, 6, 30)},
    {"authority_code": "100000"},
    {"division_code": None},
    {"authority_code": "140481"},  # registered in 2015, dropped in 2018
    {"authority_code": "140481", "registered_on": date(2021, 12, 31), "ended_on": None},
    {"authority_code": "140899"},  # 运城经济技术开发区
    {"authority_code": "110302"},  # 北京经济技术开发区
    {"authority_code": "120222"},  # 武清, no county since 2000
    {"division_code": "140481", "as_of": date(2024, 1, 1)},
    {"industry_code": "6510", "as_of": date(2016, 6, 30), "ended_on": None},  # GB/T 4754-2011
    {"industry_code": "C"},
    {"industry_code": "C3911"},
    {"division_code": "140105001"},
    {"division_code": "140105001002"},
]


def candidates(*changes: dict) -> pl.DataFrame:
    types = {name: column.dtype.type for name, column in MarketEntities.to_schema().columns.items()}
    return pl.DataFrame([GOOD | change for change in changes], schema=types)


def codes(frame: pl.DataFrame) -> list[list[str]]:
    return [[reason.split(":")[0] for reason in row] for row in reasons(frame, MarketEntities).to_list()]


@pytest.mark.parametrize(("change", "expected"), BAD, ids=lambda value: str(value)[:60])
def test_a_bad_row_is_refused_for_every_reason_and_no_other(change, expected):
    assert [sorted(row) for row in codes(candidates({}, change, {}))] == [[], sorted(expected), []]


@pytest.mark.parametrize("change", FINE, ids=str)
def test_a_row_that_only_looks_odd_passes(change):
    assert codes(candidates(change)) == [[]]


def test_a_refused_code_is_told_with_the_days_it_was_held_against():
    change = {"authority_code": "140481", "registered_on": date(2022, 1, 1), "ended_on": None}
    ((reason,),) = reasons(candidates(change), MarketEntities).to_list()
    assert reason.endswith(" [140481, 2022-01-01, 2023-06-30]")


def test_every_rule_is_shown_by_a_bad_row():
    columns = MarketEntities.to_schema().columns
    declared = {check.name for column in columns.values() for check in column.checks}
    declared |= {f"{name}_missing" for name, column in columns.items() if column.title and not column.nullable}
    assert {reason for _, expected in BAD for reason in expected} == declared


def test_reasons_are_for_people():
    for row in reasons(candidates(*(change for change, _ in BAD)), MarketEntities).to_list():
        for reason in row:
            code, text = reason.split(": ", 1)
            chinese, english = text.split(" / ", 1)
            assert code.isidentifier() and english.isascii() and not chinese.isascii()


def test_all_good_rows_have_no_reasons():
    assert codes(candidates({}, {})) == [[], []]
    assert codes(candidates({}).clear()) == []
