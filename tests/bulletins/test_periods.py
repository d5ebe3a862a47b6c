"""Time expressions as a reader of a bulletin about 2025 takes them, and what a bulletin is about."""

import datetime

import pytest

from flows.bulletins.about import is_work_report, opening_of, report_period
from flows.bulletins.periods import interval, mentions

CURRENT = interval(2025, 1, 12)
assert CURRENT is not None


@pytest.mark.parametrize(
    ("text", "printed", "start", "end"),
    [
        ("1-6月份，", "1-6月份", "2025-01-01", "2025-06-30"),
        ("1—11月，", "1—11月", "2025-01-01", "2025-11-30"),
        ("前11个月", "前11个月", "2025-01-01", "2025-11-30"),
        ("三季度", "三季度", "2025-07-01", "2025-09-30"),
        ("前三季度", "前三季度", "2025-01-01", "2025-09-30"),
        ("2024年下半年", "2024年下半年", "2024-07-01", "2024-12-31"),
        ("截至6月底", "6月底", None, "2025-06-30"),
        ("2月末", "2月末", None, "2025-02-28"),
        ("3月5日", "3月5日", None, "2025-03-05"),
        ("上年末", "上年末", None, "2024-12-31"),
        ("年初增加", "年初", None, "2024-12-31"),
        ("“十四五”时期", "“十四五”时期", "2021-01-01", "2025-12-31"),
        ("“十三五”末", "“十三五”末", None, "2020-12-31"),
        ("五年来", "五年来", "2021-01-01", "2025-12-31"),
        ("2021—2025年", "2021—2025年", "2021-01-01", "2025-12-31"),
        ("年初以来", "年初以来", "2025-01-01", "2025-12-31"),
    ],
)
def test_expression(text: str, printed: str, start: str | None, end: str) -> None:
    (found,) = mentions(text, CURRENT)
    assert text[found.start : found.end] == printed
    assert found.period is not None and found.period.end is not None
    assert (found.period.start and found.period.start.isoformat(), found.period.end.isoformat()) == (start, end)


def test_last_year_is_seen_from_the_day_of_writing() -> None:
    (found,) = mentions("去年", CURRENT, written=2026)
    assert found.period == CURRENT
    (found,) = mentions("上年", CURRENT, written=2026)
    assert found.period == interval(2024, 1, 12)


@pytest.mark.parametrize("text", ["13月", "2-1月", "2月30日", "PM2.5年均浓度", "高质量发展底线", "末端", "目的"])
def test_no_time(text: str) -> None:
    assert not [found for found in mentions(text, CURRENT) if found.period]


@pytest.mark.parametrize(
    ("title", "published", "start", "end", "named"),
    [
        ("上半年全市经济运行情况分析", "2016-07-25", "2016-01-01", "2016-06-30", True),
        ("2025年某市国民经济和社会发展统计公报", "2026-04-09", "2025-01-01", "2025-12-31", True),
        ("2026年某省政府工作报告", "2026-02-01", "2025-01-01", "2025-12-31", True),
        ("前三季度经济运行情况", "2025-10-25", "2025-01-01", "2025-09-30", True),
        ("全年经济运行情况", "2026-01-25", "2025-01-01", "2025-12-31", False),
    ],
)
def test_what_a_bulletin_is_about(title: str, published: str, start: str, end: str, named: bool) -> None:
    period, told = report_period([title], datetime.date.fromisoformat(published))
    assert (str(period.start), str(period.end), told) == (start, end, named)


def test_the_line_that_names_the_bulletin_goes_before_the_menu() -> None:
    lines = ["首页", "2023年", "2022年", "2025年某市国民经济和社会发展统计公报", "政府工作报告"]
    opening = opening_of(None, lines)
    assert report_period(opening, datetime.date(2026, 4, 1)) == (interval(2025, 1, 12), True)
    assert not is_work_report(opening)
    assert is_work_report(opening_of(None, ["2026年某省政府工作报告", "各位代表："]))
