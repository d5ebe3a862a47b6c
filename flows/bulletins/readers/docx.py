"""DOCX: paragraphs and tables in document order, then footnotes; no headers, footers, deleted or hidden text.

Read from the XML itself: python-docx passes over tracked insertions, content controls and text boxes in silence.
"""

from collections.abc import Iterable, Iterator

from lxml import etree
from lxml.etree import _Element as Element

from flows.bulletins.readers.characters import clean, raise_digits
from flows.bulletins.readers.document import Content, Limits, Lines, refuse
from flows.bulletins.readers.packed import Package
from flows.bulletins.readers.tables import Cell, holds_data, table_lines

_MAIN = "word/document.xml"
_NOTES = (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote"))
# Deleted and moved-away text, the older twin of a drawing, pronunciation. Headers have parts of their own.
_SKIPPED = frozenset({"del", "moveFrom", "Fallback", "pPr", "sectPr", "tblPr", "trPr", "tcPr", "rt"})
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_docx(data: bytes, file_name: str, limits: Limits) -> Content:
    """The text, a line a paragraph or table row. Refused: not a DOCX, damaged, encrypted, a zip or XML bomb, empty."""
    package = Package(data, file_name, limits)
    if _MAIN not in package:
        refuse(file_name, f"a zip without {_MAIN} (XLSX, OFD, an archive?)", "send the bulletin as DOCX or PDF")
    lines = Lines(file_name, limits)
    for line, label in _Walker(file_name, limits).lines(_parse(package, _MAIN, file_name)):
        lines.add(line, label)
    for part, kind in _NOTES:
        if part in package:
            for line, label in _Walker(file_name, limits).lines(_parse(package, part, file_name)):
                lines.add(line, f"{kind} {label}")
    content = lines.content()
    if not content.text:
        refuse(file_name, "the document holds no text", "if it is a scan, send it as PDF or image")
    return content


def _parse(package: Package, part: str, file_name: str) -> Element:
    # No huge_tree: libxml2's own limits on depth (256) and text (10 MB a node) stay on.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(package.read(part), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        refuse(file_name, f"{part} is not valid XML ({error})", "open it in a word processor and save it again")
    if root.getroottree().docinfo.doctype:
        refuse(file_name, f"{part} declares a document type, which no DOCX does", "open it and save it again")
    return root


class _Walker:
    """Recursive: libxml2 lets no document nest deeper than 256."""

    def __init__(self, file_name: str, limits: Limits) -> None:
        self._file_name, self._limits = file_name, limits
        self._paragraphs = self._tables = 0

    def lines(self, element: Element) -> Iterator[tuple[str, str]]:
        """Text and label of every paragraph and table row below `element`, in document order."""
        for child in element:
            name = _name(child)
            if name == "p":
                yield from self._paragraph(child)
            elif name == "tbl":
                yield from self._table(child)
            elif name not in _SKIPPED:
                yield from self.lines(child)

    def _paragraph(self, paragraph: Element) -> Iterator[tuple[str, str]]:
        text = _text(paragraph)
        if text.strip():
            self._paragraphs += 1
            yield text, f"paragraph {self._paragraphs}"
        for box in _boxes(paragraph):
            yield from self.lines(box)

    def _table(self, table: Element) -> Iterator[tuple[str, str]]:
        # Looked for before any cell is read: reading nested cells twice a level would double with each level.
        nested = next(table.iterdescendants(table.tag), None) is not None
        rows = [] if nested else _rows(table)
        if not holds_data(rows):
            yield from self.lines(table)
            return
        self._tables += 1
        for at, line in enumerate(table_lines(rows, self._file_name, self._limits), 1):
            yield line, f"table {self._tables} row {at}"


def _name(element: Element) -> str:
    """The tag without its namespace: the strict variant of the format has others."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _text(element: Element) -> str:
    """The text of the runs below, without that of text boxes."""
    return clean("".join(_pieces(element)))


def _cell_text(cell: Element) -> str:
    """A cell's lines joined by blanks: without them two figures would become one."""
    lines = (line for line, _ in _Walker("", Limits()).lines(cell))
    return " ".join(" ".join(lines).split())


def _pieces(element: Element) -> Iterator[str]:
    for child in element:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name == "r":
            yield from _run(child)
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name not in _SKIPPED and name != "txbxContent":
            yield from _pieces(child)


def _run(run: Element) -> Iterator[str]:
    properties = {_name(found): found for child in run if _name(child) == "rPr" for found in child}
    if "vanish" in properties and _value(properties["vanish"]) not in ("0", "false", "off"):
        return
    text = "".join(_pieces(run))
    raised = "vertAlign" in properties and _value(properties["vertAlign"]) == "superscript"
    yield raise_digits(text) if raised else text


def _boxes(element: Element) -> Iterator[Element]:
    for child in element:
        name = _name(child)
        if name == "txbxContent":
            yield child
        elif name not in _SKIPPED:
            yield from _boxes(child)


def _value(element: Element) -> str:
    return next((value for key, value in element.attrib.items() if etree.QName(key).localname == "val"), "")


def _rows(table: Element) -> list[list[Cell]]:
    """The cells of a table; a vertical merge becomes the rowspan of its first cell."""
    grid = [list(_placed(row)) for row in _below(table, "tr")]
    continued = [{column for column, _, merge in row if merge == "continue"} for row in grid]
    rows = []
    for at, row in enumerate(grid):
        cells = []
        for column, cell, merge in row:
            if merge == "continue" and at > 0:
                continue
            last = at + 1
            while merge and last < len(grid) and column in continued[last]:
                last += 1
            cells.append(Cell(cell.text, cell.colspan, last - at))
        rows.append(cells)
    return rows


def _placed(row: Element) -> Iterator[tuple[int, Cell, str]]:
    """Column, cell and vertical merge ("", "restart", "continue") of each cell of a row."""
    column = _number(row, "trPr", "gridBefore", 0)
    if column:
        yield 0, Cell("", column), ""
    for cell in _below(row, "tc"):
        width = max(_number(cell, "tcPr", "gridSpan", 1), 1)
        merge = next((_value(found) or "continue" for found in _properties(cell, "tcPr", "vMerge")), "")
        yield column, Cell(_cell_text(cell), width), merge
        column += width


def _below(element: Element, name: str) -> Iterator[Element]:
    """Children of that name, content controls and tracked changes around them looked through."""
    for child in element:
        found = _name(child)
        if found == name:
            yield child
        elif found in ("sdt", "sdtContent", "ins", "moveTo", "customXml"):
            yield from _below(child, name)


def _properties(element: Element, group: str, name: str) -> Iterable[Element]:
    return (found for child in element if _name(child) == group for found in child if _name(found) == name)


def _number(element: Element, group: str, name: str, default: int) -> int:
    value = next((_value(found) for found in _properties(element, group, name)), "")
    return min(int(value), 1000) if value.isdecimal() and len(value) < 6 else default
