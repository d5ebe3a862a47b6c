"""A PDF page by pdfplumber: ten times slower than pdfium, but it needs no fonts to be there."""

import logging
import struct
import zlib
from io import BytesIO

import pdfplumber
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from flows.bulletins.readers.pdf_glyphs import UNKNOWN, Glyph
from flows.bulletins.readers.pdf_tables import Edge

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every oddity of a file
# What pdfminer is known to raise on damaged files.
BROKEN: tuple[type[Exception], ...] = (
    *(PSException, PdfminerException, MalformedPDFException, ValueError, TypeError, LookupError, AttributeError),
    *(ArithmeticError, AssertionError, RecursionError, OSError, EOFError, struct.error, zlib.error),
)


def plumb(data: bytes, number: int) -> tuple[list[Glyph], list[Edge]]:
    """Characters and ruling lines of page `number`, from 1. Any of BROKEN: the page cannot be read."""
    with pdfplumber.open(BytesIO(data), pages=[number]) as document:
        page = document.pages[0]
        glyphs = [Glyph(_text(char["text"]), _box(char)) for char in page.chars]
        return glyphs, page.edges


def _text(text: str) -> str:
    return UNKNOWN if text.startswith("(cid:") else text


def _box(char: dict[str, float]) -> tuple[float, float, float, float]:
    return char["x0"], char["top"], char["x1"], char["bottom"]
