"""Values in words, as a statistician writes them."""

from datetime import date
from decimal import Decimal

import pytest

from flows.site import words


@pytest.mark.parametrize(
    ("start", "end", "zh", "en"),
    [
        ("2023-01-01", "2023-06-30", "2023年1—6月", "Jan–Jun 2023"),
        ("2023-01-01", "2023-12-31", "2023年", "2023"),
        ("2024-02-01", "2024-02-29", "2024年2月", "Feb 2024"),
        (None, "2023-06-30", "2023年6月末", "end of Jun 2023"),
        (None, "2023-06-15", "2023-06-15", "2023-06-15"),
        ("2021-01-01", "2023-06-30", "2021-01-01至2023-06-30", "2021-01-01 to 2023-06-30"),
        ("2023-01-01", "2023-05-20", "2023-01-01至2023-05-20", "2023-01-01 to 2023-05-20"),
        (None, None, "时期未定", "period unresolved"),
    ],
)
def test_periods(start, end, zh, en):
    assert words.period(start and date.fromisoformat(start), end and date.fromisoformat(end)) == (zh, en)


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        ("39786000000.0000000000", "元", ("397.86 亿元", "39.786 billion yuan")),
        ("52692.0000000000", "家", ("52,692 家", "52,692")),
        ("26.6000000000", "%", ("26.6%", "26.6%")),
        ("-6.4", "%", ("-6.4%", "-6.4%")),
        ("49", "个百分点", ("49 个百分点", "49 percentage points")),
        ("1", "个百分点", ("1 个百分点", "1 percentage point")),
        ("2500000", "平方米", ("250 万平方米", "2.5 million square metres")),
        ("3", "吨标准煤", ("3 吨标准煤", "3 tonnes of coal equivalent")),
        ("5", "万吨/年", ("5 万吨/年", "5 万吨/年")),
        ("100", "", ("100", "100")),
        ("0E-10", "个", ("0 个", "0")),
    ],
)
def test_amounts(value, unit, shown):
    assert words.amount(Decimal(value), unit) == shown


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        ("70", "亿元", ("70 亿元", "7 billion yuan")),
        ("12.5", "万吨", ("12.5 万吨", "125,000 tonnes")),
        ("3", "万分点", ("3 万分点", "3 per-myriad points")),  # a unit of its own
        ("334", "个", ("334 个", "334")),
        (None, "", ("–", "–")),
    ],
)
def test_values_in_the_unit_they_are_printed_in(value, unit, shown):
    assert words.measured(value and Decimal(value), unit) == shown


@pytest.mark.parametrize(
    ("formula", "zh", "en"),
    [
        ("部分 ÷ 总体 / part divided by whole: 7 ÷ ? = 26.6%; 总体应为 / implied whole 3903–3917",
         "部分 ÷ 总体: 7 ÷ ? = 26.6%; 总体应为 3903–3917", "part divided by whole: 7 ÷ ? = 26.6%; implied whole 3903–3917"),
        ("完成数减目标数 / achieved minus target (投资): 8 − 1 = 7", "完成数减目标数 (投资): 8 − 1 = 7", "achieved minus target (投资): 8 − 1 = 7"),
        ("447 ÷ 2113 = 21.2%", "447 ÷ 2113 = 21.2%", "447 ÷ 2113 = 21.2%"),
    ],
)  # fmt: skip
def test_a_formula_is_said_in_one_language_with_its_numbers_in_both(formula, zh, en):
    assert words.formula(formula) == (zh, en)


def test_an_interval_names_its_open_ends():
    rows = {"low": Decimal("75.875"), "high": None, "same": Decimal("5.0")}
    assert words.interval(rows, "low", "high") == "[75.875, +∞)"
    assert words.interval(rows, "same", "same") == "5"
    assert words.interval(rows, "high", "high") == "–"


def test_every_unseen_mark_is_shown_and_nothing_else_is_changed():
    assert (
        words.visible("占\u202e比\u200b\u2066\x00\x9b\ufeff") == "占⟦U+202E⟧比⟦U+200B⟧⟦U+2066⟧⟦U+0000⟧⟦U+009B⟧⟦U+FEFF⟧"
    )
    plain = "全区高新技术企业1040家，“小巨人”\t35家\n𠮷 é"
    assert words.visible(plain) == plain


@pytest.mark.parametrize(
    ("code", "zh"),
    [
        ("yoy", "同比"),
        ("of:全省", "占全省"),
        ("of:某省", "占某省"),
        ("vs:全国", "与全国相比"),
        ("start_of", "start_of"),
    ],
)
def test_references(code, zh):
    assert words.reference(code).zh == zh
    assert words.reference("") is None


def test_a_code_without_a_name_is_shown_as_it_is():
    assert words.label("verdict", "agrees") == ("相符", "agrees")
    assert words.label("verdict", "new") == ("new", "new")
