"""Numbers as printed: value, unit, bound."""

from decimal import Decimal

import pytest

from flows.bulletins.numerals import chinese_number
from flows.bulletins.quantities import find
from flows.bulletins.units import base_of


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("5382.45亿元", "5382.45", "亿元", "exact"),
        ("1,040家", "1040", "家", "exact"),
        ("2.5万亿元", "2.5", "万亿元", "exact"),
        ("1万余个", "1", "万个", "at_least"),
        ("150余次", "150", "次", "at_least"),
        ("200亿元以上", "200", "亿元", "at_least"),
        ("80%左右", "80", "%", "about"),
        ("3天以内", "3", "天", "at_most"),
        ("600元/头", "600", "元/头", "exact"),
        ("29μg/m³", "29", "μg/m³", "exact"),
        ("28.5微克每立方米", "28.5", "微克每立方米", "exact"),
        ("94.5万元/人", "94.5", "万元/人", "exact"),
        ("8GW", "8", "GW", "exact"),
        ("8211万千瓦", "8211", "万千瓦", "exact"),
        ("100亿千瓦时", "100", "亿千瓦时", "exact"),
        ("240万吨/年", "240", "万吨/年", "exact"),
        ("1.16万台", "1.16", "万台", "exact"),
        ("215.74/10万", "215.74", "/10万", "exact"),
        ("-2.54‰", "-2.54", "‰", "exact"),
        ("4.9个百分点", "4.9", "个百分点", "exact"),
        ("六个园区", "6", "个", "exact"),
        ("三成多", "3", "成", "at_least"),
    ],
)
def test_quantity(text: str, value: str, unit: str, bound: str) -> None:
    (found,) = find(text, [])
    assert (str(found.value), found.unit, found.bound) == (value, unit, bound)


def test_listed_numbers_share_their_unit() -> None:
    assert [(str(one.value), one.unit) for one in find("0.9、5.9个百分点", [])] == [
        ("0.9", "个百分点"),
        ("5.9", "个百分点"),
    ]


def test_range_has_two_ends() -> None:
    low, high = find("20—30个", [])
    assert (low.bound, low.unit, high.bound, high.unit) == ("at_least", "个", "at_most", "个")


def test_numbers_in_times_are_left_out() -> None:
    assert find("2025年投资", [(0, 5)]) == []


@pytest.mark.parametrize(
    ("unit", "base", "value", "expected"),
    [
        ("亿元", "元", "1.5", ("150000000", "元", False)),
        ("家", "家", "7", ("7", "家", True)),
        ("万户", "户", "1.2", ("12000", "家", False)),
        ("‰", "‰", "6", ("0.6", "%", False)),
        ("万公顷", "公顷", "2", ("200000000", "平方米", False)),
    ],
)
def test_base_unit(unit: str, base: str, value: str, expected: tuple[str, str, bool]) -> None:
    scaled, name, discrete = base_of(unit, base, Decimal(value))
    assert (scaled, name, discrete) == (Decimal(expected[0]), expected[1], expected[2])


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("六", 6), ("十二", 12), ("二十", 20), ("一百二十", 120), ("两千三百", 2300), ("三万五千", 35000)],
)
def test_chinese_numeral(numeral: str, value: int) -> None:
    assert chinese_number(numeral) == value


@pytest.mark.parametrize("characters", ["一二", "五六百", "甲"])
def test_no_numeral(characters: str) -> None:
    assert chinese_number(characters) is None
