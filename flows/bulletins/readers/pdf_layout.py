"""One PDF page as lines: running text, and its tables where their first character comes."""

from collections.abc import Iterator, Sequence

from flows.bulletins.readers.characters import squeeze
from flows.bulletins.readers.document import Limits
from flows.bulletins.readers.pdf_glyphs import Glyph
from flows.bulletins.readers.pdf_lines import text_of
from flows.bulletins.readers.pdf_tables import Grid
from flows.bulletins.readers.tables import Cell, holds_data, table_lines


def page_lines(glyphs: Sequence[Glyph], grids: Sequence[Grid], file_name: str, limits: Limits) -> Iterator[str]:
    """Each character comes once: in a row of a table, or in the running text. Refused: a table above the limit."""
    tables = [(grid, rows) for grid in grids if holds_data(rows := _rows(grid, glyphs))]
    running: list[Glyph] = []
    done: set[int] = set()
    for glyph in glyphs:
        at = next((at for at, (grid, _) in enumerate(tables) if glyph.is_in(grid.box)), None)
        if at is None:
            running.append(glyph)
        elif at not in done and not glyph.generated:
            yield from _lines(running)
            running.clear()
            done.add(at)
            yield from table_lines(tables[at][1], file_name, limits)
    yield from _lines(running)


def _lines(glyphs: Sequence[Glyph]) -> list[str]:
    return [line for line in text_of(glyphs).split("\n") if line.strip()]


def _rows(grid: Grid, glyphs: Sequence[Glyph]) -> list[list[Cell]]:
    """What stands in each cell of a table; each character is taken once."""
    inside = [glyph for glyph in glyphs if glyph.is_in(grid.box)]
    rows: list[list[Cell]] = [[] for _ in range(grid.rows)]
    for box, row, width, height in grid.cells:
        text = squeeze(text_of([glyph for glyph in inside if glyph.is_in(box)]))
        inside = [glyph for glyph in inside if not glyph.is_in(box)]
        rows[row].append(Cell(text, width, height))
    return rows
