"""The characters of one PDF page with their places, as pdfium reads them, and text put together from them."""

from collections.abc import Iterator, Sequence

import msgspec
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from flows.bulletins.readers.characters import clean, raise_digits

Box = tuple[float, float, float, float]  # left, top, right, bottom as the reader sees the page, downwards
UNKNOWN = "\ufffd"
_NO_WIDTH = 0.01
_GENERATED_BREAKS = "\r\n"
_SAME_LINE = (
    0.15  # of the lower character's height; a lowered sign shares 0.3 with its line, the next line less than 0.1
)
# pdfium's sign for a hyphen at a line end; in a bulletin that is the dash of a range (2021-2025).
_LINE_END_HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-"})


class Glyph(msgspec.Struct, frozen=True):
    char: str
    box: Box
    generated: bool = False  # a blank or line end that pdfium adds between characters

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]

    def is_in(self, box: Box) -> bool:
        x, y = (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2
        return box[0] <= x < box[2] and box[1] <= y < box[3]


def turned(left: float, bottom: float, right: float, top: float, rotation: int) -> Box:
    """A box of PDF's page space as the reader sees it: turned by the page's rotation, the second axis downwards."""
    if rotation == 90:
        return bottom, left, top, right
    if rotation == 180:
        return -right, bottom, -left, top
    if rotation == 270:
        return -top, -right, -bottom, -left
    return left, -top, right, -bottom


def glyphs_of(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage) -> list[Glyph]:
    """All characters in reading order."""
    rotation, rect = page.get_rotation(), pdfium_c.FS_RECTF()
    glyphs = []
    for at in range(text_page.count_chars()):
        char = _char(pdfium_c.FPDFText_GetUnicode(text_page, at))
        pdfium_c.FPDFText_GetLooseCharBox(text_page, at, rect)
        box = turned(rect.left, rect.bottom, rect.right, rect.top, rotation)
        glyphs.append(Glyph(char, box, pdfium_c.FPDFText_IsGenerated(text_page, at) == 1))
    return glyphs


def lost_pieces(page: pdfium.PdfPage) -> int:
    """How many pieces of text pdfium passes over: without an embedded or installed font, turned text has no width."""
    pieces = page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_TEXT,))
    return sum(right - left < _NO_WIDTH for left, _, right, _ in (piece.get_bounds() for piece in pieces))


def text_of(glyphs: Sequence[Glyph]) -> str:
    """The text of these characters, line ends where the page has them; raised digits become superscript ones."""
    text = "".join(_pieces(glyphs)).translate(_LINE_END_HYPHENS)
    # pdfium hands out a rare character in the two halves of UTF-16.
    return clean(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))


def _char(code: int) -> str:
    """A glyph that the font maps to no character is shown as U+FFFD, not passed over."""
    return chr(code) if 0 < code < 0x110000 else UNKNOWN


def _pieces(glyphs: Sequence[Glyph]) -> Iterator[str]:
    last: Glyph | None = None
    base: Glyph | None = None  # the last character of the line's own size
    between = ""
    for glyph in glyphs:
        if glyph.generated or glyph.char in _GENERATED_BREAKS:
            between += glyph.char
            continue
        if last and base:
            beside = _overlap(last, glyph) > _SAME_LINE
            if beside and _is_small(glyph, base) != _is_small(last, base) and _touch(last, glyph):
                between = ""  # pdfium takes a raised or lowered sign for a line of its own
            elif not beside and not between:
                between = "\n"  # the next line of a table cell
            yield "\n" if "\n" in between else between
        between = ""
        raised = base is not None and _is_small(glyph, base) and base.box[3] - glyph.box[3] > 0.2 * base.height
        yield raise_digits(glyph.char) if raised else glyph.char
        if base is None or not _is_small(glyph, base) or _overlap(base, glyph) <= 0:
            base = glyph
        last = glyph


def _overlap(one: Glyph, other: Glyph) -> float:
    """How far two characters share a line, 0 to 1."""
    shared = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
    return shared / max(min(one.height, other.height), 0.1)


def _is_small(glyph: Glyph, base: Glyph) -> bool:
    """Whether it is set in a size of notes and exponents; fonts of one size differ by less."""
    return glyph.height < 0.8 * base.height


def _touch(one: Glyph, other: Glyph) -> bool:
    return abs(other.box[0] - one.box[2]) < 0.4 * max(one.height, other.height)
