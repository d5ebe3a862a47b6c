"""Which year and period a bulletin is about."""

import datetime
import re

from flows.bulletins.periods import Period, interval, month_end, quarters


def report_period(title: str, headings: str, published: datetime.date) -> tuple[int, Period, bool]:
    """The year and period a bulletin is about: from its title, else its opening, else the last full year.

    The third value tells whether the text names any of it. A year-less period is dated to the latest one that had
    ended when the bulletin was published.
    """
    for source in (title, headings):
        found = _named_period(source, published)
        if found:
            return found
    year = published.year - 1
    return year, Period(datetime.date(year, 1, 1), datetime.date(year, 12, 31)), False


_TITLE = re.compile(
    r"(?:(?P<year>(?:19|20)\d{2})年?(?:度)?)?[^\d，。]{0,8}?(?:(?P<half>上半年)|(?P<quarters>前三季度|[一二三四]季度)|(?P<months>\d{1,2}\s?(?:-|—{1,2}|至)\s?\d{1,2}月|前\d{1,2}个月)|(?P<month>\d{1,2}月份?)(?!\d{1,2}日|\d))"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年")


def _named_period(source: str, published: datetime.date) -> tuple[int, Period, bool] | None:
    match = _TITLE.search(source)
    year = _YEAR.search(source)
    if match and (match["year"] or not year) and "工作报告" not in source[:40]:
        first, last = _span(match)
        named = int(match["year"]) if match["year"] else published.year - (month_after(published, last) > 0)
        period = interval(named, first, last)
        if period:
            return named, period, True
    if year:
        named = int(year[1])
        if named >= published.year:  # a work report bears the year it was given in
            named = published.year - 1
        period = interval(named, 1, 12)
        assert period is not None
        return named, period, True
    return None


def month_after(published: datetime.date, last: int) -> int:
    """1 when month `last` of the publication's year had not ended."""
    return int((published.month, published.day) <= (last, month_end(published.year, last).day))


def _span(match: re.Match[str]) -> tuple[int, int]:
    if match["half"]:
        return 1, 6
    if match["quarters"]:
        period = quarters(match["quarters"], 2001)
        assert period and period.start and period.end
        return period.start.month, period.end.month
    numbers = [int(number) for number in re.findall(r"\d+", match["months"] or match["month"])]
    first, last = (1, numbers[0]) if match["months"] and len(numbers) == 1 else (numbers[0], numbers[-1])
    return (first, last) if 1 <= first <= last <= 12 else (1, 12)
