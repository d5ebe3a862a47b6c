"""XLSX for the office: one sheet a topic, Chinese headings with units, sources as notes, nothing that acts."""

import math
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import xlsxwriter

from flows.exports.files import whole
from flows.exports.source import Source
from flows.exports.topics import TOPICS, Topic

WIDEST = 60  # of a column; longer text is wrapped
CELL, NOTE = 32_000, 800  # Excel refuses longer cells; longer notes nobody reads
_CUT = "…（已截断 cut）"
_FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_BOX = {"border": 1, "border_color": "#BFBFBF"}
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_name": "黑体", "font_size": 16},
    "small": {"font_size": 9, "font_color": "#595959"},
    "warning": {"bold": True, "font_color": "#9C0006"},
    "link": {"font_color": "#1F4E79", "underline": 1},
    "heading": {"bold": True, "bg_color": "#DCE6F1", "text_wrap": True, "align": "center", **_BOX},
    "text": _BOX,
    "long": {"text_wrap": True, **_BOX},
    "date": {"num_format": "yyyy-mm-dd", "align": "center", **_BOX},
    "whole": {"num_format": "#,##0", **_BOX},
    "decimal": {"num_format": "#,##0.0#", **_BOX},
}


def write_xlsx(source: Source, folder: Path) -> list[Path]:
    path = folder / f"占比_{source.built_at:%Y-%m-%d}.xlsx"
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with whole(path) as building, xlsxwriter.Workbook(building, options) as book:
        book.set_properties({"title": "占比", "comments": "\n".join(f"{k}: {v}" for k, v in source.label.items())})
        formats = {name: book.add_format(_FONT | look) for name, look in _FORMATS.items()}
        cover = book.add_worksheet("说明")
        counts = [(topic, _write_topic(source, book.add_worksheet(topic.title), formats, topic)) for topic in TOPICS]
        _write_cover(source, cover, formats, counts)
    return [path]


def _write_cover(source: Source, sheet: Any, formats: dict[str, Any], counts: list[tuple[Topic, int]]) -> None:
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 92)
    sheet.write_string(0, 0, "开发区公报数据与名册核对", formats["title"])
    if source.synthetic:
        sheet.write_string(1, 0, source.label["synthetic"], formats["warning"])
    names = {
        "snapshot": "快照编号",
        "built_at": "快照时间",
        "snapshot_sha256": "快照文件 SHA-256",
        "zhanbi": "程序版本",
    }
    row = 3
    for name, zh in names.items():
        sheet.write_string(row, 0, zh)
        sheet.write_string(row, 1, source.label[name])
        row += 1
    sheet.write_string(row + 1, 0, "工作表", formats["heading"])
    sheet.write_string(row + 1, 1, "内容", formats["heading"])
    for row, (topic, count) in enumerate(counts, start=row + 2):  # noqa: B020
        sheet.write_url(row, 0, f"internal:'{topic.title}'!A1", formats["link"], topic.title)
        sheet.write_string(row, 1, f"{topic.about}（{count} 行）", formats["long"])
    sheet.write_string(
        row + 2, 0, "单元格右上角有红色三角的，批注为公报原句。结论按公布数字的四舍五入区间判定。", formats["small"]
    )
    _set_up_print(sheet, source, landscape=False)


def _write_topic(source: Source, sheet: Any, formats: dict[str, Any], topic: Topic) -> int:
    rows = source.rows(topic.query)
    notes = [row.pop("批注") for row in rows]
    headings = [name for name in source.columns(topic.query) if name != "批注"]
    sheet.write_string(0, 0, topic.title, formats["title"])
    sheet.write_string(1, 0, topic.about, formats["small"])
    if source.synthetic and topic.registers:
        sheet.write_string(2, 0, source.label["synthetic"], formats["warning"])
    for column, heading in enumerate(headings):
        sheet.write_string(3, column, heading, formats["heading"])
        widths = [_width(_shown(row[heading])) for row in rows]
        sheet.set_column(column, column, min(max([_width(heading), *widths]) + 2, WIDEST))
    for number, (row, note) in enumerate(zip(rows, notes, strict=True), start=4):
        sheet.set_row(
            number, 15 * min(20, max(1, *(math.ceil(_width(_shown(value)) / WIDEST) for value in row.values())))
        )
        for column, value in enumerate(row.values()):
            _write_cell(sheet, number, column, value, formats)
        if note:
            place = headings.index(topic.noted)
            sheet.write_comment(number, place, _cut(note, NOTE), {"author": "zhanbi", "x_scale": 3, "y_scale": 1.5})
    sheet.freeze_panes(4, 1)
    if rows:
        sheet.autofilter(3, 0, 3 + len(rows), len(headings) - 1)
    sheet.repeat_rows(3)
    _set_up_print(sheet, source, landscape=True)
    return len(rows)


def _write_cell(sheet: Any, row: int, column: int, value: Any, formats: dict[str, Any]) -> None:
    """Each value by the call for its own type: what a document says never becomes a formula or a link."""
    if value is None:
        sheet.write_blank(row, column, None, formats["text"])
    elif isinstance(value, bool):
        sheet.write_string(row, column, "是" if value else "否", formats["text"])
    elif isinstance(value, int | float | Decimal):
        whole_number = value == int(value)
        sheet.write_number(row, column, float(value), formats["whole" if whole_number else "decimal"])
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, value.replace(tzinfo=None), formats["date"])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, formats["date"])
    else:
        text = _cut(str(value), CELL)
        sheet.write_string(row, column, text, formats["long" if _width(text) > WIDEST - 2 else "text"])


def _set_up_print(sheet: Any, source: Source, *, landscape: bool) -> None:
    sheet.set_paper(9)  # A4
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    label = f"快照 {source.fingerprint[:12]} {source.built_at:%Y-%m-%d}" + (" 含合成数据" if source.synthetic else "")
    sheet.set_footer(f"&L{label}&C第 &P 页 / 共 &N 页&R&A")


def _width(text: str) -> int:
    """In columns of a terminal, the unit of Excel's widths; of the longest line."""
    return max(
        (sum(2 if east_asian_width(char) in "WF" else 1 for char in line) for line in text[:CELL].split("\n")),
        default=0,
    )


def _shown(value: Any) -> str:
    return f"{value:,.2f}" if isinstance(value, Decimal | float) else str(value or "")


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[:length] + _CUT
