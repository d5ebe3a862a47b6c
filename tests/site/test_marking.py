"""Each figure is marked in its place, whatever the spans and the text are."""

from hypothesis import given
from hypothesis import strategies as st

from flows.site.marking import KEPT, LONG, paragraphs

TEXT = "一、经济\n\n全区完成397.86亿元，同比下降6.4%。\n占全省26.6%"


def figure(text: str, printed: str, section: str = "") -> dict:
    start = text.index(printed)
    return {"span_start": start, "span_end": start + len(printed), "section": section, "printed": printed}


def marked(text: str, figures: list[dict]) -> list[tuple[str, str]]:
    """What stands marked as which figure."""
    return [
        (piece.text, piece.figure["printed"])
        for paragraph in paragraphs(text, figures)
        for piece in paragraph.pieces
        if piece.figure
    ]


def test_figures_are_marked_in_their_lines_and_headings_told_apart():
    figures = [figure(TEXT, "397.86", "一、经济"), figure(TEXT, "6.4", "一、经济"), figure(TEXT, "26.6", "一、经济")]
    lines = list(paragraphs(TEXT, figures))
    assert [line.is_heading for line in lines] == [True, False, False]
    assert ["".join(piece.text for piece in line.pieces) for line in lines] == [x for x in TEXT.split("\n") if x]
    assert marked(TEXT, figures) == [("397.86", "397.86"), ("6.4", "6.4"), ("26.6", "26.6")]


def test_where_spans_overlap_the_shortest_is_marked_and_each_has_one_place():
    text = "占比26.6%以上"
    wide, narrow = figure(text, "26.6%以上"), figure(text, "6.6%")
    assert marked(text, [wide, narrow]) == [("2", "26.6%以上"), ("6.6%", "6.6%"), ("以上", "26.6%以上")]
    opens = [f["printed"] for line in paragraphs(text, [wide, narrow]) for piece in line.pieces for f in piece.opens]
    assert opens == ["26.6%以上", "6.6%"]


def test_a_stretch_without_figures_is_shortened_and_says_by_how_much():
    text = "长\n" * LONG + "1040" + "短" * LONG
    lines = list(paragraphs(text, [figure(text, "1040")]))
    (omitted,) = (line for line in lines if line.omitted)
    assert omitted.omitted == 2 * LONG - 2 * KEPT
    assert len(lines) == 1 + KEPT + 1
    assert sum(len(piece.text) for piece in lines[-1].pieces) == len("1040") + LONG


@given(
    st.text(alphabet="ab\n占1", min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(0, 59), st.integers(1, 20)), max_size=8),
)
def test_no_character_is_lost_and_every_figure_has_exactly_one_place(text, spans):
    figures = {
        start: {"span_start": start, "span_end": min(start + size, len(text)), "section": "", "printed": ""}
        for start, size in sorted(spans)
        if start < len(text) and text[start] != "\n"
    }
    lines = list(paragraphs(text, list(figures.values())))
    shown = ["".join(piece.text for piece in line.pieces) for line in lines]
    assert shown == [line for line in text.split("\n") if line.strip()]
    opened = [f["span_start"] for line in lines for piece in line.pieces for f in piece.opens]
    assert sorted(opened) == sorted(figures)
