"""The lines a page shows, in order: a line a block or table row, each with the element it came from."""

import re
from collections.abc import Iterator

import msgspec
from lxml import etree
from lxml.html import HtmlElement

from flows.bulletins.readers.characters import raise_digits, squeeze
from flows.bulletins.readers.document import Limits
from flows.bulletins.readers.tables import Cell, holds_data, table_lines

_SKIPPED = re.compile(
    "script|style|noscript|template|head|title|nav|aside|iframe|object|embed|applet|svg|canvas|video|audio|"
    "button|select|option|datalist|textarea|input|map|area|rt|rp"
)
_BLOCK = re.compile(
    "address|article|blockquote|body|caption|center|d[dlt]|details|div|fieldset|figcaption|figure|footer|form|"
    "h[1-6r]|header|legend|li|main|[ou]l|p|pre|section|summary|table|tbody|t[dhr]|tfoot|thead"
)
_HIDDEN = re.compile(
    r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?![.\d]))", re.IGNORECASE
)


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
    return rows if holds_data(rows) else None


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
    if len(cell) == 0:
        return squeeze(cell.text or "")
    return " ".join(line.text for line in _Flattener("", Limits()).lines(cell))


def _span(cell: HtmlElement, name: str, most: int) -> int:
    """A span as browsers read it: 1 where it is not a number, and never above what they allow."""
    value = (cell.get(name) or "").strip()
    return min(int(value), most) if value.isdecimal() and len(value) < 6 else 1
