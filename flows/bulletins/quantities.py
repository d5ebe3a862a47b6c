"""Numbers with their units and bounds. A number without a unit is kept, for the grammar to accept or leave."""

import re
from dataclasses import dataclass
from decimal import Decimal

from flows.bulletins.numerals import chinese_number
from flows.bulletins.units import Printed, read_unit

MAX_DIGITS = 20  # longer runs are identifiers, not figures

_NUMBER = re.compile(
    r"(?P<minus>(?<![\dA-Za-z）%‰元吨户家亩个])-)?"
    r"(?P<number>\d+(?:,\d{3})+(?![\d])(?:\.\d+)?|\d+,\d{1,2}(?=[万亿%])|\d+(?:\.\d+)?)"
    r"|(?P<chinese>(?![一二三]次?产业|三次产)[一二两三四五六七八九十百千〇零]{0,8}[一二两三四五六七八九十百千](?=[万亿]?(?:[多余]?[成倍番个家户项条座所处台套辆艘架列名位种类件部场次亩吨元公]|亿|万))|半(?=数|[成倍]))"
)
_AFTER = re.compile(r"\s?(及以上|以上|以内|以下|之多|左右|上下|之内|多|余|开外)")
_BOUNDS = {
    "多": "at_least", "余": "at_least", "几": "at_least", "及以上": "at_least", "以上": "at_least", "之多": "exact", "开外": "at_least",
    "以内": "at_most", "以下": "at_most", "之内": "at_most", "左右": "about", "上下": "about",
}  # fmt: skip
_RANGES = ("-", "—", "——", "至", "到", "～")
_ANDS = ("、", "和", "与", "或")
_RATIO = re.compile(r"\d+(?:\.\d+)?(?:：\d+(?:\.\d+)?)+")
_NOT_COUNTED = re.compile(
    r"[万千百]亿|数(?=增|以上|的|高|水平|区间|$)|规定|大局|确立|维护|意识|自信|毫不|方面|月|批|文明|坚持|必须|统筹|层面|阶段|多月|全会|会议|党代会"
)


@dataclass(slots=True)
class Quantity:
    """A number as printed: `[start, end)` its characters, `after` where its unit and bound end."""

    start: int
    end: int
    after: int
    value: Decimal
    unit: str  # as printed with its multiplier, "" for none
    base: str  # the unit without multiplier
    decimals: int
    bound: str = "exact"
    arabic: bool = True
    flags: tuple[str, ...] = ()
    range_end: int = 0  # 1 and 2: lower and upper end of a range
    known: bool = True  # whether the unit stands in the vocabulary
    ratio: int = 0  # number of parts of a:b:c, on each part
    left: int = 0  # where what introduces it ends: before the sign


def _number(printed: str) -> tuple[Decimal, int, tuple[str, ...]]:
    flags: tuple[str, ...] = ()
    whole = printed.replace(",", "")
    if "," in printed and not re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", printed):
        # 20,54亿元: certain only up to the comma
        whole, flags = printed.split(",", maxsplit=1)[0], ("misprint",)
    return Decimal(whole), len(whole.partition(".")[2]), flags


def find(text: str, taken: list[tuple[int, int]]) -> list[Quantity]:
    """All numbers of a sentence in order, but for those inside `taken` (periods), ascending spans."""
    out: list[Quantity] = []
    ratios = {m.start(): m for m in _RATIO.finditer(text)} if "：" in text else {}
    place, blocked, last_taken = 0, 0, len(taken)
    while match := _NUMBER.search(text, place):
        start = match.start("number") if match["number"] else match.start("chinese")
        place = match.end()
        while blocked < last_taken and taken[blocked][1] <= start:
            blocked += 1
        if blocked < last_taken and taken[blocked][0] <= start:
            place = max(place, taken[blocked][1])
            continue
        if match["chinese"]:
            if quantity := _chinese(text, match):
                out.append(quantity)
                place = max(place, quantity.after)
            continue
        if start in ratios:
            out += _ratio(ratios[start])
            place = ratios[start].end()
            continue
        if len(match["number"]) > MAX_DIGITS or (start and text[start - 1].isascii() and text[start - 1].isalpha()):
            continue  # an identifier, or part of one: C919
        quantity = _arabic(text, match)
        out.append(quantity)
        place = quantity.after if quantity.unit.startswith("/") else quantity.end
    _share_units(text, out)
    return out


