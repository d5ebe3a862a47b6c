"""Time expressions, and the intervals they mean in a bulletin about a given year."""

import calendar
import datetime
import re
from dataclasses import dataclass

_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4}
_PLAN = {"十": 10, "十一": 11, "十二": 12, "十三": 13, "十四": 14, "十五": 15, "十六": 16, "十七": 17}

PERIOD = re.compile(
    r"(?=[\d今去上本当前明下年一二三四全期季同过近这刚五目十“])(?:(?P<stamp>\d{4}[-./]\d{1,2}[-./]\d{1,2}(?:\s*\d{1,2}：\d{2}(?:：\d{2})?)?|\d{1,2}：\d{2}：\d{2}|(?<![\d.])\d{1,2}：[0-5]\d(?![\d.：]))"
    r"|(?P<years>(?:19|20)\d{2}年?\s?(?:-|—{1,2}|至|～)\s?(?:19|20)\d{2}年?(?:度|间)?)"
    r"|(?P<year>(?<!\d)(?:19|20)\d{2}年(?:度)?|(?:今|去|上|本|当|前|明)年|(?<![一-鿿])当年)?\s?(?:以来)?"
    r"(?:(?P<half>上半年|下半年)|(?P<quarters>前[二三]季度|[一二三四](?:、[一二三四])*季度|第[一二三四]季度|[1-4]季度)"
    r"|(?P<months>\d{1,2}\s?(?:-|—{1,2}|至|～)\s?\d{1,2}月份?|前\d{1,2}个月|前[一二三四五六七八九十]{1,2}个月)"
    r"|(?P<month>\d{1,2}月份?)(?P<day>\d{1,2}日)?(?P<current>当月)?(?P<mend>末|底)?"
    r"|(?P<yend>年?末(?![端梢位])|年?底(?=[，,。、全共各我本市省区县州一-鿿])(?![座部层蕴气线盘数子色])|年初|期末|期初|季末)"
    r"|(?P<whole>全年|年内|全年度)"
    r"|(?P<same>同期(?:水平)?))"
    r"|(?P<bare>(?<!\d)(?:19|20)\d{2}年(?:度)?(?:以来)?|(?:今|去|上)年(?:以来)?|本年度?|明年|年初以来)"
    r"|(?P<plan>“?(?P<which>十[一二三四五六七]?)五”?(?P<planend>末|初)?(?:规划)?(?:时期|期间|以来|期|的五年)?)"
    r"|(?P<five>(?:这|过去|近|刚刚过去的)?五年(?:来|间|中)|(?<!\d)[五5]年(?=累计|共|生产|净增|新增|实现|完成|总|全|分别|均|增长|提高|提升|增加|下降|翻)|过去五年|这五年)"
    r"|(?P<today>目前|截至目前|当前))"
)


@dataclass(slots=True, frozen=True)
class Period:
    """An interval of days; `start` is None for one day. `resolved` is False where the text names a time we cannot date."""

    start: datetime.date | None
    end: datetime.date | None

    @property
    def months(self) -> int:
        if self.start is None or self.end is None:
            return 0
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1


@dataclass(slots=True)
class Mention:
    """A time expression in a sentence: `[start, end)` its characters."""

    start: int
    end: int
    period: Period | None
    kind: str  # interval, day, month, same (上年同期), stamp, years, plan
    explicit: bool = False  # with its year
    previous: bool = False  # last year's


