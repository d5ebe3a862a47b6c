"""A bulletin's text cut into paragraphs and pieces, each figure marked in place. Gives text, never HTML."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import Any, NamedTuple

Figure = dict[str, Any]  # a row of observations
LONG = 20_000  # characters without a figure that are shown whole
KEPT = 2_000  # of a longer stretch, at each of its ends


class Piece(NamedTuple):
    """Characters of the text, and the figure they belong to; `opens` are the figures whose place is here."""

    text: str
    figure: Figure | None = None
    opens: tuple[Figure, ...] = ()


class Paragraph(NamedTuple):
    """One line of the text, or a note that so many characters are `omitted`."""

    pieces: list[Piece]
    is_heading: bool = False
    omitted: int = 0


def paragraphs(text: str, figures: Sequence[Figure], start: int = 0, end: int | None = None) -> Iterator[Paragraph]:
    """The lines of text[start:end] that hold anything, with the figures in them; `figures` stand in their order.

    A line is a heading where a figure stands under it. A figure that runs over a line's end is marked in both lines.
    """
    headings = {figure["section"] for figure in figures}
    position, reach = start, start
    for figure in (*figures, None):
        until = figure["span_start"] if figure else len(text) if end is None else end
        if until - reach > LONG:
            yield from _lines(text, figures, position, reach + KEPT, headings)
            yield Paragraph([], omitted=until - reach - 2 * KEPT)
            position = until - KEPT
        reach = max(reach, figure["span_end"] if figure else until)
    yield from _lines(text, figures, position, reach, headings)


def _lines(text: str, figures: Sequence[Figure], start: int, end: int, headings: set[str]) -> Iterator[Paragraph]:
    first = 0
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        while first < len(figures) and figures[first]["span_end"] <= start:
            first += 1
        if text[start:stop].strip():
            near = takewhile(lambda figure: figure["span_start"] < stop, figures[first:])  # noqa: B023  used at once
            heading = text[start:stop].strip().strip("【】") in headings
            yield Paragraph(list(_pieces(text, start, stop, [f for f in near if f["span_end"] > start])), heading)
        start = stop + 1


def _pieces(text: str, start: int, stop: int, figures: Sequence[Figure]) -> Iterator[Piece]:
    """Cut at every end of a span. Where spans overlap, a piece belongs to the shortest figure over it."""
    spans = [(max(f["span_start"], start), min(f["span_end"], stop), f) for f in figures]
    cuts = sorted({start, stop, *(s for s, _, _ in spans), *(e for _, e, _ in spans)})
    for low, high in pairwise(cuts):
        over = [f for s, e, f in spans if s <= low and e >= high]
        opens = tuple(f for f in over if f["span_start"] == low)
        nearest = min(over, key=lambda f: f["span_end"] - f["span_start"]) if over else None
        yield Piece(text[low:high], nearest, opens)
