"""Tables as text: one row a line, cells separated by a tab, merged cells filled out."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from flows.bulletins.readers.document import Limits, refuse

# A merged heading holds for every cell it spans; a merged figure is one figure and must not be counted twice.
_FIGURE = re.compile(r"[-+−－]?[\d０-９][\d０-９,，.．]*\s*[%％‰]?")
_PROSE_CELL = 150  # a cell with more characters and a full stop holds text, not data


class Cell(msgspec.Struct, frozen=True):
    text: str
    colspan: int = 1
    rowspan: int = 1  # 0: to the end of the table


def holds_data(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether these are rows of data; a table may also do no more than lay out the page.

    Rows of a single cell do not tell: captions and notes, or the whole page.
    """
    texts = [cell.text for row in rows if len(row) > 1 for cell in row if cell.text]
    return len(texts) > 1 and not any(len(text) > _PROSE_CELL and "。" in text for text in texts)


def table_lines(rows: Sequence[Sequence[Cell]], file_name: str, limits: Limits) -> Iterator[str]:
    """The lines of a table, one a row in order; a cell over the whole width comes once. Refused: too many cells."""
    width = max((sum(cell.colspan for cell in row) for row in rows), default=0)
    if width * len(rows) > limits.max_table_cells:
        refuse(
            file_name,
            f"a table of {len(rows):,} rows and {width:,} columns, more than {limits.max_table_cells:,} cells",
            "split the table",
        )
    hanging: dict[int, tuple[str, int]] = {}  # column -> what a cell above still says there, for how many rows
    for at, row in enumerate(rows):
        if sum(cell.colspan for cell in row) >= width:
            hanging = {}  # the row is full by itself: the spans from above are a mistake of the page
        line = list(_fill(row, hanging, len(rows) - at))
        yield line[0] if len(row) == 1 and row[0].colspan >= width else "\t".join(line).rstrip("\t")


def _fill(row: Sequence[Cell], hanging: dict[int, tuple[str, int]], rows_left: int) -> Iterator[str]:
    """The texts of one row by column. Takes from `hanging` what reaches down, and leaves there what goes on."""
    column = 0

    def from_above() -> Iterator[str]:
        nonlocal column
        while column in hanging:
            text, rows = hanging.pop(column)
            if rows > 1:
                hanging[column] = text, rows - 1
            yield text
            column += 1

    for cell in row:
        yield from from_above()
        repeated = "" if _FIGURE.fullmatch(cell.text) else cell.text
        for nth in range(cell.colspan):
            rows = (cell.rowspan or rows_left) - 1
            if rows > 0:
                hanging[column] = repeated, rows
            yield repeated if nth else cell.text
            column += 1
    yield from from_above()
