"""Numbers with their units and bounds. A number without a unit is kept, for the grammar to accept or leave."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from flows.bulletins.numerals import MULTIPLIERS, chinese_number
from schemas import vocabulary

MAX_DIGITS = 20  # longer runs are identifiers, not figures
POINTS = "个百分点"

_NUMBER = re.compile(
    r"(?P<minus>(?<![\dA-Za-z）])-)?"
    r"(?P<number>\d+(?:,\d{3})+(?![\d])(?:\.\d+)?|\d+,\d{1,2}(?=[万亿%])|\d+(?:\.\d+)?)"
    r"|(?P<chinese>(?![一二三]次?产业|三次产)[一二两三四五六七八九十百千〇零]{0,8}[一二两三四五六七八九十百千](?=[万亿]?(?:[多余]?[成倍番个家户项条座所处台套辆艘架列名位种类件部场次亩吨元公]|亿|万))|半(?=数|[成倍]))"
)
_MULTIPLIER = re.compile(r"\s?([多余几]?)((?:万亿|千万|百万|十万|千亿|百亿|十亿|万|亿|百|千)?)([多余]?)\s?")
_AFTER = re.compile(r"\s?(及以上|以上|以内|以下|之多|左右|上下|之内|多|余|开外)")
_BOUNDS = {
    "多": "at_least", "余": "at_least", "几": "at_least", "及以上": "at_least", "以上": "at_least", "之多": "exact", "开外": "at_least",
    "以内": "at_most", "以下": "at_most", "之内": "at_most", "左右": "about", "上下": "about",
}  # fmt: skip
_RANGE = re.compile(r"\s?(?:-|—{1,2}|至|到|～)\s?(?=\d)")
_RATIO = re.compile(r"\d+(?:\.\d+)?(?:：\d+(?:\.\d+)?)+")
_NOT_COUNTED = re.compile(
    r"[万千百]亿|规定|大局|确立|维护|意识|自信|毫不|方面|月|批|文明|坚持|必须|统筹|层面|阶段|多月|全会|会议|党代会"
)
_PER_MANY = re.compile(r"/10?0*万")


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


@cache
def units_by_first() -> dict[str, tuple[str, ...]]:
    """Every printed unit, longest first, by its first character."""
    table: dict[str, list[str]] = {}
    for unit in vocabulary.units():
        for symbol in (unit.symbol, *unit.aliases):
            table.setdefault(symbol[0], []).append(symbol)
    return {first: tuple(sorted(symbols, key=len, reverse=True)) for first, symbols in table.items()}


@cache
def unit_table() -> dict[str, vocabulary.Unit]:
    return {symbol: unit for unit in vocabulary.units() for symbol in (unit.symbol, *unit.aliases)}


def _unit_at(text: str, place: int) -> str:
    for symbol in units_by_first().get(text[place : place + 1], ()):
        if text.startswith(symbol, place) and not (
            symbol[-1].isascii()
            and symbol[-1].isalpha()
            and text[place + len(symbol) : place + len(symbol) + 1].isascii()
            and text[place + len(symbol) : place + len(symbol) + 1].isalpha()
        ):
            return symbol
    return ""


def _compound(text: str, place: int, unit: str) -> str:
    """`unit`, with what follows a slash: 元/头, 微克/立方米, 吨/年."""
    end = place + len(unit)
    if text[end : end + 1] not in ("/", "每"):
        return unit
    multiplier = _MULTIPLIER.match(text, end + 1)
    inner = end + 1 + (len(multiplier[2]) if multiplier else 0)
    per = _unit_at(text, inner) or (text[inner : inner + 1] if text[inner : inner + 1] in "日年月头人次户" else "")
    return text[place : inner + len(per)] if per else unit


# What may stand between a number and a noun without being a classifier.
_NO_CLASSIFIER = frozenset("年月日时号，。、；：）（-—/+％%.·”“》《和与及或以上下中内外的为是在到至 ×*=<>~～届级期版")


def _read_unit(text: str, end: int) -> tuple[str, str, int, str, bool]:
    """Printed unit, base, where it ends, bound inside it (1万余个), whether the vocabulary has it."""
    if per := _PER_MANY.match(text, end):
        return per[0], "", per.end(), "", True
    match = _MULTIPLIER.match(text, end)
    assert match is not None  # every part is optional
    inside = match[1] or match[3]
    place = match.end()
    unit = _unit_at(text, place)
    if not unit and match[2]:
        # 千 or 百 may belong to the unit itself: 千瓦, 千米, 千升
        alone = _unit_at(text, match.start(2))
        if alone:
            alone = _compound(text, match.start(2), alone)
            return alone, alone, match.start(2) + len(alone), _BOUNDS.get(inside, ""), True
    if unit:
        longer = _unit_at(text, match.start(2)) if match[2] and match[2][0] in "千百兆" else ""
        if len(longer) > len(match[2]) + len(unit) - 1 and longer.startswith(match[2]):
            unit, place, base_prefix = longer, match.start(2), ""
        else:
            base_prefix = match[2]
        unit = _compound(text, place, unit)
        return base_prefix + unit, unit, place + len(unit), _BOUNDS.get(inside, ""), True
    nxt = text[place : place + 1]
    if "一" <= nxt <= "鿿" and nxt not in _NO_CLASSIFIER and (match[2] or inside):
        return match[2], "", match.end(), _BOUNDS.get(inside, ""), True
    if "一" <= nxt <= "鿿" and nxt not in _NO_CLASSIFIER:
        return nxt, nxt, place + 1, "", False
    if match[2]:
        return match[2], "", match.end(3), _BOUNDS.get(inside, ""), True
    return "", "", end, "", True


def parse_unit(text: str) -> tuple[str, str]:
    """A printed unit by itself, with its multiplier, and without; both "" where it is none."""
    unit, base, after, _, known = _read_unit(text, 0)
    return (unit, base) if known and after == len(text) else ("", "")


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
        place = max(place, quantity.end)
    _share_units(text, out)
    return out


def _arabic(text: str, match: re.Match[str]) -> Quantity:
    value, decimals, flags = _number(match["number"])
    unit, base, after, bound, known = _read_unit(text, match.end())
    if match["minus"]:
        value = -value
    if tail := _AFTER.match(text, after):
        if not (tail[1] in "多余" and bound):
            bound = _BOUNDS[tail[1]] if not bound or bound == "exact" else bound
            after = tail.end()
    return Quantity(
        match.start("number"),
        match.end(),
        after,
        value,
        unit,
        base,
        decimals,
        bound or "exact",
        True,
        flags,
        0,
        known,
        0,
        match.start(),
    )


def _ratio(match: re.Match[str]) -> list[Quantity]:
    parts, place, out = match[0].split("："), match.start(), []
    for part in parts:
        out.append(
            Quantity(
                place,
                place + len(part),
                match.end(),
                Decimal(part),
                "%",
                "%",
                len(part.partition(".")[2]),
                ratio=len(parts),
                left=match.start(),
            )
        )
        place += len(part) + 1
    return out


def _chinese(text: str, match: re.Match[str]) -> Quantity | None:
    start, printed = match.start("chinese"), match["chinese"]
    value = chinese_number(printed)
    before = text[start - 1 : start]
    if (
        value is None
        or before in ("第", "“", "十", "统", "唯", "同", "每", "某", "这", "那", "之")
        or (start and before in "一二三四五六七八九十")
    ):
        return None
    unit, base, after, bound, known = _read_unit(text, match.end())
    if _NOT_COUNTED.match(text, after):
        return None  # 跨过两个万亿元大关, 八项规定
    if not known or not base or (printed == "一" and base not in ("倍", "成", "番")):
        return None
    if tail := _AFTER.match(text, after):
        bound, after = bound or _BOUNDS[tail[1]], tail.end()
    return Quantity(start, match.end(), after, value, unit, base, 0, bound or "exact", False, (), 0, known, 0, start)


def _share_units(text: str, found: list[Quantity]) -> None:
    """Gives a bare number the unit of the one it is listed with: 0.9、5.9个百分点; 3至5万元; 3.4个、1个百分点."""
    for index in range(len(found) - 2, -1, -1):
        here, there = found[index], found[index + 1]
        if here.ratio or there.ratio or not there.unit or not here.arabic:
            continue
        between = text[here.after : there.left]
        bare = not here.unit
        if here.unit == "个" and there.base.startswith("个") and len(there.base) > 1 and between == "、":
            here.unit, here.base = there.unit, there.base
        elif bare and between in ("、", "和", "与", "或") and _near(text, here, there):
            here.unit, here.base, here.known = there.unit, there.base, there.known
        elif _RANGE.fullmatch(text[here.after : there.start] + text[there.start : there.start + 1]) or (
            between in ("-", "—", "——", "至", "到", "～")
        ):
            if bare or here.unit == there.unit:
                here.unit, here.base, here.known = there.unit, there.base, there.known
                here.range_end, there.range_end = 1, 2
                here.bound, there.bound = "at_least", "at_most"
                here.after = there.after
        elif bare and between == "" and there.left == there.start - 1:
            pass


def _near(text: str, here: Quantity, there: Quantity) -> bool:
    return there.start - here.end <= 3


def base_of(unit: str, base: str, value: Decimal) -> tuple[Decimal, str, bool]:
    """Value and base unit of a printed pair, and whether it counts whole things without a multiplier."""
    power, rest = 0, unit[: len(unit) - len(base)] if base else unit
    for char in rest:
        power += {**MULTIPLIERS, "十": 1}.get(char, 0)
    entry = unit_table().get(base)
    scaled = value.scaleb(power) if power else value
    if entry is None:
        return scaled, base, False
    return scaled * entry.factor, entry.base, entry.discrete and not power
