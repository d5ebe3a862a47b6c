"""Tables of a PDF page from its ruling lines: where each cell is. What stands in it, the caller knows."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import msgspec
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from flows.bulletins.readers.pdf_glyphs import Box, turned

_TOLERANCE = 3.0  # points: lines closer than this are one line
_SHORTEST = 6.0
_FARTHEST = 100_000.0  # a PDF may also say infinity, or no number at all
# pdfplumber's time grows with the square of the corners; a dense page of a yearbook has about 1,000.
_MAX_PIECES = 20_000
MAX_LINES = 600
MAX_CORNERS = 2_500

Edge = dict[str, Any]  # pdfplumber's: orientation, x0, x1, top, bottom, …


class Grid(msgspec.Struct, frozen=True):
    """One table: its cells, row by row. Together they cover its box."""

    box: Box
    cells: tuple[tuple[Box, int, int, int], ...]  # box, row, columns, rows
    rows: int


def grids_of(lines: Iterable[Edge]) -> tuple[list[Grid], int]:
    """The tables that these lines rule, and how many corners were looked at. ValueError: too many, a drawing."""
    found = list(islice(lines, _MAX_PIECES + 1))
    if len(found) > _MAX_PIECES:
        raise ValueError(f"more than {_MAX_PIECES:,} pieces of lines")
    edges = merge_edges(found, _TOLERANCE, _TOLERANCE, _TOLERANCE, _TOLERANCE)
    if len(edges) > MAX_LINES:
        raise ValueError(f"{len(edges):,} lines, more than {MAX_LINES:,}")
    edges += _open_sides(edges)
    corners = edges_to_intersections(edges, _TOLERANCE, _TOLERANCE)
    if len(corners) > MAX_CORNERS:
        raise ValueError(f"{len(corners):,} corners of tables, more than {MAX_CORNERS:,}")
    return [_grid(cells) for cells in cells_to_tables(intersections_to_cells(corners))], len(corners)


def _grid(boxes: list[Box]) -> Grid:
    lefts = sorted({edge for box in boxes for edge in (box[0], box[2])})
    tops = sorted({edge for box in boxes for edge in (box[1], box[3])})
    uncovered = {(row, column) for row in range(len(tops) - 1) for column in range(len(lefts) - 1)}
    cells = []
    for box in boxes:
        row, column = tops.index(box[1]), lefts.index(box[0])
        height, width = tops.index(box[3]) - row, lefts.index(box[2]) - column
        cells.append((box, row, width, height))
        uncovered -= {(row + down, column + right) for down in range(height) for right in range(width)}
    for row, column in uncovered:  # no line closes them, but something may stand there
        cells.append(((lefts[column], tops[row], lefts[column + 1], tops[row + 1]), row, 1, 1))
    cells.sort(key=lambda cell: (cell[1], cell[0][0]))
    return Grid((lefts[0], tops[0], lefts[-1], tops[-1]), tuple(cells), len(tops) - 1)


def ruling_lines(page: pdfium.PdfPage) -> Iterator[Edge]:
    """Horizontal and vertical lines that the page draws, as pdfplumber wants them."""
    rotation = page.get_rotation()
    for path in page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_PATH,)):
        drawn = _is_line_drawing(path)
        for (x0, y0), (x1, y1) in _segments(path):
            left, top, right, bottom = turned(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), rotation)
            if not drawn or not max(abs(left), abs(top), abs(right), abs(bottom)) < _FARTHEST:
                continue
            if bottom - top < 1 and right - left >= _SHORTEST:
                yield _edge("h", left, top, right, top)
            elif right - left < 1 and bottom - top >= _SHORTEST:
                yield _edge("v", left, top, left, bottom)


def _edge(orientation: str, left: float, top: float, right: float, bottom: float) -> Edge:
    extent = {"width": right - left, "height": bottom - top, "doctop": top}
    return {"orientation": orientation, "x0": left, "x1": right, "top": top, "bottom": bottom, **extent}


def _is_line_drawing(path: pdfium.PdfObject) -> bool:
    """A stroked path, or a filled one so thin that it is a line; a shaded field is neither."""
    fill, stroke = pdfium_c.c_int(), pdfium_c.FPDF_BOOL()
    pdfium_c.FPDFPath_GetDrawMode(path, fill, stroke)
    left, bottom, right, top = path.get_bounds()
    return bool(stroke.value) or min(right - left, top - bottom) <= _TOLERANCE


def _segments(path: pdfium.PdfObject) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight pieces of a path in page space."""
    matrix, form = path.get_matrix(), path.container
    while form is not None:
        matrix, form = matrix.multiply(form.get_matrix()), form.container
    x, y = pdfium_c.c_float(), pdfium_c.c_float()
    first = last = None
    count = pdfium_c.FPDFPath_CountSegments(path)
    if count > _MAX_PIECES:
        raise ValueError(f"a drawing of {count:,} pieces, more than {_MAX_PIECES:,}")
    for at in range(count):
        segment = pdfium_c.FPDFPath_GetPathSegment(path, at)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == pdfium_c.FPDF_SEGMENT_LINETO and last is not None:
            yield last, point
        if pdfium_c.FPDFPathSegment_GetClose(segment) and first is not None:
            yield point, first
        last = point


def _open_sides(edges: list[Edge]) -> Iterator[Edge]:
    """The left and right border of tables set without: yearbooks rule them only inside."""
    across: dict[tuple[int, int], list[Edge]] = {}
    for edge in edges:
        if edge["orientation"] == "h":
            across.setdefault((round(edge["x0"] / _TOLERANCE), round(edge["x1"] / _TOLERANCE)), []).append(edge)
    for lines in across.values():
        left, right = lines[0]["x0"], lines[0]["x1"]
        top, bottom = min(line["top"] for line in lines), max(line["top"] for line in lines)
        between = [edge for edge in edges if edge["orientation"] == "v" and left < edge["x0"] < right]
        if len(lines) > 2 and any(edge["top"] < bottom and edge["bottom"] > top for edge in between):
            yield _edge("v", left, top, left, bottom)
            yield _edge("v", right, top, right, bottom)
