"""How values are put in words, in Chinese and English: codes, numbers, periods. Nothing here makes HTML."""

import calendar
import re
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from schemas import vocabulary

# English names that are their own plural
SAME = {"yuan", "jiao", "fen", "yen", "li", "mu", "jin", "dan", "horsepower", "per cent", "per mille"}
# by what to divide values as large as this, and the word for it: in Chinese, in English
SCALES = (((10**8, 10**8, "亿"), (10**6, 10**4, "万")), ((10**9, 10**9, "billion "), (10**6, 10**6, "million ")))
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
# marks that turn the direction of text, controls and line separators: shown by their number, never obeyed
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")

_TWICE = re.compile("([^\\s;:/][^;:/]*) / ([A-Za-z][A-Za-z ,'’-]*[A-Za-z])")


class Text(NamedTuple):
    """One thing said in both languages."""

    zh: str
    en: str


@cache
def _labels() -> dict[str, dict[str, Text]]:
    written = yaml.safe_load(Path(__file__).with_name("labels.yml").read_text(encoding="utf-8"))
    labels = {name: {code: Text(*pair) for code, pair in codes.items()} for name, codes in written.items()}
    labels["measure"] = {entry.code: Text(entry.name, entry.name_en) for entry in vocabulary.measures()}
    labels["theme"] = {entry.code: Text(entry.name, entry.name_en) for entry in vocabulary.themes()}
    return labels


def label(of: str, code: str) -> Text:
    """What a code is called; a code without a name is shown as it is."""
    return _labels()[of].get(code, Text(code, code))


def visible(text: str) -> str:
    """The text with every mark that a browser would obey or swallow shown by its number, as ⟦U+202E⟧."""
    return _UNSEEN.sub(lambda mark: f"⟦U+{ord(mark[0]):04X}⟧", text)


def both(text: str | None) -> Text:
    """A text of the snapshot that is written `中文 / English`."""
    zh, _, en = (text or "").partition(" / ")
    return Text(zh, en or zh)


def formula(text: str) -> Text:
    """`部分 ÷ 总体 / part divided by whole: 447 ÷ 2113 = 21.2%`: the numbers belong to both languages."""
    return Text(_TWICE.sub(r"\1", text), _TWICE.sub(r"\2", text))


def number(value: Decimal | float | None, digits: int | None = None) -> str:
    """With thousands apart and no zeros behind the last digit, or with so many digits."""
    if value is None:
        return "–"
    if digits is not None:
        return f"{value:,.{digits}f}"
    whole, _, fraction = f"{value:,f}".partition(".")
    return f"{whole}.{fraction.rstrip('0')}".rstrip(".")


def amount(value: Decimal | None, unit: str) -> Text:
    """A value in its base unit, as people say it: 39786000000 元 is 397.86 亿元, 39.786 billion yuan."""
    if value is None:
        return Text("–", "–")
    (factor, prefix), (factor_en, prefix_en) = scales(value)
    return Text(_with(value / factor, prefix + unit), _with(value / factor_en, prefix_en + unit_en(unit, value)))


def measured(value: Decimal | None, unit: str) -> Text:
    """A value with the unit that it is printed in: 26.6%, 397.86 亿元."""
    factor = {"万": 10**4, "亿": 10**8}.get(unit[:1], 1)
    if value is None or factor == 1 or unit in _units():
        return Text(_with(value, unit), _with(value, unit_en(unit, value)))
    return Text(_with(value, unit), amount(value * factor, unit[1:]).en)


def _with(value: Decimal | None, unit: str) -> str:
    return (number(value) + (unit if unit in ("%", "‰", "") else f" {unit}")).rstrip()


def scales(largest: Decimal) -> list[tuple[int, str]]:
    """By what to divide values as large as this one, and the word for it, in Chinese and in English."""
    fitting = ((each[1:] for each in words if abs(largest) >= each[0]) for words in SCALES)
    return [next(found, (1, "")) for found in fitting]


def unit_en(unit: str, value: Decimal | None = None) -> str:
    """A unit in English, of a value in its number; a word that only counts things has none, one unknown stays as it is."""
    name = _units().get(unit, unit)
    head, of, rest = name.partition(" of ")
    plural = value is not None and abs(value) != 1 and name.isascii() and name[-1:].isalpha() and name not in SAME
    return f"{head}s{of}{rest}" if plural and unit in _units() else name


@cache
def _units() -> dict[str, str]:
    english = {unit.symbol: "" if "(classifier)" in unit.name_en else unit.name_en for unit in vocabulary.units()}
    return english | {"%": "%", "‰": "‰"}


def period(start: date | None, end: date | None) -> Text:
    """2023年1—6月, 2023年, 2023年6月末, or the days themselves."""
    if end is None:
        return Text("时期未定", "period unresolved")
    closes_month = end.day == calendar.monthrange(end.year, end.month)[1]
    if start is None:
        at = Text(f"{end.year}年{end.month}月末", f"end of {MONTHS[end.month - 1]} {end.year}")
        return at if closes_month else Text(end.isoformat(), end.isoformat())
    if start.year != end.year or start.day != 1 or not closes_month:
        return Text(f"{start}至{end}", f"{start} to {end}")
    if (start.month, end.month) == (1, 12):
        return Text(f"{end.year}年", str(end.year))
    months, names = f"{start.month}—{end.month}", f"{MONTHS[start.month - 1]}–{MONTHS[end.month - 1]}"
    if start.month == end.month:
        months, names = str(end.month), MONTHS[end.month - 1]
    return Text(f"{end.year}年{months}月", f"{names} {end.year}")


def reference(code: str) -> Text | None:
    """What a rate, a share or a gap refers to: 同比, 占全省, 比全国."""
    how, _, whom = code.partition(":")
    if how in _labels()["reference"]:
        return label("reference", how)
    them = label("whom", whom)
    words = {"of": Text(f"占{them.zh}", f"of {them.en}"), "vs": Text(f"与{them.zh}相比", f"against {them.en}")}
    return words.get(how) or (Text(code, code) if code else None)


def interval(row: dict[str, Any], low: str, high: str) -> str:
    """[low, high) as rounding allows it; one number where both are the same; an open end is named so."""
    least, most = row[low], row[high]
    if least is None and most is None:
        return "–"
    if least == most:
        return number(least)
    return f"[{'−∞' if least is None else number(least)}, {'+∞' if most is None else number(most)})"
