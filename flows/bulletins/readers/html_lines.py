"""The lines a page shows, in order: a line a block or table row, each with the element it came from."""

import re
from collections.abc import Iterator

import msgspec
from lxml import etree
from lxml.html import HtmlElement

from flows.bulletins.readers.document import Limits
from flows.bulletins.readers.tables import Cell, table_lines

_SKIPPED = re.compile(
    "script|style|noscript|template|head|title|nav|aside|iframe|object|embed|applet|svg|canvas|video|audio|"
    "button|select|option|datalist|textarea|input|map|area"
)
_BLOCK = re.compile(
    "address|article|blockquote|body|caption|center|d[dlt]|details|div|fieldset|figcaption|figure|footer|form|"
    "h[1-6r]|header|legend|li|main|[ou]l|p|pre|section|summary|table|tbody|t[dhr]|tfoot|thead"
)
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]))", re.IGNORECASE)
_WIDE = "\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
_IS_WIDE = re.compile(f"[{_WIDE}]")
_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
# As a plain digit a footnote mark or an exponent would become part of the figure beside it.
_RAISED = str.maketrans("0123456789+-−()（）", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾⁽⁾")
_PROSE_CELL = 150  # a cell with more characters and a full stop holds text, not data


class Line(msgspec.Struct, frozen=True):
    text: str
    element: HtmlElement  # the block it stands in; the table for a row
    label: str  # "paragraph 12", "table 2 row 5"
    link_share: float = 0.0  # share of its characters that are links

    @property
    def in_table(self) -> bool:
        return self.label.startswith("table")


class _Flattener:
    """Walks the tree without recursion: pages nest as deeply as the parser lets them."""

    def __init__(self, file_name: str, limits: Limits) -> None:
        self._file_name, self._limits = file_name, limits
        self._parts: list[str] = []
        self._linked = 0
        self._links = self._raised = self._pre = 0  # how many such elements are open
        self._blocks: list[HtmlElement] = []
        self._paragraphs = self._tables = 0

    def lines(self, top: HtmlElement) -> Iterator[Line]:
        walk = etree.iterwalk(top, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if element is not top and _is_skipped(element):
                    walk.skip_subtree()
                elif element.tag == "table" and element is not top and (rows := _data_rows(element)) is not None:
                    yield from self._flush()
                    yield from self._table(element, rows)
                    walk.skip_subtree()
                else:
                    yield from self._open(element)
            else:
                yield from self._close(element, top)

    def _open(self, element: HtmlElement) -> Iterator[Line]:
        if _BLOCK.fullmatch(element.tag) or not self._blocks:
            yield from self._flush()
            self._blocks.append(element)
        elif element.tag == "br":
            yield from self._flush()
        self._count(element, 1)
        yield from self._text(element.text)

    def _close(self, element: HtmlElement, top: HtmlElement) -> Iterator[Line]:
        if self._blocks and self._blocks[-1] is element:
            yield from self._flush()
            self._blocks.pop()
            self._count(element, -1)
        elif not _is_skipped(element) and element.tag != "table":
            self._count(element, -1)
        if element is not top:
            yield from self._text(element.tail)

    def _count(self, element: HtmlElement, step: int) -> None:
        if element.tag == "a" and not (element.get("href") or "#").startswith("#"):
            self._links += step
        elif element.tag == "sup":
            self._raised += step
        elif element.tag == "pre":
            self._pre += step

    def _text(self, text: str | None) -> Iterator[Line]:
        if not text:
            return
        if not self._pre and text.isspace():
            text = " "  # between two inline elements a line end does show, as a blank
        if self._raised:
            text = raise_digits(text)
        first, *rest = text.split("\n") if self._pre else [text]
        self._parts.append(first)
        self._linked += bool(self._links) * len(first.strip())
        for part in rest:
            yield from self._flush()
            self._parts.append(part)

    def _flush(self) -> Iterator[Line]:
        text = squeeze("".join(self._parts))
        linked, self._linked = self._linked, 0
        self._parts.clear()
        if text:
            self._paragraphs += 1
            yield Line(text, self._blocks[-1], f"paragraph {self._paragraphs}", min(linked / len(text), 1.0))

    def _table(self, table: HtmlElement, rows: list[list[Cell]]) -> Iterator[Line]:
        self._tables += 1
        share = _menu_share(table, rows)
        for at, line in enumerate(table_lines(rows, self._file_name, self._limits), 1):
            if line.strip():
                yield Line(line, table, f"table {self._tables} row {at}", share)


def flatten(top: HtmlElement, file_name: str, limits: Limits) -> list[Line]:
    """All visible lines of `top`. Refused: a table above the limit."""
    return list(_Flattener(file_name, limits).lines(top))


def squeeze(text: str) -> str:
    """White space as a browser shows it; a line end of the source beside a Chinese character is none."""
    return _INVISIBLE.sub("", _BLANKS.sub(_one_blank, text)).strip()


def raise_digits(text: str) -> str:
    """Superscript digits for a raised text that holds nothing but digits and signs."""
    raised = text.translate(_RAISED)
    return raised if not re.search(r"[^⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾\s]", raised) else text


def _one_blank(blanks: re.Match[str]) -> str:
    if not blanks[0].strip("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"):
        return ""
    beside = blanks.string[max(blanks.start() - 1, 0) : blanks.start()] + blanks.string[blanks.end() : blanks.end() + 1]
    return "" if "\n" in blanks[0] and _IS_WIDE.search(beside) else " "


def _is_skipped(element: HtmlElement) -> bool:
    return (
        not isinstance(element.tag, str)
        or bool(_SKIPPED.fullmatch(element.tag))
        or element.get("hidden") is not None
        or bool(_HIDDEN.search(element.get("style") or ""))
    )


def _data_rows(table: HtmlElement) -> list[list[Cell]] | None:
    """The cells of a table of data; None for a table that only lays out the page."""
    if next(table.iterdescendants("table"), None) is not None:
        return None
    rows = [_cells(row) for row in table.iter("tr") if not _is_skipped(row)]
    rows = [row for row in rows if row]
    cells = [cell.text for row in rows for cell in row]
    if len(cells) < 2 or any(len(text) > _PROSE_CELL and "。" in text for text in cells):
        return None
    return rows


def _menu_share(table: HtmlElement, rows: list[list[Cell]]) -> float:
    """Share of characters that are links, in a table without a single digit; 0 for one that may hold data."""
    text = "".join(cell.text for row in rows for cell in row)
    if not text or re.search(r"\d", text):
        return 0.0
    return min(sum(len(squeeze("".join(link.itertext()))) for link in table.iter("a")) / len(text), 1.0)


def _cells(row: HtmlElement) -> list[Cell]:
    return [
        Cell(_cell_text(cell), max(_span(cell, "colspan", 1000), 1), _span(cell, "rowspan", 65534))
        for cell in row.iterchildren("td", "th")
        if not _is_skipped(cell)
    ]


def _cell_text(cell: HtmlElement) -> str:
    return " ".join(line.text for line in _Flattener("", Limits()).lines(cell))


def _span(cell: HtmlElement, name: str, most: int) -> int:
    """A span as browsers read it: 1 where it is not a number, and never above what they allow."""
    value = (cell.get(name) or "").strip()
    return min(int(value), most) if value.isdecimal() and len(value) < 6 else 1
