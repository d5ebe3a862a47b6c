"""PDF: running text by pdfium, ruled tables as rows, and pages without text by OCR where it is installed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from flows.bulletins.readers import ocr
from flows.bulletins.readers.characters import squeeze
from flows.bulletins.readers.document import Content, Limits, Lines, refuse
from flows.bulletins.readers.pdf_glyphs import UNKNOWN, Glyph, glyphs_of, has_lost_text
from flows.bulletins.readers.pdf_lines import text_of
from flows.bulletins.readers.pdf_plumber import Plumbed, plumb
from flows.bulletins.readers.pdf_tables import Edge, Grid, grids_of, ruling_lines
from flows.bulletins.readers.running_heads import without_running_heads
from flows.bulletins.readers.tables import Cell, holds_data, table_lines

_UNKNOWN_SHARE = 0.05
_MAX_CORNERS = 100_000  # of all tables of a document, see pdf_tables


def read_pdf(data: bytes, file_name: str, limits: Limits) -> Content:
    """The text page by page. Refused: damaged, encrypted, too many pages, no text layer and no OCR, empty."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            refuse(file_name, "it is protected by a password", "save it without one")
        refuse(file_name, f"not a readable PDF ({error})", "the file looks truncated or damaged: fetch it again")
    try:
        return _Reader(document, data, file_name, limits).content(cut=b"%%EOF" not in data[-1024:])
    finally:
        document.close()


class _Reader:
    def __init__(self, document: pdfium.PdfDocument, data: bytes, file_name: str, limits: Limits) -> None:
        self._document, self._data, self._file_name, self._limits = document, data, file_name, limits
        self._notes: list[str] = []
        self._lost: dict[int, Plumbed] = {}
        self._chars = self._corners = self._scanned = 0

    def content(self, *, cut: bool) -> Content:
        pages = len(self._document)
        if pages > self._limits.max_pages:
            refuse(self._file_name, f"{pages:,} pages, more than {self._limits.max_pages:,}", "split the document")
        if cut:
            self._notes.append("no %%EOF at its end: the file may have been cut off")
        self._lost = self._plumbed([at + 1 for at in range(pages) if self._has_lost_text(at)])
        read = [self._page(at) for at in range(pages)]
        kept, left_out = without_running_heads([text.split("\n") for text, _ in read])
        self._notes += (f"left out as page number or running head: {line}" for line in left_out)
        lines = Lines(self._file_name, self._limits)
        for page, (_, label) in zip(kept, read, strict=True):
            lines.add("\n".join(page), label)
        content = lines.content(notes=tuple(self._notes))
        if not content.text:
            refuse(self._file_name, f"no text on its {pages} pages", "is it the right file?")
        unknown = content.text.count(UNKNOWN)
        if unknown > _UNKNOWN_SHARE * len(content.text):
            refuse(self._file_name, f"its fonts name no character for {unknown} of its signs", "send it as a scan")
        return content

    def _plumbed(self, numbers: list[int]) -> dict[int, Plumbed]:
        """The pages of which pdfium passes over some text."""
        if not numbers:
            return {}
        try:
            return dict(zip(numbers, plumb(self._data, numbers), strict=True))
        except ValueError as error:
            what = f"page {numbers[0]} has text in a font that is neither embedded nor installed ({error})"
            refuse(self._file_name, what, "install a Chinese font, or save the document with its fonts")

    def _has_lost_text(self, at: int) -> bool:
        with self._damage_refused(at):
            return has_lost_text(self._document[at])

    def _page(self, at: int) -> tuple[str, str]:
        """Text and label of one page; pdfium numbers pages from 0, people from 1."""
        with self._damage_refused(at):
            page = self._document[at]
            text = self._text(page, at + 1)
            if text.strip() or not _has_image(page):
                return text, f"page {at + 1}"
            return self._scan(page, at + 1), f"page {at + 1} (OCR)"

    @contextmanager
    def _damage_refused(self, at: int) -> Iterator[None]:
        try:
            yield
        except pdfium.PdfiumError as error:
            refuse(self._file_name, f"page {at + 1} is damaged ({error})", "fetch the file again")

    def _text(self, page: pdfium.PdfPage, number: int) -> str:
        try:
            glyphs = glyphs_of(page, self._limits.max_chars - self._chars)
        except OverflowError as error:
            refuse(self._file_name, f"page {number} has {error}, too many", "split the document")
        self._chars += len(glyphs)
        lines: Iterable[Edge] = ruling_lines(page)
        if number in self._lost:
            glyphs, lines = self._lost[number].glyphs, self._lost[number].edges
        return "\n".join(filter(None, self._with_tables(glyphs, self._grids(lines, number))))

    def _grids(self, lines: Iterable[Edge], number: int) -> list[Grid]:
        if self._corners > _MAX_CORNERS:
            self._notes.append(
                f"page {number}: tables read as running text, there were {self._corners:,} corners before"
            )
            return []
        try:
            grids, corners = grids_of(lines)
        except ValueError as error:
            self._notes.append(f"page {number}: no tables looked for ({error})")
            return []
        self._corners += corners
        return grids

    def _with_tables(self, glyphs: list[Glyph], grids: list[Grid]) -> Iterator[str]:
        """Running text and table rows in reading order: a table comes where its first character does."""
        tables = [(grid, rows) for grid in grids if holds_data(rows := _rows(grid, glyphs))]
        running: list[Glyph] = []
        done: set[int] = set()
        for glyph in glyphs:
            at = next((at for at, (grid, _) in enumerate(tables) if glyph.is_in(grid.box)), None)
            if at is None:
                running.append(glyph)
            elif at not in done and not glyph.generated:
                yield text_of(running).strip("\n")
                running.clear()
                done.add(at)
                yield from table_lines(tables[at][1], self._file_name, self._limits)
        yield text_of(running).strip("\n")

    def _scan(self, page: pdfium.PdfPage, number: int) -> str:
        self._scanned += 1
        if self._scanned > self._limits.max_ocr_pages:
            refuse(self._file_name, f"more than {self._limits.max_ocr_pages} scanned pages", "split the document")
        width, height = page.get_size()
        scale = ocr.DOTS_PER_INCH / 72
        if width * height * scale * scale > self._limits.max_pixels:
            refuse(self._file_name, f"page {number} measures {width:.0f} x {height:.0f} points", "scan it again in A4")
        text, notes = ocr.read_image(page.render(scale=scale).to_numpy(), f"{self._file_name}, page {number}")
        self._notes += (f"page {number}: {note}" for note in notes)
        return text


def _has_image(page: pdfium.PdfPage) -> bool:
    return next(iter(page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_IMAGE,))), None) is not None


def _rows(grid: Grid, glyphs: list[Glyph]) -> list[list[Cell]]:
    """What stands in each cell of a table; each character is taken once."""
    inside = [glyph for glyph in glyphs if glyph.is_in(grid.box)]
    rows: list[list[Cell]] = [[] for _ in range(grid.rows)]
    for box, row, width, height in grid.cells:
        text = squeeze(text_of([glyph for glyph in inside if glyph.is_in(box)]))
        inside = [glyph for glyph in inside if not glyph.is_in(box)]
        rows[row].append(Cell(text, width, height))
    return rows
