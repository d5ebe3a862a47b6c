"""Which year and period a bulletin is about."""

import datetime
import re

from flows.bulletins.periods import Period, interval, month_end, quarters, years

_OPENING = 40  # lines in which a bulletin names itself
_NAMES_ITSELF = re.compile(
    r"公报|工作报告|经济运行|运行情况|运行分析|形势|完成情况|主要指标|工作总结|数据解读|统计资料"
)
_WORK_REPORT = re.compile(r"(?:20\d\d|二〇..)年[^，。]{0,14}工作报告|^[^，。]{0,14}政府工作报告[^，。]{0,8}$")
_RECENT = 2  # years; an older one in the first lines, which do not name the bulletin, is spoken of in passing
_MENU = 12  # characters; a shorter line is an entry of the page's menu


def opening_of(title: str | None, lines: list[str]) -> list[str]:
    """The lines that may say what a bulletin is about, best first: its title, the lines that name it, the first ones."""
    first = [line[:80] for line in lines[:_OPENING]]
    named = [line for line in first if len(line) > _MENU and _NAMES_ITSELF.search(line)]
    return [*([title] if title else []), *named, " ".join(line[:60] for line in first[:12])]


def is_work_report(opening: list[str]) -> bool:
    """Whether a bulletin is a government's report of its work, which reviews some years and plans the next."""
    return any(_WORK_REPORT.search(line) for line in opening[:2])


def report_period(opening: list[str], published: datetime.date) -> tuple[Period, bool]:
    """The period a bulletin is about, from the first line that names one; else the last full year.

    The second value tells whether a line does. A year-less period is dated to the latest one that had ended when the
    bulletin was published.
    """
    *named, first = opening or [""]
    for line in (*named, first):
        period = _named_period(line, published)
        if period and period.end and (line is not first or period.end.year >= published.year - _RECENT):
            return period, True
    return years(published.year - 1, published.year - 1), False


_TITLE = re.compile(
    r"(?:(?P<year>(?:19|20)\d{2})年?(?:度)?)?[^\d，。]{0,8}?(?:(?P<half>上半年)|(?P<quarters>前[三3]个?季度|[一二三四]季度)|(?P<months>\d{1,2}\s?(?:-|—{1,2}|至|到)\s?\d{1,2}月|前\d{1,2}个?月)|(?P<month>\d{1,2}月份?)(?!\d{1,2}日|\d))"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年")


def _named_period(line: str, published: datetime.date) -> Period | None:
    match, year = _TITLE.search(line), _YEAR.search(line)
    if match and (match["year"] or not year) and "工作报告" not in line[:40]:
        first, last = _span(match)
        named = int(match["year"]) if match["year"] else published.year - (month_after(published, last) > 0)
        return interval(named, first, last)
    if year:
        named = int(year[1])
        # a work report bears the year it was given in
        ahead = named > published.year or (named == published.year and "工作报告" in line)
        return years(published.year - 1, published.year - 1) if ahead else years(named, named)
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
