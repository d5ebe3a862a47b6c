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

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
# marks that turn the direction of text, controls and line separators: shown by their number, never obeyed
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")


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


def number(value: Decimal | float | None, digits: int | None = None) -> str:
    """With thousands apart and no zeros behind the last digit, or with so many digits."""
    if value is None:
        return "–"
    if digits is not None:
        return f"{value:,.{digits}f}"
    whole, _, fraction = f"{value:,f}".partition(".")
    return f"{whole}.{fraction.rstrip('0')}".rstrip(".")


def amount(value: Decimal | None, unit: str) -> str:
    """A value in its base unit, in 万 or 亿 of it where that is how people say it: 39786000000 元 is 397.86 亿元."""
    if value is None:
        return "–"
    factor, prefix = scale(value)
    return measured(value / factor, prefix + unit)


def measured(value: Decimal | None, unit: str) -> str:
    """A value with its unit as it stands: 26.6%, 397.86 亿元."""
    return number(value) + (unit if unit in ("%", "‰", "") else f" {unit}")


def scale(largest: Decimal) -> tuple[int, str]:
    """By what to divide values as large as this one, and the word for it."""
    size = abs(largest)
    return (10**8, "亿") if size >= 10**8 else (10**4, "万") if size >= 10**6 else (1, "")


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
    words = {"of": Text(f"占{whom}", f"of {whom}"), "vs": Text(f"与{whom}相比", f"against {whom}")}
    return words.get(how) or (Text(code, code) if code else None)


def interval(row: dict[str, Any], low: str, high: str) -> str:
    """[low, high) as rounding allows it; one number where both are the same; an open end is named so."""
    least, most = row[low], row[high]
    if least is None and most is None:
        return "–"
    if least == most:
        return number(least)
    return f"[{'−∞' if least is None else number(least)}, {'+∞' if most is None else number(most)})"
