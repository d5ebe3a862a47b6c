"""Charts as another reader finds them: well-formed SVG that names itself, a PNG that shows something."""

from datetime import date
from io import BytesIO

from lxml import etree
from PIL import Image

from flows.site.charts import Point, Share, png, series, shares, svg

SHARES = [Share("高新技术企业<script>", 26.598, 26.6), Share("市场主体", None, 10.5)]
POINTS = [Point("综改示范区 1—6月", date(2022, 6, 30), 380.5), Point("综改示范区 1—6月", date(2023, 6, 30), 397.86)]
SVG = "{http://www.w3.org/2000/svg}"


def test_an_svg_names_itself_and_holds_its_labels_as_text_and_nothing_that_runs():
    chart = etree.fromstring(svg(shares(SHARES, "名册重算", "公布"), "占比 & 公布值", "见下表"))
    assert chart.get("role") == "img"
    assert [chart.findtext(f"{SVG}{tag}") for tag in ("title", "desc")] == ["占比 & 公布值", "见下表"]
    texts = {element.text for element in chart.iter(f"{SVG}text")}
    assert {"高新技术企业<script>", "市场主体", "名册重算", "公布", "%"} <= texts
    assert not list(chart.iter(f"{SVG}script"))


def test_a_series_shows_its_days_its_unit_and_each_value_as_a_mark():
    chart = etree.fromstring(svg(series(POINTS, "亿元"), "t", "d"))
    texts = {element.text for element in chart.iter(f"{SVG}text")}
    assert {"2022-06", "2023-06", "亿元", "综改示范区 1—6月"} <= texts


def test_a_png_is_as_wide_as_asked_and_shows_colours():
    picture = Image.open(BytesIO(png(series(POINTS, "亿元"), scale=2)))
    assert picture.width > 800
    assert (0, 114, 178) in {colour[:3] for _, colour in picture.convert("RGB").getcolors(100_000)}
