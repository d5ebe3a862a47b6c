"""Tables in a text: one row a line with tabs between, or one cell a line as web pages leave them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from flows.bulletins import names, periods, units
from flows.bulletins.areas import Here
from flows.bulletins.parentheses import unparenthesise
from flows.bulletins.periods import Mention, Period
from flows.bulletins.predicates import Predicate
from flows.bulletins.quantities import Quantity
from flows.bulletins.reflow import Flow
from flows.bulletins.state import Draft, Meaning, Subject

_CORNER = re.compile(
    r"(?:主要)?(?:指标|产品|类别|项目|名称|地区|区域|县市区|县区|县（市、区）|分组|品种|行业|商品|分类|国别|国家|单位名称|市州|税种)(?:名称|类别|分类|和地区|（地区）)?"
)
_NUMERIC = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?%?")
_BLANK = re.compile(r"持平|[-—–…./]+|\.{2,}|×|无|0持平")
_UNIT_LINE = re.compile(r"（?(?:计量)?单位：?\s*([^）\s，]{1,12})）?")
_PAREN = re.compile(r"（([^（）]*)）")
_ORDER = re.compile(
    r"(?:其中|在总计中|#|[一二三四五六七八九十]{1,2}、|（[一二三四五六七八九十\d]{1,2}）|\d{1,2}[、.]|[：:#\s])+"
)
_GENERIC = re.compile(
    r"^(?:指标值|绝对数|绝对量|数值|数据|数量|总量|实绩|年末数|期末数|年末|期末|完成|累计|本年|全年|本期|当年|合计|\d{1,2}月末?|价格指数|实际完成|\d{4}年?|完成数|金额|总计)$"
)
_GROWTH = re.compile(r"增长|增速|增幅|涨跌|涨幅|同比|±|升降")
_CHANGE = re.compile(r"增减额?|增加额?|增量|比年初|比上年末增")
_SHARE = re.compile(r"比重|构成|占比|占.{0,6}%")
_TITLE_TAIL = re.compile(
    r"(?:及其?|和|与)(?:其)?(?:增长速度|增速|构成|增长|比重|增长情况|增幅).*$|(?:主要)?(?:数据|情况|一览表|统计表|表|增长速度|增速|构成情况|构成|指标)$|主要"
)
_TITLE_HEAD = re.compile(r"^(?:表\s?\d+[：:]?\s*)?(?:\d{4}年?末?)?")
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_GROWTH_NOUN = re.compile(r"(?<=.{3})(?:增长速度|增速|增幅)$")
_MAX_CELL = 40
_LOWEST_INDEX = 50  # a price index below it is no index (last year = 100)
_MAX_COLUMNS = 12


@dataclass(slots=True)
class Table:
    """A table: `columns` headings for the figures, and rows of label, unit and figures."""

    title: str
    unit: str
    columns: list[str]
    rows: list["Row"] = field(default_factory=list)


@dataclass(slots=True)
class Row:
    """One row; `cells` match the table's columns."""

    labels: list[str]
    unit: str
    cells: list[Flow]


@dataclass(slots=True)
class Column:
    """What a heading says of the figures under it."""

    measure: str
    unit: str
    facet: str
    mention: Mention | None


def split(flows: list[Flow]) -> Iterator[Flow | Table]:
    """The flows in order, runs of them that make a table as tables."""
    place = 0
    while place < len(flows):
        if "\t" in flows[place].text:
            table, end = _rows_of_tabs(flows, place)
        else:
            table, end = _cells(flows, place) or (None, place + 1)
        if table:
            yield table
        else:
            yield from flows[place:end]
        place = end


def is_numeric(text: str) -> bool:
    return _NUMERIC.fullmatch(text) is not None or _BLANK.fullmatch(text) is not None


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _above(flows: list[Flow], place: int) -> tuple[str, str]:
    """Title and unit from the two lines over a table."""
    title, unit = "", ""
    for flow in reversed(flows[max(0, place - 3) : place]):
        text = flow.text
        match = _UNIT_LINE.search(text)
        if match and not unit:
            unit = match[1]
            if match[0] == text:
                continue
        if len(text) <= 60 and not text.endswith("。"):
            title = _UNIT_LINE.sub("", text).strip()
        break
    return title, unit


# -- one cell a line -----------------------------------------------------------------------------------------------


