"""Every rule of raw.recognitions, each shown by a row that breaks it."""

from datetime import date

import polars as pl
import pytest

from flows.registry.judging import reasons
from schemas.recognitions import Recognitions

GOOD = {
    "row_number": 1,
    "programme": "high_tech",
    "name": "样例有限公司",
    "credit_code": "91110000600037341L",
    "certificate_number": "GR202014000001",
    "valid_from": date(2020, 12, 3),
    "valid_to": date(2023, 12, 3),
    "city": "太原市",
    "extra": None,
    "as_of": date(2023, 9, 30),
    "repeated": False,
    "unreadable": False,
    "damaged": False,
}
BAD = [
    ({"programme": "unicorn"}, ["programme_unknown"]),
    ({"name": None}, ["name_missing"]),
    ({"credit_code": "91110000600037341"}, ["credit_code_form"]),
    ({"credit_code": "911100006000373410"}, ["credit_code_check_digit"]),
    ({"credit_code": "91990105000000003U"}, ["credit_code_authority"]),
    ({"certificate_number": "GR2020140001"}, ["certificate_number_form"]),
    ({"certificate_number": "XR202014000001"}, ["certificate_number_form"]),
    ({"certificate_number": "GR202114000001"}, ["certificate_number_year"]),
    ({"certificate_number": "GR201814000001"}, ["certificate_number_year"]),
    ({"repeated": True}, ["certificate_duplicate"]),
    ({"valid_from": None}, ["valid_from_missing"]),
    ({"valid_from": date(2023, 10, 1), "certificate_number": None, "valid_to": None}, ["valid_from_future"]),
    ({"valid_to": None, "unreadable": True}, ["valid_to_unreadable"]),
    ({"valid_to": date(2020, 12, 3)}, ["valid_to_before_valid_from"]),
    ({"valid_to": date(2032, 12, 3)}, ["valid_to_beyond_programme"]),
    ({"valid_to": date(2024, 12, 4)}, ["valid_to_beyond_programme"]),
    ({"damaged": True}, ["characters_damaged"]),
    (
        {"name": None, "credit_code": "x", "repeated": True},
        ["name_missing", "credit_code_form", "certificate_duplicate"],
    ),
]
FINE = [
    {"credit_code": None},  # lists without codes are the normal case
    {"valid_to": None},
    {"valid_from": date(2023, 9, 30), "valid_to": date(2026, 9, 30), "certificate_number": None},
    {"certificate_number": None, "city": None},
    {"certificate_number": "GR201914000001"},  # recognised at the end of 2019
    {"certificate_number": "GF202014000001"},  # 复审
    {"valid_to": date(2024, 12, 3)},
    {"programme": "srdi_sme", "certificate_number": "晋专精特新2020140001"},
    {"valid_from": date(2020, 2, 29), "certificate_number": None, "valid_to": date(2023, 2, 28)},
]


def candidates(*changes: dict) -> pl.DataFrame:
    types = {name: column.dtype.type for name, column in Recognitions.to_schema().columns.items()}
    return pl.DataFrame([GOOD | change for change in changes], schema=types)


def codes(frame: pl.DataFrame) -> list[list[str]]:
    return [[reason.split(":")[0] for reason in row] for row in reasons(frame, Recognitions).to_list()]


@pytest.mark.parametrize(("change", "expected"), BAD, ids=lambda value: str(value)[:60])
def test_a_bad_row_is_refused_for_every_reason_and_no_other(change, expected):
    assert [sorted(row) for row in codes(candidates({}, change, {}))] == [[], sorted(expected), []]


@pytest.mark.parametrize("change", FINE, ids=str)
def test_a_row_that_only_looks_odd_passes(change):
    assert codes(candidates(change)) == [[]]


def test_every_rule_is_shown_by_a_bad_row():
    columns = Recognitions.to_schema().columns
    declared = {check.name for column in columns.values() for check in column.checks}
    declared |= {f"{name}_missing" for name, column in columns.items() if column.title and not column.nullable}
    assert {reason for _, expected in BAD for reason in expected} == declared
