"""Text put together from the characters of a PDF page."""

from collections.abc import Iterator, Sequence

from flows.bulletins.readers.characters import clean, raise_digits
from flows.bulletins.readers.pdf_glyphs import Glyph

_GENERATED_BREAKS = "\r\n"
# Of the lower character's height: a lowered sign shares 0.3 with its line, the next line less than 0.1.
_SAME_LINE = 0.15
# pdfium's sign for a hyphen at a line end; in a bulletin that is the dash of a range (2021-2025).
_LINE_END_HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-"})


def text_of(glyphs: Sequence[Glyph]) -> str:
    """The text of these characters, line ends where the page has them; raised digits become superscript ones."""
    text = "".join(_pieces(glyphs)).translate(_LINE_END_HYPHENS)
    # pdfium hands out a rare character in the two halves of UTF-16.
    return clean(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))


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
            elif not between:
                between = "" if beside and _touch(last, glyph) else " " if beside else "\n"  # pieces of a table cell
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