def _cells(flows: list[Flow], place: int) -> tuple[Table, int] | None:
    """The table whose corner cell stands at `place`; None where there is none, or its shape is not clear."""
    if len(flows[place].text) > 16 or not _CORNER.fullmatch(_squeeze(flows[place].text)):
        return None
    first = _first_numeric(flows, place)
    if first is None:
        return None
    width = 0
    while first + width < len(flows) and is_numeric(flows[first + width].text):
        width += 1
    heads = [_squeeze(flow.text) for flow in flows[place:first]]
    has_unit = len(heads) > 1 and heads[1] in ("单位", "计量单位")
    lead = 1 + has_unit
    if not 0 < width <= _MAX_COLUMNS or len(heads) < lead + width + 1 + has_unit:
        return None
    title, unit = _above(flows, place)
    table = Table(title, unit, heads[lead : lead + width])
    end = _fill(flows, place + lead + width, table, width, has_unit)
    return (table, end) if table.rows else None


def _first_numeric(flows: list[Flow], place: int) -> int | None:
    for index in range(place + 1, min(place + 2 * _MAX_COLUMNS, len(flows))):
        text = flows[index].text
        if is_numeric(text):
            return index
        if len(text) > _MAX_CELL or text[-1] in "。；":
            return None
    return None


def _fill(flows: list[Flow], place: int, table: Table, width: int, has_unit: bool) -> int:
    """Adds rows of labels and then `width` figures until the pattern ends; gives where it ends."""
    labels: list[str] = []
    end = place
    while place < len(flows):
        text = flows[place].text
        if not is_numeric(text):
            if len(text) > _MAX_CELL or text[-1] in "。；" or len(labels) > 3:
                break
            labels.append(_squeeze(text))
            place += 1
            continue
        cells = flows[place : place + width]
        if len(cells) < width or not all(is_numeric(cell.text) for cell in cells) or len(labels) < 1 + has_unit:
            break
        if place + width < len(flows) and is_numeric(flows[place + width].text):
            break
        unit = labels.pop() if has_unit else ""
        if len(labels) > 1 and all(len(label) == 1 for label in labels):
            labels = ["".join(labels)]
        table.rows.append(Row(labels, unit, cells))
        labels, place = [], place + width
        end = place
    return end


# -- one row a line ------------------------------------------------------------------------------------------------


def _rows_of_tabs(flows: list[Flow], place: int) -> tuple[Table | None, int]:
    """The table whose first row stands at `place`, None where no heading stands over it; and where its rows end."""
    end = place
    while end < len(flows) and "\t" in flows[end].text:
        end += 1
    rows = [_split_row(flow) for flow in flows[place:end]]
    body = next((index for index, row in enumerate(rows) if _has_figures(row)), None)
    if not body:
        return None, end
    width = max(len(row) for row in rows)
    heads = [_heading(rows[:body], column) for column in range(width)]
    unit_column = next((column for column, head in enumerate(heads) if head in ("单位", "计量单位")), 0)
    figures = [column for column in range(1, width) if column != unit_column]
    title, unit = _above(flows, place)
    table = Table(title, unit, [heads[column] for column in figures])
    for row in rows[body:]:
        cells = [row[column] if column < len(row) else Flow("", [(0, 0)]) for column in figures]
        unit_text = _squeeze(row[unit_column].text) if unit_column and unit_column < len(row) else ""
        table.rows.append(Row([_squeeze(row[0].text)], unit_text, cells))
    return table, end


def _has_figures(row: list[Flow]) -> bool:
    return any(_NUMERIC.fullmatch(cell.text) and not re.fullmatch(r"(?:19|20)\d\d", cell.text) for cell in row[1:])


def _heading(rows: list[list[Flow]], column: int) -> str:
    seen: list[str] = []
    for row in rows:
        text = _squeeze(row[column].text) if column < len(row) else ""
        if text and text not in seen:
            seen.append(text)
    return "".join(seen)


def _split_row(flow: Flow) -> list[Flow]:
    out, start = [], 0
    for cell in flow.text.split("\t"):
        stripped = cell.strip()
        at = start + cell.index(stripped[0]) if stripped else start
        out.append(flow.cut(at, at + len(stripped)))
        start += len(cell) + 1
    return out


# -- what the cells say --------------------------------------------------------------------------------------------


