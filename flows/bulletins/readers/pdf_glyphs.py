"""The characters of one PDF page with their places, as pdfium reads them."""

import msgspec
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

Box = tuple[float, float, float, float]  # left, top, right, bottom as the reader sees the page, downwards
UNKNOWN = "\ufffd"
_NO_SIZE = 0.01  # points


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


def glyphs_of(page: pdfium.PdfPage, limit: int) -> list[Glyph]:
    """All characters in reading order. OverflowError: more than `limit`."""
    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        if count > limit:
            raise OverflowError(f"{count:,} characters, more than {limit:,}")
        rotation, rect = page.get_rotation(), pdfium_c.FS_RECTF()
        return [_glyph(text_page, at, rotation, rect) for at in range(count)]
    finally:
        text_page.close()


def _glyph(text_page: pdfium.PdfTextPage, at: int, rotation: int, rect: pdfium_c.FS_RECTF) -> Glyph:
    pdfium_c.FPDFText_GetLooseCharBox(text_page, at, rect)
    code = pdfium_c.FPDFText_GetUnicode(text_page, at)
    return Glyph(
        # What the font maps to no character is shown as such, not passed over.
        char=chr(code) if 0 < code < 0x110000 else UNKNOWN,
        box=turned(rect.left, rect.bottom, rect.right, rect.top, rotation),
        generated=pdfium_c.FPDFText_IsGenerated(text_page, at) == 1,
    )


def has_lost_text(page: pdfium.PdfPage) -> bool:
    """Whether pdfium may have passed over text: a font is neither embedded nor installed, and it knows no sizes.

    It then drops a character that stands alone, a text that repeats one above it (`4.4` twice in a column), and
    everything that is turned by a right angle.
    """
    pieces = page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_TEXT,))
    return any(_has_no_size(piece) and not piece.get_font().is_embedded for piece in pieces)


def _has_no_size(piece: pdfium.PdfObject) -> bool:
    left, bottom, right, top = piece.get_bounds()
    return bool(min(right - left, top - bottom) < _NO_SIZE)
