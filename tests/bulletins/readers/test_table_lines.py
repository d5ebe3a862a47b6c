"""Tables as lines: merged headings repeated, merged figures never."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.bulletins.readers import Limits
from flows.bulletins.readers.tables import Cell, holds_data, table_lines
from schemas.errors import Refused


def lines(*rows: list[Cell]) -> list[str]:
    return list(table_lines(rows, "bulletin.html", Limits()))


def cells(*texts: str) -> list[Cell]:
    return [Cell(text) for text in texts]


def test_a_heading_over_several_columns_stands_over_each() -> None:
    head = [Cell("指标", rowspan=2), Cell("上半年", colspan=2)]
    assert lines(head, cells("绝对量", "增速"), cells("工业", "47.5", "4.4")) == [
        "指标\t上半年\t上半年",
        "指标\t绝对量\t增速",
        "工业\t47.5\t4.4",
    ]


@pytest.mark.parametrize("figure", ["4.4", "-4.4", "4.4%", "1,040", "−3", "１２"])
def test_a_figure_over_several_cells_stands_once(figure: str) -> None:
    table = lines(cells("", "a", "b"), [Cell("工业"), Cell(figure, colspan=2, rowspan=2)], cells("农业"))
    assert "\n".join(table).count(figure) == 1


def test_a_caption_over_the_whole_width_stands_once() -> None:
    assert lines([Cell("价格指数", colspan=2)], cells("食品", "0.4")) == ["价格指数", "食品\t0.4"]


def test_a_row_that_is_full_takes_nothing_from_above() -> None:
    """A published page declares rowspan=2 for both headings, and goes on with a full row."""
    head = [Cell("指标", rowspan=2), Cell("增速", rowspan=2)]
    assert lines(head, cells("工业", "0.4"), cells("轻工业", "-4.4")) == ["指标\t增速", "工业\t0.4", "轻工业\t-4.4"]


def test_empty_cells_keep_their_column() -> None:
    assert lines(cells("a", "b", "c"), cells("", "1", ""), cells("x", "", "2")) == ["a\tb\tc", "\t1", "x\t\t2"]


def test_rowspan_zero_reaches_to_the_end() -> None:
    assert lines([Cell("工业", rowspan=0), Cell("a")], cells("b"), cells("c")) == ["工业\ta", "工业\tb", "工业\tc"]


def test_too_many_cells_are_refused() -> None:
    with pytest.raises(Refused, match="2 rows and 1,000,000 columns, more than 1,000,000 cells"):
        lines([Cell("a", colspan=1_000_000)], cells("b"))


@pytest.mark.parametrize(("texts", "data"), [(["产值", "5"], True), (["产值"], False), (["左", "增长。" * 60], False)])
def test_a_table_that_only_lays_out_the_page_holds_no_data(texts: list[str], data: bool) -> None:
    assert holds_data([cells(*texts)]) is data


def test_a_long_note_under_a_table_does_not_make_it_prose() -> None:
    rows = [cells("指标", "亿元"), cells("工业", "47.5"), [Cell("注：按可比价格计算。" * 30, colspan=2)]]
    assert holds_data(rows)
    assert lines(*rows)[:2] == ["指标\t亿元", "工业\t47.5"]


SPANS = st.integers(1, 4)


@given(st.lists(st.lists(st.tuples(SPANS, SPANS), max_size=5), max_size=8))
def test_every_cell_comes_once_in_order_whatever_the_spans(spans: list[list[tuple[int, int]]]) -> None:
    numbers = iter(range(1, 1_000))
    rows = [[Cell(str(next(numbers)), *span) for span in row] for row in spans]
    table = lines(*rows)
    assert len(table) == len(rows)
    assert [int(text) for line in table for text in line.split()] == [int(c.text) for row in rows for c in row]