def _arabic(text: str, match: re.Match[str]) -> Quantity:
    value, decimals, flags = _number(match["number"])
    printed = read_unit(text, match.end())
    bound, after = _bound(text, printed)
    return Quantity(
        match.start("number"),
        match.end(),
        after,
        -value if match["minus"] else value,
        printed.unit,
        printed.base,
        decimals,
        bound,
        flags=flags,
        known=printed.known,
        left=match.start(),
    )


def _bound(text: str, printed: Printed) -> tuple[str, int]:
    """The bound after a unit or inside it, and where it ends."""
    tail = _AFTER.match(text, printed.after)
    if printed.more and (tail is None or tail[1] in "多余"):
        return "at_least", printed.after
    return (_BOUNDS[tail[1]], tail.end()) if tail else ("exact", printed.after)


def _ratio(match: re.Match[str]) -> list[Quantity]:
    """The parts of a：b：c; of 2.09：1 only the number that is not 1, which is a ratio and no share."""
    parts, place, out = match[0].split("："), match.start(), []
    to_one = len(parts) == 2 and "1" in parts
    for part in parts:
        decimals, end = len(part.partition(".")[2]), place + len(part)
        if to_one and part != "1":
            out.append(Quantity(place, end, match.end(), Decimal(part), "", "", decimals, left=match.start()))
        elif not to_one:
            count, value = len(parts), Decimal(part)
            out.append(Quantity(place, end, match.end(), value, "%", "%", decimals, ratio=count, left=match.start()))
        place = end + 1
    return out


def _chinese(text: str, match: re.Match[str]) -> Quantity | None:
    start, numeral = match.start("chinese"), match["chinese"]
    value = chinese_number(numeral)
    before = text[start - 1 : start]
    if (
        value is None
        or before in ("第", "“", "十", "统", "唯", "同", "每", "某", "这", "那", "之")
        or (start and before in "一二三四五六七八九十")
    ):
        return None
    printed = read_unit(text, match.end())
    bound, after = _bound(text, printed)
    if _NOT_COUNTED.match(text, printed.after) or not printed.known or not printed.base:
        return None  # 跨过两个万亿元大关, 八项规定
    if numeral == "一" and printed.base not in ("倍", "成", "番"):
        return None
    return Quantity(start, match.end(), after, value, printed.unit, printed.base, 0, bound, arabic=False, left=start)


def _share_units(text: str, found: list[Quantity]) -> None:
    """Gives a bare number the unit of the one it is listed with: 0.9、5.9个百分点; 3至5万元; 3.4个、1个百分点."""
    for here, there in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
        if here.ratio or there.ratio or not there.unit or not here.arabic:
            continue
        between = text[here.after : there.left]
        if here.unit and not here.base and there.base and (between in _RANGES or between in _ANDS):
            here.unit, here.base, here.known = here.unit + there.base, there.base, there.known  # 1.2万、3.4亿元
        if between in _RANGES and here.unit in ("", there.unit):
            _take_unit(here, there)
            here.range_end, there.range_end = 1, 2
            here.bound, there.bound = "at_least", "at_most"
        elif (not here.unit and between in _ANDS) or (
            here.unit == "个" and between == "、" and there.base.startswith("个") and len(there.base) > 1
        ):
            _take_unit(here, there)


def _take_unit(here: Quantity, there: Quantity) -> None:
    here.unit, here.base, here.known = there.unit, there.base, there.known
