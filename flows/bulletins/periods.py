"""Time expressions, and the intervals they mean in a bulletin about a given year."""

import calendar
import datetime
import re
from dataclasses import dataclass

_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4}
_PLAN = {"十": 10, "十一": 11, "十二": 12, "十三": 13, "十四": 14, "十五": 15, "十六": 16, "十七": 17}

PERIOD = re.compile(
    r"(?=[\d今去上本当前明下年一二三四全期季同过近这刚五目历十“])(?:(?P<stamp>\d{4}[-./]\d{1,2}[-./]\d{1,2}(?:\s*\d{1,2}：\d{2}(?:：\d{2})?)?|\d{1,2}：\d{2}：\d{2}|\d{1,2}时\d{1,2}分|(?<![\d.])\d{1,2}：[0-5]\d(?![\d.：]))"
    r"|(?P<years>(?:19|20)\d{2}年?\s?(?:-|—{1,2}|至|～)\s?(?:19|20)\d{2}年?(?:度|间)?)"
    r"|(?P<year>(?<!\d)(?:19|20)\d{2}年(?:度)?|(?:今|去|上|本|当|前|明)年|(?<![一-鿿])当年)?\s?(?:以来)?"
    r"(?:(?P<half>上半年|下半年)|(?P<quarters>前[二三23]个?季度|[一二三四](?:、[一二三四])*季度|第[一二三四]季度|[1-4]季度)"
    r"|(?P<months>\d{1,2}\s?(?:-|—{1,2}|至|到|～)\s?\d{1,2}月份?|前\d{1,2}个?月|前[一二三四五六七八九十]{1,2}个月)"
    r"|(?P<month>\d{1,2}月份?)(?P<day>\d{1,2}日)?(?P<current>当月)?(?P<mend>末|底)?"
    r"|(?P<yend>年?末(?![端梢位])|年?底(?=[，,。、全共各我本市省区县州一-鿿])(?![座部层蕴气线盘数子色])|年初(?!以来)|期末|期初|季末)"
    r"|(?P<whole>全年|年内|全年度)"
    r"|(?P<same>(?<!历史)同期(?:水平)?))"
    r"|(?P<bare>(?<!\d)(?:19|20)\d{2}年(?:度)?(?:以来)?|(?:今|去|上)年(?:以来)?|本年度?|明年|年初以来)"
    r"|(?P<plan>“?(?P<which>十[一二三四五六七]?)五”?(?P<planend>末|初)?(?:规划)?(?:时期|期间|以来|期|的五年)?)"
    r"|(?P<five>(?:这|过去|近|刚刚过去的)?五年(?:来|间|中)|(?<![\d.])[五5]年(?=年均|累计|共|生产|净增|新增|实现|完成|总|全|分别|均|增长|提高|提升|增加|下降|翻)|过去五年|这五年)"
    r"|(?P<this_month>当月|本月(?!底|末))|(?P<today>历史同期|目前|截至目前|当前))"
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
    kind: str  # interval, day, month, this (当月), same (上年同期), stamp, years, plan
    explicit: bool = False  # with its year
    previous: bool = False  # last year's
    until: bool = False  # after 截至


_UNTIL = re.compile(r"截[至止][到至]?(?:今年|去年)?$")
# 三次产业结构为5：54：41 is no time of day
_OF_RATIO = re.compile(r"产业[^，。；]{0,12}?|结构[^，。；]{0,12}?|之?比例?(?:为|是|由|调整为)?|调整为|优化为")


def month_end(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def interval(year: int, first: int, last: int) -> Period | None:
    """The months `first` to `last` of a year; None where they are no months."""
    if not 1 <= first <= last <= 12:
        return None
    return Period(datetime.date(year, first, 1), month_end(year, last))


def years(first: int, last: int) -> Period:
    return Period(datetime.date(first, 1, 1), datetime.date(last, 12, 31))


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


@dataclass(slots=True)
class Clock:
    """From where a time expression is seen: the period reported on, the year of writing, the last year named."""

    current: Period
    year: int
    written: int
    last: int

    def named(self, word: str) -> int:
        """The year that 2024年, 去年 or 上年 names; 去年 and 今年 as seen from the day of writing."""
        if word[0].isdigit():
            return int(word[:4])
        relative = {
            "去": self.written - 1,
            "今": self.written,
            "明": self.written + 1,
            "上": self.year - 1,
            "前": self.year - 2,
        }
        return relative.get(word[0], self.year)


def mentions(text: str, current: Period, written: int = 0) -> list[Mention]:
    """The time expressions of a sentence in a bulletin about `current`, unless it says otherwise."""
    assert current.end is not None
    clock = Clock(current, current.end.year, written or current.end.year, current.end.year)
    out = []
    for match in PERIOD.finditer(text):
        mention = _mention(match, clock)
        if mention is None:
            continue
        if mention.explicit and mention.period and mention.period.end and mention.kind in ("interval", "day"):
            clock.last = mention.period.end.year
        before = text[max(0, mention.start - 4) : mention.start]
        mention.until = "截" in before and _UNTIL.search(before) is not None
        if mention.until and mention.kind == "month" and mention.period:
            mention.period, mention.kind = Period(None, mention.period.end), "day"  # 截至9月
        out.append(mention)
    return out


def _mention(match: re.Match[str], clock: Clock) -> Mention | None:
    for group, handler in _WHOLE_MENTIONS.items():
        if match[group]:
            return handler(match, clock)
    return _part(match, clock)


def _stamp(match: re.Match[str], clock: Clock) -> Mention | None:
    if "：" in match["stamp"] and _OF_RATIO.search(match.string, max(0, match.start() - 30), match.start()):
        return None
    return Mention(*match.span(), None, "stamp")


def _today(match: re.Match[str], clock: Clock) -> Mention:
    return Mention(*match.span(), None, "today")


def _this_month(match: re.Match[str], clock: Clock) -> Mention:
    """当月, without saying which: the last one reported on."""
    end = clock.current.end
    return Mention(*match.span(), interval(end.year, end.month, end.month) if end else None, "this")


def _years(match: re.Match[str], clock: Clock) -> Mention:
    first, last = (int(number) for number in re.findall(r"\d{4}", match["years"])[:2])
    return Mention(*match.span(), years(first, last) if first <= last else None, "years", True)


def _five(match: re.Match[str], clock: Clock) -> Mention:
    first = clock.year - (clock.year - 1) % 5
    return Mention(*match.span(), years(first, first + 4), "plan")


def _plan(match: re.Match[str], clock: Clock) -> Mention | None:
    which = _PLAN.get(match["which"])
    if which is None:
        return None
    quoted = "“" in match[0] or "”" in match[0]
    if not quoted and not match[0].endswith(("时期", "期间", "以来", "末", "初")):
        return None
    first = 2001 + (which - 10) * 5
    if match["planend"]:
        end = day(first + 4 if match["planend"] == "末" else first - 1, 12)
        return Mention(*match.span(), end, "day", True)
    return Mention(*match.span(), years(first, first + 4), "plan", True)


def _bare(match: re.Match[str], clock: Clock) -> Mention:
    word = match["bare"]
    named, explicit = clock.named("今年" if word.startswith("年初") else word), word[0].isdigit()
    if not explicit and named == clock.year:
        return Mention(*match.span(), clock.current, "interval")  # 今年以来 in a half-year report is its half year
    if "以来" in word and explicit:
        return Mention(*match.span(), Period(datetime.date(named, 1, 1), clock.current.end), "years", True)
    return Mention(*match.span(), interval(named, 1, 12), "interval", explicit, named < clock.year)


def _part(match: re.Match[str], clock: Clock) -> Mention:
    """A part of a year, or its end."""
    if match["same"]:
        return Mention(*match.span(), None, "same", previous=True)
    named = clock.named(match["year"]) if match["year"] else clock.last
    explicit = bool(match["year"]) and match["year"][0].isdigit()
    period, kind = _dated(match, named, clock.current)
    return Mention(*match.span(), period, kind, explicit, bool(match["year"]) and named < clock.year)


def _dated(match: re.Match[str], year: int, current: Period) -> tuple[Period | None, str]:
    if match["month"]:
        return _month(match, year)
    if match["yend"]:
        return _year_end(match["yend"], year, current), "day"
    if match["half"]:
        first, last = (1, 6) if match["half"][0] == "上" else (7, 12)
        return interval(year, first, last), "interval"
    if match["quarters"]:
        return quarters(match["quarters"], year), "interval"
    return _months(match["months"], year) if match["months"] else interval(year, 1, 12), "interval"


def _month(match: re.Match[str], year: int) -> tuple[Period | None, str]:
    month = int(match["month"].rstrip("份").rstrip("月"))
    if match["day"]:
        return day(year, month, int(match["day"][:-1])), "day"
    if match["mend"]:
        return day(year, month), "day"
    return interval(year, month, month), "month"


def _year_end(word: str, year: int, current: Period) -> Period | None:
    if word in ("年初", "期初"):
        return day(year - 1, 12)
    if word in ("期末", "季末") and current.end:
        return Period(None, current.end)
    return day(year, 12)


def quarters(word: str, year: int) -> Period | None:
    if word[0] == "前":
        return interval(year, 1, 3 * (int(word[1]) if word[1].isdigit() else _NUMERALS[word[1]]))
    numbers = [int(char) if char.isdigit() else _NUMERALS[char] for char in word if char.isdigit() or char in _NUMERALS]
    return interval(year, 3 * numbers[0] - 2, 3 * numbers[-1])


def _months(word: str, year: int) -> Period | None:
    numbers = [int(number) for number in re.findall(r"\d+", word)]
    if word[0] == "前":
        count = numbers[0] if numbers else {"十一": 11, "十": 10}.get(word[1:-2], "零一二三四五六七八九".find(word[1]))
        return interval(year, 1, count)
    return interval(year, numbers[0], numbers[1]) if len(numbers) == 2 else None


_WHOLE_MENTIONS = {
    "stamp": _stamp, "years": _years, "plan": _plan, "five": _five, "this_month": _this_month, "today": _today,
    "bare": _bare,
}  # fmt: skip
