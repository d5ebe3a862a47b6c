"""What every reader makes: the text of one document, with a map from text offsets to page or element."""

from bisect import bisect_right
from typing import NoReturn

import msgspec

from schemas.errors import Refused


class Limits(msgspec.Struct, frozen=True):
    """What a document may cost. Beyond a limit it is refused by name, never read in part."""

    max_bytes: int = 100_000_000
    max_chars: int = 20_000_000  # of the text made from it
    max_table_cells: int = 1_000_000  # after merged cells are filled out
    max_unpacked_bytes: int = 300_000_000  # a DOCX is a zip: all its parts together, pictures too
    max_part_bytes: int = 60_000_000  # of its text, as XML
    max_zip_entries: int = 5_000
    max_pages: int = 2_000
    max_page_items: int = 200_000  # characters, or things drawn; a full page has some thousand
    max_seconds: int = 300  # for a PDF: its pages may all draw the same million things
    max_ocr_pages: int = 200  # each costs 1 to 2 seconds
    max_pixels: int = 60_000_000  # of one image: A3 at 400 dpi is 31 million


class Page(msgspec.Struct, frozen=True):
    """`text[start:end]` stands on this page or in this element: "page 3", "paragraph 12", "table 2 row 5"."""

    start: int
    end: int
    element: str


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One received bulletin as text. Offsets, here and everywhere, are code points of `text`."""

    document_id: str  # SHA-256 of the bytes received
    file_name: str
    media_type: str
    encoding: str  # of the bytes, "" where the format fixes it
    size_bytes: int
    text: str
    pages: tuple[Page, ...]  # ascending, without overlap
    notes: tuple[str, ...] = ()  # what the reader had to decide, for the person who sent the file


class Content(msgspec.Struct, frozen=True):
    """What a single format's reader hands back."""

    text: str
    pages: tuple[Page, ...]
    encoding: str = ""
    notes: tuple[str, ...] = ()


class Lines:
    """Gathers the lines of a text with the element each came from. Line feeds between them belong to no page."""

    def __init__(self, file_name: str, limits: Limits) -> None:
        self._file_name = file_name
        self._limit = limits.max_chars
        self._lines: list[str] = []
        self._pages: list[Page] = []
        self._length = 0

    def add(self, line: str, element: str) -> None:
        """Append one line (or a block of lines) of `element`; blank ones are left out. Refused above the limit."""
        if not line.strip():
            return
        end = self._length + len(line)
        if end > self._limit:
            refuse(self._file_name, f"its text is longer than {self._limit:,} characters", "split the document")
        self._pages.append(Page(self._length, end, element))
        self._lines.append(line)
        self._length = end + 1

    def content(self, encoding: str = "", notes: tuple[str, ...] = ()) -> Content:
        return Content("".join(f"{line}\n" for line in self._lines), tuple(self._pages), encoding, notes)


def page_of(document: Document, offset: int) -> Page:
    """The page or element in which the character at `offset` stands. IndexError outside the text."""
    if not 0 <= offset < len(document.text):
        raise IndexError(f"offset {offset} is outside the text of {len(document.text)} characters")
    at = bisect_right(document.pages, offset, key=lambda page: page.start)
    return document.pages[max(at - 1, 0)]


def refuse(file_name: str, what: str, next_step: str) -> NoReturn:
    """Raise Refused with the file, what is wrong (limit or value) and what to do about it."""
    raise Refused(f"{file_name}: {what}; {next_step}")