def month_end(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def interval(year: int, first: int, last: int) -> Period | None:
    """The months `first` to `last` of a year; None where they are no months."""
    if not 1 <= first <= last <= 12:
        return None
    return Period(datetime.date(year, first, 1), month_end(year, last))


def day(year: int, month: int, number: int = 0) -> Period | None:
    """One day; without a number the last of the month."""
    if not 1 <= month <= 12:
        return None
    last = month_end(year, month)
    if number > last.day:
        return None
    return Period(None, datetime.date(year, month, number) if number else last)


def year_before(period: Period) -> Period:
    """The same period of the previous year."""
    return Period(_shift(period.start), _shift(period.end))


def _shift(date: datetime.date | None) -> datetime.date | None:
    if date is None or date.year <= 1:
        return None
    if date.month == 2 and date.day >= 28:
        return month_end(date.year - 1, 2)
    return date.replace(year=date.year - 1)


def mentions(text: str, current: Period, written: int = 0) -> list[Mention]:
    """The time expressions of a sentence in a bulletin about `current`, unless it says otherwise.

    去年 and 今年 are as seen from the year `written` in, 上年 and 本年 from the year reported on.
    """
    assert current.end is not None
    year = current.end.year
    out = []
    last_year = year
    for match in PERIOD.finditer(text):
        mention = _mention(match, year, current, last_year, written or year)
        if mention is None:
            continue
        if mention.explicit and mention.period and mention.period.end and mention.kind in ("interval", "day"):
            last_year = mention.period.end.year
        out.append(mention)
    return out


def _mention(match: re.Match[str], year: int, current: Period, last_year: int, written: int) -> Mention | None:
    start, end = match.span()
    kind = match.lastgroup
    if match["stamp"]:
        return Mention(start, end, None, "stamp")
    if match["years"]:
        first, last = (int(number) for number in re.findall(r"\d{4}", match["years"])[:2])
        period = Period(datetime.date(first, 1, 1), datetime.date(last, 12, 31)) if first <= last else None
        return Mention(start, end, period, "years", True)
    if match["plan"]:
        return _plan(match)
    if match["five"]:
        first = year - (year - 1) % 5
        return Mention(start, end, Period(datetime.date(first, 1, 1), datetime.date(first + 4, 12, 31)), "plan")
    if match["today"]:
        return Mention(start, end, None, "today")
    if match["bare"]:
        return _bare(match, year, current, written)
    del kind
    return _part(match, year, current, last_year, written)


def _plan(match: re.Match[str]) -> Mention | None:
    which = _PLAN.get(match["which"])
    if which is None:
        return None
    quoted = "“" in match[0] or "”" in match[0]
    if not quoted and not match[0].endswith(("时期", "期间", "以来", "末", "初")):
        return None
    first = 2001 + (which - 10) * 5
    if match["planend"]:
        return Mention(
            match.start(), match.end(), day(first + 4 if match["planend"] == "末" else first - 1, 12), "day", True
        )
    return Mention(
        match.start(), match.end(), Period(datetime.date(first, 1, 1), datetime.date(first + 4, 12, 31)), "plan", True
    )


def _relative(word: str, year: int, written: int) -> tuple[int, bool]:
    """The year a word names, and whether it looks back."""
    number = re.match(r"\d{4}", word)
    if number:
        return int(number[0]), int(number[0]) < year
    named = {"去": written - 1, "今": written, "明": written + 1, "上": year - 1, "前": year - 2}.get(word[0], year)
    return named, named < year


def _bare(match: re.Match[str], year: int, current: Period, written: int) -> Mention | None:
    word = match["bare"]
    if word.startswith("年初"):
        word = "今年"
    named, previous = _relative(word, year, written)
    explicit = word[0].isdigit()
    if not explicit and named == year and current.start and current.end:
        # 今年以来 in a half-year report is its half year
        return Mention(match.start(), match.end(), current, "interval")
    if "以来" in word and explicit:
        return Mention(match.start(), match.end(), Period(datetime.date(named, 1, 1), current.end), "years", True)
    return Mention(match.start(), match.end(), interval(named, 1, 12), "interval", explicit, previous)


def _part(match: re.Match[str], year: int, current: Period, last_year: int, written: int) -> Mention | None:
    start, end = match.span()
    named, previous = (
        _relative(match["year"], year, written) if match["year"] else (last_year if not match["same"] else year, False)
    )
    explicit = bool(match["year"]) and match["year"][0].isdigit()
    if match["same"]:
        return Mention(start, end, None, "same", previous=True)
    if match["half"]:
        return Mention(
            start,
            end,
            interval(named, *((1, 6) if match["half"][0] == "上" else (7, 12))),
            "interval",
            explicit,
            previous,
        )
    if match["quarters"]:
        return Mention(start, end, _quarters(match["quarters"], named), "interval", explicit, previous)
    if match["months"]:
        return Mention(start, end, _months(match["months"], named), "interval", explicit, previous)
    if match["month"]:
        month = int(re.match(r"\d+", match["month"])[0])  # type: ignore[index]
        if match["day"]:
            return Mention(start, end, day(named, month, int(match["day"][:-1])), "day", explicit, previous)
        if match["mend"]:
            return Mention(start, end, day(named, month), "day", explicit, previous)
        return Mention(start, end, interval(named, month, month), "month", explicit, previous)
    if match["yend"]:
        return Mention(start, end, _year_end(match["yend"], named, current), "day", explicit, previous)
    return Mention(start, end, interval(named, 1, 12), "interval", explicit, previous)


def _year_end(word: str, year: int, current: Period) -> Period | None:
    if word in ("年初", "期初"):
        return day(year - 1, 12)
    if word in ("期末", "季末") and current.end:
        return Period(None, current.end)
    return day(year, 12)


def _quarters(word: str, year: int) -> Period | None:
    if word[0] == "前":
        return interval(year, 1, 3 * _NUMERALS[word[1]])
    numbers = [int(char) if char.isdigit() else _NUMERALS[char] for char in word if char.isdigit() or char in _NUMERALS]
    return interval(year, 3 * numbers[0] - 2, 3 * numbers[-1])


def _months(word: str, year: int) -> Period | None:
    numbers = [int(number) for number in re.findall(r"\d+", word)]
    if word[0] == "前":
        count = numbers[0] if numbers else {"十一": 11, "十": 10}.get(word[1:-2], "零一二三四五六七八九".find(word[1]))
        return interval(year, 1, count)
    return interval(year, numbers[0], numbers[1]) if len(numbers) == 2 else None


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
        period = _quarters(match["quarters"], 2001)
        assert period and period.start and period.end
        return period.start.month, period.end.month
    numbers = [int(number) for number in re.findall(r"\d+", match["months"] or match["month"])]
    first, last = (1, numbers[0]) if match["months"] and len(numbers) == 1 else (numbers[0], numbers[-1])
    return (first, last) if 1 <= first <= last <= 12 else (1, 12)
