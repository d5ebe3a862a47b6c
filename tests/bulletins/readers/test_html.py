"""HTML: the main text once and whole, no furniture, and pages made to break the reader."""

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.bulletins.readers import Document, page_of, read_document
from schemas.errors import Refused

SHARED = Path(__file__).resolve().parents[4] / "shared" / "bulletins"
FIRST = "全区高新技术企业1040家，占全省的26.6%。"
SECOND = "上半年，规模以上工业增加值47.5亿元，同比增长4.4%。"
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>上半年全区经济运行情况-某某开发区</title>
<script>var total = "9999亿元，增长99%。";</script><style>p:after{{content:"8888家"}}</style></head><body>
<div class="header-nav"><ul><li><a href="/">首页</a></li><li><a href="/news/">新闻：产值7777亿元</a></li></ul></div>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/tj/">统计</a> &gt; 正文</div>
<div class="article"><h1>上半年全区经济运行情况</h1>
<div class="meta"><span>发布时间：2023-08-01</span> <span>来源：统计局</span> <span>字号：<a href="#">大</a></span></div>
<div id="printArea">{main}</div>
<div class="share-box">分享到：<a href="weixin:">微信</a><span>扫一扫</span></div>
<p>【<a href="javascript:print()">打印本页</a>】【关闭窗口】</p></div>
<div class="related"><h3>相关阅读</h3><ul><li><a href="/1">去年产值6666亿元，增长6%。</a></li></ul></div>
<div class="footer"><p>版权所有：某某开发区，未经许可，不得转载。24小时举报电话：0351-1234567，请在30天内联系。</p></div>
</body></html>"""
MAIN = f"<p>{FIRST}</p><p>{SECOND}</p>"


def read(html: str | bytes, name: str = "page.html") -> Document:
    return read_document(html.encode() if isinstance(html, str) else html, name)


def lines(html: str) -> list[str]:
    return read(html).text.splitlines()


def inside(body: str) -> list[str]:
    return lines(f"<html><body>{body}</body></html>")


def test_headline_byline_and_main_text_without_furniture() -> None:
    assert lines(PAGE.format(main=MAIN)) == [
        "上半年全区经济运行情况",
        "发布时间：2023-08-01 来源：统计局 字号：大",
        FIRST,
        SECOND,
    ]


def test_every_line_knows_its_element() -> None:
    document = read(PAGE.format(main=MAIN + "<table><tr><td>工业<td>47.5</tr></table>"))
    first = page_of(document, document.text.index("1040"))
    assert document.text[first.start : first.end] == FIRST
    assert first.element.startswith("paragraph ")
    assert page_of(document, document.text.index("工业\t")).element == "table 1 row 1"


@pytest.mark.parametrize("charset", ["gb2312", "gbk", "GB18030", "utf-8", None])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_the_bytes_decide_the_encoding_whatever_the_page_declares(charset: str | None, encoding: str) -> None:
    page = PAGE.format(main=MAIN).replace('<meta charset="utf-8">', f'<meta charset="{charset}">' if charset else "")
    assert SECOND in read(page.encode(encoding)).text


def test_big5_is_read_where_it_is_declared() -> None:
    page = '<html><meta charset="big5"><body><p>全區企業1040家，佔全省的26.6%。</p></body></html>'
    assert read(page.encode("big5")).text == "全區企業1040家，佔全省的26.6%。\n"


def test_one_torn_character_does_not_cost_the_page() -> None:
    torn = "综合".encode("gb18030")[:3]  # a description cut by the byte
    page = f'<html><meta charset="gb2312"><body>{MAIN * 40}'.encode("gb18030") + b"<i>" + torn + b"</i></body></html>"
    document = read(page)
    assert document.text.count(FIRST) == 40
    assert "damaged" in document.notes[0]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>增长&nbsp;5&#46;2&percnt;</p>", ["增长 5.2%"]),
        ("<p>产值\n   10\n亿元</p>", ["产值10亿元"]),  # the source's line ends are not the text's
        ("<p>产值<b>10</b>亿<i>元</i></p>", ["产值10亿元"]),
        ("产值<br>10亿元<br/>增长", ["产值", "10亿元", "增长"]),
        ("<pre>产值\n10亿元</pre>", ["产值", "10亿元"]),
        ("<p>总值<sup>2</sup>8637.45亿元</p>", ["总值[2]8637.45亿元"]),  # never 28637.45
        ("<p>总值<sup>[2]</sup>8637.45亿元</p>", ["总值[2]8637.45亿元"]),
        ("<p>29μg/m<sup>3</sup>，10<sup>-4</sup></p>", ["29μg/m³，10⁻⁴"]),
        ("<p>PM<sub>2.5</sub>浓度</p>", ["PM2.5浓度"]),
        ("<p>10<span style='display: none'>9</span>亿元</p>", ["10亿元"]),
        ("<p>10<span hidden>9</span>亿元</p>", ["10亿元"]),
        ("<p>10<span style='font-size:0px'>9</span>亿元</p>", ["10亿元"]),
        ("<p>10<span style='font-size:0.9em'>9</span>亿元</p>", ["109亿元"]),
        ("<p>10<!-- 9 -->亿\u200b元</p>", ["10亿元"]),
        ("<p>产值10亿元<p>增长<div>5%</p></b></div></td>", ["产值10亿元", "增长", "5%"]),
        ("<p>10亿元&#xD800;&#0;&#x7;</p>", ["10亿元\ufffd\ufffd"]),
    ],
)
def test_text_is_what_a_browser_shows(body: str, expected: list[str]) -> None:
    assert inside(body) == expected


def test_prose_in_layout_tables_is_read_as_prose() -> None:
    prose = SECOND * 8
    assert inside(f"<table><tr><td>左<td><table><tr><td>{prose}<br>{FIRST}</table></table>") == [prose, FIRST]


def test_a_menu_in_a_table_is_left_out() -> None:
    menu = "<table><tr><td><a href='/a'>用户登录</a></td><td><a href='/b'>免费试用</a></td></tr></table>"
    assert inside(f"{menu}<div>{MAIN}</div>") == [FIRST, SECOND]


def test_a_table_with_links_keeps_its_rows() -> None:
    table = "<table><tr><td><a href='/a'>指标</a><td>数值</tr><tr><td><a href='/b'>产值</a><td>10.5</tr></table>"
    assert inside(MAIN + table) == [FIRST, SECOND, "指标\t数值", "产值\t10.5"]


def test_figures_outside_the_largest_block_are_kept() -> None:
    body = f"<div>{MAIN * 20}</div><div>年末常住人口901.66万人，比上年末增加4.47万人。</div>"
    assert inside(body)[-1] == "年末常住人口901.66万人，比上年末增加4.47万人。"


def test_a_main_text_in_a_block_named_like_furniture_is_kept() -> None:
    assert inside(f"<div class='share print-box'>{MAIN}</div>") == [FIRST, SECOND]


def test_the_title_gives_the_headline_where_the_page_shows_none() -> None:
    assert lines(f"<title>2023年上半年统计公报</title><body><div>{MAIN}</div>")[0] == "2023年上半年统计公报"


@pytest.mark.parametrize("name", ["page.txt", "page", "page.pdf"])
def test_a_page_under_another_name_is_read_as_a_page(name: str) -> None:
    document = read(PAGE.format(main=MAIN), name)
    assert (document.media_type, SECOND in document.text) == ("text/html", True)
    assert bool(document.notes) == ("." in name)


def test_a_page_cut_off_says_so() -> None:
    page = PAGE.format(main=MAIN)
    document = read(page[: page.index("同比增长")])
    assert FIRST in document.text
    assert "cut off" in document.notes[0]


@pytest.mark.parametrize("share", [0.05, 0.3, 0.5, 0.7, 0.9, 0.99])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_any_part_of_a_page_is_read_or_refused(share: float, encoding: str) -> None:
    data = PAGE.format(main=MAIN).encode(encoding)
    try:
        text = read(data[: int(len(data) * share)]).text
    except Refused:
        return
    assert "9999" not in text


@pytest.mark.parametrize(
    ("html", "says"),
    [
        ("<html><body></body></html>", "no text"),
        ("<html><frameset><frame src='a.html'></frameset></html>", "no text"),
        ("<html><body><script>document.write('5亿元')</script></body></html>", "no text"),
        ("<html><body>" + "<div>" * 10_000 + "5亿元", "more than 2048 deep"),
        ("<html><body>" + "<table><tr><td>" * 10_000 + "5亿元", "more than 2048 deep"),
        ("<html><body><p " + " ".join(f"a{n}" for n in range(200_000)) + ">5亿元", "more than 500 attributes"),
        ("<html><body><p " + "".join(f"a{n}='>'" for n in range(200_000)) + ">5亿元", "more than 500 attributes"),
        ("<html><table><tr>" + "<td colspan=1000>5" * 2_000 + "</table>", "more than 1,000,000 cells"),
    ],
)
def test_pages_beyond_a_limit_are_refused(html: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        read(html)


def test_tables_nested_as_deep_as_the_parser_goes_are_read_once() -> None:
    text = read("<html><body>" + "<table><tr><td>" * 600 + FIRST).text
    assert text == FIRST + "\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    "body", [f"<p>{FIRST}</p>\n", f"{FIRST}<br>", FIRST, "<tr><td>产值<td>12.5<td>3.1</tr>", "中 \n", "<i></i>"]
)
def test_ten_megabytes_of_anything_are_read(body: str) -> None:
    times = 10_000_000 // len(body.encode())
    document = read(f"<html><body><div>{SECOND}<table>" + body * times)
    assert document.text.count("12.5") == ("12.5" in body) * times


MARKUP = (
    "< > </ <div <p> <table> <tr> <td rowspan=0 colspan=3> </table> <a href='/x'> <script> </script> <!-- --> <pre> "
    "<br> <sup>2</sup> &nbsp; &#x &#0; 5亿元， 增长 。 \n \t \0 \ufffe <style> <title> <body> <html class='"
)
FRAGMENTS = st.sampled_from(MARKUP.split(" "))


@given(st.lists(FRAGMENTS | st.text(max_size=5), max_size=40).map("".join))
def test_any_markup_is_read_or_refused(markup: str) -> None:
    data = markup.encode("utf-8", "surrogatepass")
    try:
        document = read(b"<html>" + data)
    except Refused:
        return
    assert document.text.strip()
    assert [document.text[page.start : page.end] for page in document.pages] == document.text.split("\n")[:-1]


@pytest.mark.parametrize(
    "name", ["binzhou_2025", "bozhou_2025", "jiamusi_2025", "kunming_2025", "nanning_2025", "taiyuan_2025"]
)
def test_real_pages_keep_every_figure_once_and_no_menu(name: str) -> None:
    """Against the whole page's text, which has menus and footers: what is missing may stand only in those."""
    if not SHARED.is_dir():
        pytest.skip("the published pages are not here")
    document = read_document((SHARED / "html" / f"{name}.html").read_bytes(), f"{name}.html")
    plain = next(
        path for path in (SHARED / f"unmarked/{name}.txt", SHARED / f"{name}.txt") if path.exists()
    ).read_text()
    blank = re.compile(r"\s+")
    ours = [blank.sub("", line) for line in document.text.splitlines()]
    whole = blank.sub("", plain)
    assert [line for line in ours if line not in whole] == []
    figures = re.compile(r"\d+(?:\.\d+)?(?=(?:亿|万|千)?(?:元|%|‰|个百分点|人|吨|家|户|公顷|公里|平方米|立方米|千瓦))")
    # The headline of one page carries figures, and its title tag repeats them in the plain text.
    body_only = plain.split("\n", 1)[1]
    assert Counter(figures.findall(blank.sub("", document.text))) == Counter(figures.findall(blank.sub("", body_only)))
    menu = re.compile("首页|登录|版权所有|ICP|分享|扫一扫|打印|相关|举报|责任编辑|友情链接|上一篇")
    assert [line for line in ours if len(line) < 30 and menu.search(line)] == []
