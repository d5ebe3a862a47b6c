"""PDF: running text by pdfium, ruled tables as rows, and pages without text by OCR where it is installed."""

from collections.abc import Iterable
from time import monotonic

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from flows.bulletins.readers import ocr
from flows.bulletins.readers.document import Content, Limits, Lines, refuse
from flows.bulletins.readers.pdf_glyphs import UNKNOWN, Glyph, glyphs_of, has_lost_text
from flows.bulletins.readers.pdf_layout import page_lines
from flows.bulletins.readers.pdf_plumber import plumb
from flows.bulletins.readers.pdf_tables import Edge, grids_of, ruling_lines
from flows.bulletins.readers.running_heads import without_running_heads

_UNKNOWN_SHARE = 0.05
_MAX_CORNERS = 100_000  # of all tables of a document, see pdf_tables
_SPLIT = "split the document, or print it to a new PDF"


def read_pdf(data: bytes, file_name: str, limits: Limits) -> Content:
    """The text page by page. Refused: damaged, encrypted, above a limit, no text layer and no OCR, empty."""
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
    """Pages are numbered from 1, as people do."""

    def __init__(self, document: pdfium.PdfDocument, data: bytes, file_name: str, limits: Limits) -> None:
        self._document, self._data, self._file_name, self._limits = document, data, file_name, limits
        self._notes: list[str] = []
        self._pages: dict[int, list[str]] = {}
        self._recognised: set[int] = set()  # pages read by OCR
        self._chars = self._corners = 0

    def content(self, *, cut: bool) -> Content:
        count = len(self._document)
        if count > self._limits.max_pages:
            refuse(self._file_name, f"{count:,} pages, more than {self._limits.max_pages:,}", "split the document")
        if cut:
            self._notes.append("no %%EOF at its end: the file may have been cut off")
        self._read_pages(count)
        kept, left_out = without_running_heads([self._pages[number] for number in range(1, count + 1)])
        self._notes += (f"left out as page number or running head: {line}" for line in left_out)
        lines = Lines(self._file_name, self._limits)
        for number, page in enumerate(kept, 1):
            lines.add("\n".join(page), f"page {number}" + (" (OCR)" if number in self._recognised else ""))
        content = lines.content(notes=tuple(self._notes))
        self._check(content.text, count)
        return content

    def _check(self, text: str, pages: int) -> None:
        if not text:
            refuse(self._file_name, f"no text on its {pages} pages", "is it the right file?")
        unknown = text.count(UNKNOWN)
        if unknown > _UNKNOWN_SHARE * len(text):
            refuse(self._file_name, f"its fonts name no character for {unknown} of its signs", "send it as a scan")

    def _read_pages(self, count: int) -> None:
        end = monotonic() + self._limits.max_seconds
        lost = []
        for number in range(1, count + 1):
            try:
                if not self._read_page(self._document[number - 1], number):
                    lost.append(number)
            except pdfium.PdfiumError as error:
                refuse(self._file_name, f"page {number} is damaged ({error})", "fetch the file again")
            if monotonic() > end:
                refuse(self._file_name, f"after {self._limits.max_seconds} s only at page {number} of {count}", _SPLIT)
        if lost:
            self._plumb(lost)

    def _read_page(self, page: pdfium.PdfPage, number: int) -> bool:
        """Whether all text of the page could be read."""
        drawn = pdfium_c.FPDFPage_CountObjects(page)
        if drawn > self._limits.max_page_items:
            refuse(
                self._file_name,
                f"page {number} draws {drawn:,} things, more than {self._limits.max_page_items:,}",
                _SPLIT,
            )
        if has_lost_text(page):
            return False
        try:
            glyphs = glyphs_of(page, self._limits.max_page_items)
        except OverflowError as error:
            refuse(self._file_name, f"page {number}: {error}", _SPLIT)
        lines = self._lines(glyphs, ruling_lines(page), number)
        if not lines and _has_image(page):
            lines = self._scan(page, number)
        self._pages[number] = lines
        return True

    def _plumb(self, numbers: list[int]) -> None:
        """The pages of which pdfium passes over some text."""
        try:
            plumbed = plumb(self._data, numbers)
        except ValueError as error:
            what = f"page {numbers[0]} has text in a font that is neither embedded nor installed ({error})"
            refuse(self._file_name, what, "install a Chinese font, or save the document with its fonts")
        for number, page in zip(numbers, plumbed, strict=True):
            self._pages[number] = self._lines(page.glyphs, page.edges, number)

    def _lines(self, glyphs: list[Glyph], edges: Iterable[Edge], number: int) -> list[str]:
        self._chars += len(glyphs)
        if self._chars > self._limits.max_chars:
            refuse(self._file_name, f"more than {self._limits.max_chars:,} characters by page {number}", _SPLIT)
        try:
            grids, corners = grids_of(edges)
            if self._corners + corners > _MAX_CORNERS:
                raise ValueError(f"more than {_MAX_CORNERS:,} corners of tables in the document")
            self._corners += corners
        except ValueError as error:
            self._notes.append(f"page {number}: its tables are read as running text ({error})")
            grids = []
        return list(page_lines(glyphs, grids, self._file_name, self._limits))

    def _scan(self, page: pdfium.PdfPage, number: int) -> list[str]:
        self._recognised.add(number)
        if len(self._recognised) > self._limits.max_ocr_pages:
            refuse(self._file_name, f"more than {self._limits.max_ocr_pages} scanned pages", "split the document")
        width, height = page.get_size()
        scale = ocr.DOTS_PER_INCH / 72
        if width * height * scale * scale > self._limits.max_pixels:
            refuse(self._file_name, f"page {number} measures {width:.0f} x {height:.0f} points", "scan it again in A4")
        text, notes = ocr.read_image(page.render(scale=scale).to_numpy(), f"{self._file_name}, page {number}")
        self._notes += (f"page {number}: {note}" for note in notes)
        return text.split("\n")


def _has_image(page: pdfium.PdfPage) -> bool:
    return next(iter(page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_IMAGE,))), None) is not None
