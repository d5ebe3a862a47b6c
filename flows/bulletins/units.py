"""Units as printed after a number: their multiplier, the unit, what it is per, and the bound that may stand inside."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from flows.bulletins.numerals import MULTIPLIERS
from schemas import vocabulary

_MULTIPLIER = re.compile(r"\s?([多余几]?)((?:万亿|千万|百万|十万|千亿|百亿|十亿|万|亿|百|千)?)([多余]?)\s?")
_PER_MANY = re.compile(r"/10?0*万")
_PER = "日年月头人次户"  # besides the vocabulary's units: 吨/年
# What may follow a number without being a classifier.
_NO_CLASSIFIER = frozenset(
    "年月日时号，。、；：）（-—/+％%.·”“》《和与及或以上下中内外的为是在到至 ×*=<>~～届级期版缩扩提增升降减压变"
)


@dataclass(slots=True, frozen=True)
class Printed:
    """A unit as printed, the same without multiplier, where it ends, whether 余 stood in it, whether it is known."""

    unit: str
    base: str
    after: int
    more: bool = False  # 1万余个
    known: bool = True


@cache
def _by_first() -> dict[str, tuple[str, ...]]:
    """Every printed unit, longest first, by its first character."""
    table: dict[str, list[str]] = {}
    for symbol in unit_table():
        table.setdefault(symbol[0], []).append(symbol)
    return {first: tuple(sorted(symbols, key=len, reverse=True)) for first, symbols in table.items()}


@cache
def unit_table() -> dict[str, vocabulary.Unit]:
    """The vocabulary's units by symbol and alias."""
    return {symbol: unit for unit in vocabulary.units() for symbol in (unit.symbol, *unit.aliases)}


def dimension_of(unit: str) -> str:
    """What a unit measures: money, count_firm, time_day; the unit itself where the vocabulary lacks it."""
    entry = unit_table().get(unit)
    return entry.dimension if entry else unit


def _at(text: str, place: int) -> str:
    """The longest unit of the vocabulary at `place`; a Latin one must end where the letters end."""
    for symbol in _by_first().get(text[place : place + 1], ()):
        if text.startswith(symbol, place):
            follows = text[place + len(symbol) : place + len(symbol) + 1]
            if not (symbol[-1].isascii() and symbol[-1].isalpha() and follows.isascii() and follows.isalpha()):
                return symbol
    return ""


def _compound(text: str, place: int, unit: str) -> str:
    """`unit` with what follows a slash: 元/头, 微克/立方米, 吨/年."""
    end = place + len(unit)
    if text[end : end + 1] not in ("/", "每"):
        return unit
    multiplier = _MULTIPLIER.match(text, end + 1)
    inner = end + 1 + (len(multiplier[2]) if multiplier else 0)
    per = _at(text, inner) or (text[inner : inner + 1] if text[inner : inner + 1] in _PER else "")
    return text[place : inner + len(per)] if per else unit


def read_unit(text: str, end: int) -> Printed:
    """The unit that follows a number ending at `end`; an empty one where none does."""
    if per := _PER_MANY.match(text, end):
        return Printed(per[0], "", per.end())
    match = _MULTIPLIER.match(text, end)
    assert match is not None  # every part is optional
    multiplier, more = match[2], bool(match[1] or match[3])
    start = match.start(2)
    whole = _at(text, start) if multiplier else ""
    unit = _at(text, match.end())
    if whole and len(whole) >= len(multiplier) + len(unit):
        multiplier, unit, place = "", whole, start  # 千 belongs to 千瓦, 百 to no unit
    else:
        place = match.end()
    if unit:
        unit = _compound(text, place, unit)
        return Printed(multiplier + unit, unit, place + len(unit), more)
    return _unlisted(text, match, multiplier, more)


def _unlisted(text: str, match: re.Match[str], multiplier: str, more: bool) -> Printed:
    """A classifier that no list has, as printed, or the multiplier alone."""
    follows = text[match.end() : match.end() + 1]
    if multiplier or more:
        return Printed(multiplier, "", match.end(3), more) if multiplier else Printed("", "", match.end(), more)
    if "一" <= follows <= "鿿" and follows not in _NO_CLASSIFIER:
        return Printed(follows, follows, match.end() + 1, known=False)
    return Printed("", "", match.start())


def parse_unit(text: str) -> tuple[str, str]:
    """A printed unit by itself, with its multiplier, and without; both "" where it is none."""
    printed = read_unit(text, 0)
    return (printed.unit, printed.base) if printed.known and printed.after == len(text) else ("", "")


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
