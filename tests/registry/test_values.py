"""Printed values as typed ones."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.registry import values
from schemas.profiles import profile

FORMS = ["{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0.year}/{0.month}/{0.day}", "{0:%Y%m%d}", "{0.year}年{0.month}月{0.day}日",
         "{0:%Y.%m.%d}", "{0:%Y-%m-%d} 00:00:00", "{0:%Y-%m-%d}T08:30:00"]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.tuples(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(FORMS)), min_size=1))
def test_usual_forms_of_a_date_are_read(pairs):
    printed = pl.Series([form.format(day) for day, form in pairs])
    assert values.dates(printed).to_list() == [day for day, _ in pairs]


@pytest.mark.parametrize(
    "text", ["2022-02-30", "2023-13-01", "长期", "0203-01-01", "20230", "2023-6", "45107", "2023-06-30x", None]
)
def test_what_is_no_date_is_null(text):
    assert values.dates(pl.Series([text], dtype=pl.String)).to_list() == [None]


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("20(万)", "200000", "CNY"),
        ("5,000(万元人民币)", "50000000", "CNY"),
        ("5，000（万元人民币）", "50000000", "CNY"),
        ("60万元人民币", "600000", "CNY"),
        ("500.55万人民币", "5005500", "CNY"),
        ("人民币5万元", "50000", "CNY"),
        ("1234.56元", "1234.56", "CNY"),
        ("100(万美元)", "1000000", "USD"),
        ("100万港币", "1000000", "HKD"),
        ("#(万美元)", None, None),
        ("5000", None, None),  # yuan or ten thousand yuan: not told
        ("不详", None, None),
    ],
)
def test_capital_as_really_written(text, amount, currency):
    read = values.capital(pl.Series([None, text, text]))
    expected = None if amount is None else Decimal(amount)
    assert [column.to_list() for column in read] == [[None, expected, expected], [None, currency, currency]]


@pytest.mark.parametrize(
    ("column", "printed", "ours"),
    [
        ("status", "存续（在营、开业、在册）", "active"),
        ("status", "吊销，未注销", "revoked"),
        ("status", "注销", "deregistered"),
        ("status", "迁出", "迁出"),
        ("entity_type", "有限责任公司(自然人投资或控股)", "enterprise"),
        ("entity_type", "个体工商户", "self_employed"),
        ("entity_type", "个体", "self_employed"),
        ("entity_type", "农民专业合作社", "cooperative"),
    ],
)
def test_coded_values(column, printed, ours):
    spellings = profile("default").market_entities.values[column]
    assert values.coded(pl.Series([printed, None]), spellings).to_list() == [ours, None]


def test_codes_lose_what_printing_added():
    printed = pl.Series(["'91110000600037341l", " ９１11 0000600037341L\t", None, "149900"])
    assert values.code(printed).to_list() == ["91110000600037341L", "91110000600037341L", None, "149900"]


def test_a_source_may_print_days_in_a_form_of_its_own():
    printed = pl.Series(["2023-06-30", "30/06/2023", "31/06/2023", "Jun 30, 2023", None])
    day = date(2023, 6, 30)
    assert values.dates(printed).to_list() == [day, None, None, None, None]
    assert values.dates(printed, ("%d/%m/%Y", "%b %d, %Y")).to_list() == [day, day, None, day, None]