def read(table: Table, here: Here, current: Period) -> Iterator[Draft]:
    """The figures of a table, row by row."""
    columns = [_column(head, table.unit, current) for head in table.columns]
    title = _noun_of_title(table.title, here)
    facet = next((column.facet for column in columns if column.facet), "")
    total, group, inherited = "", "", ""
    for row in table.rows:
        *groups, label = row.labels
        group = groups[-1] if groups else group
        unit = _PAREN.search(label)
        printed = row.unit or (unit[1] if unit and _is_unit(unit[1]) else "")
        inherited = printed or inherited
        name = _own(_label(label), here)
        if not total or (names.head_of(name) and not _ORDER.match(label)):
            total = name if names.head_of(name) or not title else title
        subject = _subject(name, _label(group) or facet, total, here)
        for column, cell in zip(columns, row.cells, strict=True):
            if draft := _draft(cell, column, subject, printed or column.unit or inherited or table.unit):
                yield draft


def _label(label: str) -> str:
    label = _ORDER.sub("", label, count=1) if _ORDER.match(label) else label
    return _PAREN.sub("", label)


def _own(label: str, here: Here) -> str:
    """A label without 全市 and without the growth that its column states: 全市规上工业产值增长速度."""
    area, rest = here.split(label)
    name = rest if area == "self" and rest else label
    return _GROWTH_NOUN.sub("", name) or name


def _is_unit(text: str) -> bool:
    return bool(text) and units.parse_unit(text)[1] != ""


def _noun_of_title(title: str, here: Here) -> str:
    text = _TITLE_HEAD.sub("", unparenthesise(Flow(title, [(0, 0)])).text.strip()) if title else ""
    area, rest = here.split(text)
    text = _TITLE_TAIL.sub("", rest if area else text)
    return names.clean(text)


def _subject(name: str, group: str, total: str, here: Here) -> Subject:
    area, rest = here.split(name)
    if area and not rest:
        return Subject(total, "", area)
    if names.head_of(name) or names.find_indicator("", name):
        return Subject(name, "", area or "self")
    whole = group or (total if total != name else "")
    return Subject(whole or name, name if whole else "", "self")


def _column(head: str, unit: str, current: Period) -> Column:
    found = [mention for mention in periods.mentions(head, current) if mention.period]
    mention = found[0] if found and not re.search(r"[比较]", head[: found[0].start]) else None
    paren = _PAREN.search(head)
    printed = paren[1].strip("± ") if paren else ("%" if head.endswith("%") else "")
    bare = _PAREN.sub("", head).strip("%±")
    if _CHANGE.search(bare) and printed != "%":
        return Column("change", printed, "", None)
    if _GROWTH.search(head):
        return Column("growth", "%", "", None)
    if _SHARE.search(bare):
        return Column("share", "%", "", mention)
    facet = "" if _GENERIC.match(bare) or mention else bare
    return Column("level", printed if _is_unit(printed) else "", facet, mention)


def _draft(cell: Flow, column: Column, subject: Subject, unit: str) -> Draft | None:
    match = _FIGURE.search(cell.text)
    if not match:
        return None
    if column.measure in ("growth", "share") or "%" in cell.text:
        unit = "%"
    value = Decimal(match[0].replace(",", ""))
    printed, base = units.parse_unit(unit)
    decimals = len(match[0].partition(".")[2])
    quantity = Quantity(match.start(), match.end(), len(cell.text), value, printed, base, decimals)
    if column.facet and column.measure == "level" and column.facet not in subject.name:
        subject = Subject(column.facet, subject.breakdown or subject.full, subject.area)
    measure = column.measure
    if measure == "level" and not printed and subject.name.endswith("价格指数") and value < _LOWEST_INDEX:
        measure, quantity.unit, quantity.base = "growth", "%", "%"  # headed 指数, but a change in per cent
    reference = "yoy" if measure == "growth" else ""
    meaning = Meaning(measure, -value if cell.text.startswith("-") else value, reference, measure)
    rule = ["table", "completed" if subject.breakdown else "named", measure]
    place = cell.place(match.start())
    return Draft(
        quantity, meaning, subject, Predicate(), mention=column.mention, status="actual", bound="exact",
        rule=rule, start=place, end=place + len(match[0]),
    )  # fmt: skip
