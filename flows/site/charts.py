"""Charts as SVG or PNG, drawn in this process by Vega-Lite whose scripts vl-convert carries: no browser, no network.

For pages and files alike: `shares` and `series` give a specification, `svg` and `png` draw one. A chart says nothing
that the table beside it does not; colours are Okabe and Ito's, told apart by shape as well.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

BLUE, ORANGE = "#0072B2", "#D55E00"
PALETTE = [BLUE, ORANGE, "#007a5a", "#8a5a00", "#9b3f7a", "#4d4d4d"]
SHAPES = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down"]
FONT = "Noto Sans SC, Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif"
_MEASURED = "sans-serif"  # every text is measured family by family: a list of five doubles the time of a chart
WIDTH = 400
_HALF_A_LEGEND = 26  # half-widths of text that one of two columns holds
_CONFIG = {
    "aria": False,  # the figure's own title and description speak for it
    "background": None,
    "font": _MEASURED,
    "view": {"stroke": None},
    "axis": {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "labelColor": "#3d434a",
             "titleColor": "#3d434a", "gridColor": "#e4e6e8", "domain": False, "tickColor": "#c4c8cc"},
    "legend": {"labelFontSize": 12, "labelColor": "#3d434a", "labelLimit": WIDTH, "orient": "bottom", "title": None},
}  # fmt: skip


class Share(NamedTuple):
    """One cohort's share of the province in per cent; None where it is not counted, or not printed."""

    name: str
    counted: float | None
    printed: float | None


class Point(NamedTuple):
    """One value of one series on one day."""

    series: str
    day: date
    value: float


def shares(rows: Sequence[Share], counted: str, printed: str) -> dict[str, Any]:
    """One line a cohort: a bar for the share counted from registers, a mark for the share as printed."""
    values: list[dict[str, Any]] = [
        {"name": row.name, "counted": row.counted, "printed": row.printed, "kind": counted, "mark": printed}
        for row in rows
    ]
    place = {"field": "name", "type": "nominal", "sort": None, "axis": None}
    scale = {"domainMin": 0, "nice": True}
    amount = {"type": "quantitative", "scale": scale, "axis": {"title": "%", "tickCount": 5, "titleAnchor": "end"}}
    colour = {"type": "nominal", "scale": {"domain": [counted, printed], "range": ["#8dbfdd", ORANGE]}}
    return {
        "data": {"values": values},
        "width": WIDTH,
        "height": {"step": 44},
        "encoding": {"y": place},
        "layer": [
            {
                "mark": {"type": "bar", "height": 12, "yOffset": 8, "opacity": 1},
                "encoding": {"x": {"field": "counted", **amount}, "color": {"field": "kind", **colour}},
            },
            {
                "mark": {"type": "tick", "size": 22, "thickness": 3, "yOffset": 8, "opacity": 1},
                "encoding": {"x": {"field": "printed", **amount}, "color": {"field": "mark", **colour}},
            },
            {
                "mark": {"type": "text", "align": "left", "dy": -10, "fontSize": 13, "color": "#1f2328"},
                "encoding": {"x": {"datum": 0, **amount}, "text": {"field": "name"}},
            },
        ],
        "config": _CONFIG,
    }


def series(points: Sequence[Point], unit: str, *, height: int = 180) -> dict[str, Any]:
    """Lines over time, one a series, each value marked; the unit stands above the axis."""
    days = sorted({point.day for point in points})
    names = list(dict.fromkeys(point.series for point in points))
    axis: dict[str, Any] = {"title": None, "grid": False, "format": "%Y-%m", "labelOverlap": True, "tickCount": 5}
    if len(days) <= 4:
        axis["values"] = [{"year": day.year, "month": day.month, "date": day.day} for day in days]
    legend = {"columns": 2 if all(_half_widths(name) <= _HALF_A_LEGEND for name in names) else 1}
    which = {
        "field": "series",
        "type": "nominal",
        "scale": {"domain": names, "range": PALETTE[: len(names)]},
        "legend": legend,
    }
    shape = {**which, "scale": {"domain": names, "range": SHAPES[: len(names)]}}
    return {
        "data": {"values": [{"series": p.series, "day": f"{p.day}T00:00:00", "value": p.value} for p in points]},
        "width": WIDTH,
        "height": height,
        "encoding": {
            "x": {"field": "day", "type": "temporal", "axis": axis, "scale": {"padding": 12}},
            "y": {
                "field": "value",
                "type": "quantitative",
                "scale": {"zero": False, "nice": True},
                "axis": {"title": unit, "titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleX": 0,
                         "titleY": -10, "titleBaseline": "bottom", "tickCount": 4},
            },
            "color": which,
            "shape": shape,
        },
        "layer": [{"mark": {"type": "line", "strokeWidth": 2}}, {"mark": {"type": "point", "filled": True, "size": 55}}],
        "config": _CONFIG,
    }  # fmt: skip


def _half_widths(text: str) -> int:
    """How wide a text is, at most, in half-widths: Chinese quotation marks are narrow where they are measured and wide in a page."""
    return sum(1 if character.isascii() else 2 for character in text)


def svg(spec: dict[str, Any], title: str, description: str) -> str:
    """The chart as one element that scales with its page and is read aloud by its title and description."""
    drawn = _converter().vegalite_to_svg(spec)
    box = re.search(r'viewBox="[^"]*"', drawn)
    inside = re.sub(r' (?:role|aria-\w+|class|pointer-events)="[^"]*"', "", drawn[drawn.index(">") + 1 :])
    inside = inside.replace(f'font-family="{_MEASURED}"', f'font-family="{FONT}"')
    named = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box[0] if box else ""} role="img">{named}{inside}'


def png(spec: dict[str, Any], scale: float = 2) -> bytes:
    """The chart as a picture for documents, on white."""
    return bytes(
        _converter().vegalite_to_png({**spec, "background": "white", "config": {**_CONFIG, "font": FONT}}, scale=scale)
    )


@cache
def _converter() -> Any:
    import pylopdf_fonts_zh_cn
    import vl_convert

    vl_convert.register_font_directory(str(Path(pylopdf_fonts_zh_cn.__file__).parent))
    return vl_convert
