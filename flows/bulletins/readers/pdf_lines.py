"""Text put together from the characters of a PDF page."""

from collections.abc import Iterator, Sequence

from flows.bulletins.readers.characters import clean, raise_digits
from flows.bulletins.readers.pdf_glyphs import Glyph

_GENERATED_BREAKS = "\r\n"
# Of the lower character's height: a lowered sign shares 0.3 with its line, the next line less than 0.1.
_SAME_LINE = 0.15
_RAISED = 0.2  # of the height of its neighbours; signs of another font may stand 0.1 higher
_NEAR = 4
# pdfium's sign for a hyphen at a line end; in a bulletin that is the dash of a range (2021-2025).
_LINE_END_HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-"})


def text_of(glyphs: Sequence[Glyph]) -> str:
    """The text of these characters, line ends where the page has them; raised digits become superscript ones."""
    text = "".join(_pieces(glyphs)).translate(_LINE_END_HYPHENS)
    # pdfium hands out a rare character in the two halves of UTF-16.
    return clean(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))


def _pieces(glyphs: Sequence[Glyph]) -> Iterator[str]:
    drawn = [glyph for glyph in glyphs if not _is_break(glyph)]
    at, between = 0, ""
    for glyph in glyphs:
        if _is_break(glyph):
            between += glyph.char
            continue
        base = _base(drawn, at)
        if at:
            yield _between(
                drawn[at - 1], glyph, between, changes=_is_small(drawn[at - 1], base) != _is_small(glyph, base)
            )
        raised = _is_small(glyph, base) and base.box[3] - glyph.box[3] > _RAISED * base.height
        yield raise_digits(glyph.char) if raised else glyph.char
        at, between = at + 1, ""


def _is_break(glyph: Glyph) -> bool:
    return glyph.generated or glyph.char in _GENERATED_BREAKS


def _between(last: Glyph, glyph: Glyph, generated: str, *, changes: bool) -> str:
    """What stands between two characters. `changes`: one is raised or lowered, the other is not."""
    beside, touching = _overlap(last, glyph) > _SAME_LINE, _touch(last, glyph)
    if beside and touching and changes:
        return ""  # pdfium takes a raised or lowered sign for a line of its own
    if generated:
        return "\n" if "\n" in generated else generated
    return "\n" if not beside else "" if touching else " "  # the parts of a table cell


def _base(drawn: Sequence[Glyph], at: int) -> Glyph:
    """The tallest of the characters next to this one on its line: it may be a mark, before or behind its word."""
    tallest = drawn[at]
    for step in (-1, 1):
        for near in range(at + step, at + step * (_NEAR + 1), step):
            if not 0 <= near < len(drawn):
                break
            left, right = sorted((near, near - step))
            if _overlap(drawn[left], drawn[right]) <= _SAME_LINE or not _touch(drawn[left], drawn[right]):
                break
            tallest = max(tallest, drawn[near], key=lambda glyph: glyph.height)
    return tallest


def _overlap(one: Glyph, other: Glyph) -> float:
    """How far two characters share a line, 0 to 1."""
    shared = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
    return shared / max(min(one.height, other.height), 0.1)


def _is_small(glyph: Glyph, base: Glyph) -> bool:
    """Whether it is set in a size of notes and exponents; fonts of one size differ by less."""
    return glyph.height < 0.8 * base.height


def _touch(one: Glyph, other: Glyph) -> bool:
    return abs(other.box[0] - one.box[2]) < 0.4 * max(one.height, other.height)
