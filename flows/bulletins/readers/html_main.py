"""Which part of a page is the bulletin: the smallest block that holds all its figures, with headline and date."""

import re
from collections import Counter
from collections.abc import Iterable

from lxml.html import HtmlElement

from flows.bulletins.readers.html_lines import Line

# A statistic in prose; hours and days are left out, for they stand in every footer (24小时, 30天).
_FIGURE = re.compile(r"\d\s*(?:%|％|‰|个百分点|[万亿]|元|吨|家|户|人|个|项|件|台|辆|亩|公顷|公里|平方|立方|千瓦)")
_SENTENCE = re.compile("[。；]|[^\\d]，")
_BYLINE = re.compile(r"(?:19|20)\d\d\s*[-/.年]\s*\d|来源|出处|发布机构|发布单位|信息来源")
_FURNITURE_NAME = re.compile(
    r"(?<![a-z])(?:nav|menu|crumbs?|breadcrumbs?|foot|footer|pagefoot|sidebar|shares?|social|toolbar|tools?|qrcode|"
    r"comments?|relates?|related|recommend|hot|login|search|copyright|links?|pager|pagination|tags?|toast|popup|"
    r"dialog|banner|close|print)(?![a-z])"
)
_CAMEL = re.compile("(?<=[a-z])(?=[A-Z])")
_FURNITURE_LINE = re.compile(
    r"[【\[（(<〈《]?\s*(?:打印|关闭|返回|顶部|分享|收藏|转发|字号|字体|大\s*中\s*小|扫一扫|上一篇|下一篇|上一页|下一页|相关|"
    r"责任编辑|责编|编辑|审核|校对|作者|记者|浏览|点击|阅读|访问|打开|当前位置|您的位置|位置[：:]|您现在|首页|标签[：:]|"
    r"附件下载|无障碍|语音|收听|点赞|评论|全部评论|纠错|视力保护|版权|©|主办单位|承办单位|技术支持|备案)"
)
_SHORT = 40  # characters: furniture is short, and a sentence that opens like it is not


def main_lines(lines: list[Line], title: str) -> list[Line]:
    """The lines of the bulletin in order: headline, date and source, then the main block without furniture."""
    if not lines:
        return []
    main, dropped = _main_block(lines, title)
    inside = _subtree(main, dropped)
    body = [line for line in lines if line.element in inside and not _is_furniture(line)]
    if not body:
        return lines
    first = lines.index(body[0])
    return _heading(lines[:first], body, title) + body


def _main_block(lines: list[Line], title: str) -> tuple[HtmlElement, set[HtmlElement]]:
    """The lowest element with every figure and most of the prose, and the blocks named as furniture."""
    top = lines[0].element.getroottree().getroot()
    elements = list(top.iter())
    own = _weights(line for line in lines if line.link_share < 0.5 and not _is_title(line.text, title))
    everything = _totals(elements, own, set())
    all_figures, all_prose = everything[0][top], everything[1][top]

    def is_small(element: HtmlElement) -> bool:
        """Too small a part of the page to be the bulletin; names alone are not to be trusted."""
        figures, prose = everything[0][element], everything[1][element]
        return prose <= all_prose * (0.1 if figures or not all_figures else 0.5) and figures <= 0.05 * all_figures

    dropped = {element for element in elements if _is_named_furniture(element) and is_small(element)}
    figures, prose = _totals(elements, own, dropped)

    def holds_all(element: HtmlElement) -> bool:
        return element not in dropped and figures[element] == figures[top] and prose[element] >= needed > 0

    main, needed = top, 0.8 * prose[top]
    child: HtmlElement | None = top
    while child is not None:
        main = child
        child = next((child for child in main.iterchildren() if holds_all(child)), None)
    return main, dropped


Weights = tuple[Counter[HtmlElement], Counter[HtmlElement]]


def _weights(lines: Iterable[Line]) -> Weights:
    """Figures and characters of prose that stand directly in each element."""
    figures: Counter[HtmlElement] = Counter()
    prose: Counter[HtmlElement] = Counter()
    for line in lines:
        if line.in_table or _SENTENCE.search(line.text):
            figures[line.element] += len(_FIGURE.findall(line.text)) or (line.in_table and line.text.count("\t"))
            prose[line.element] += len(line.text)
    return figures, prose


def _totals(elements: list[HtmlElement], own: Weights, dropped: set[HtmlElement]) -> Weights:
    """The same with everything below added up; children come after their parents in `elements`."""
    figures, prose = own[0].copy(), own[1].copy()
    for element in reversed(elements):
        parent = element.getparent()
        if parent is not None and element not in dropped:
            figures[parent] += figures[element]
            prose[parent] += prose[element]
    return figures, prose


def _subtree(main: HtmlElement, dropped: set[HtmlElement]) -> set[HtmlElement]:
    inside: set[HtmlElement] = set()
    for element in main.iter():
        if element is main or (element.getparent() in inside and element not in dropped):
            inside.add(element)
    return inside


def _is_named_furniture(element: HtmlElement) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.tag == "footer" or bool(_FURNITURE_NAME.search(_CAMEL.sub(" ", names).lower()))


def _is_furniture(line: Line) -> bool:
    if line.link_share >= 0.5:
        return not ("。" in line.text and _FIGURE.search(line.text))
    if len(line.text) > _SHORT or line.in_table or _FIGURE.search(line.text):
        return False
    return bool(_FURNITURE_LINE.match(line.text)) or (line.link_share > 0.2 and not _BYLINE.search(line.text))


def _is_title(text: str, title: str) -> bool:
    """Whether a line is the page's headline: the title tag has it, mostly with the site's name added."""
    return len(text) >= 8 and text[: max(8, len(text) * 3 // 5)] in title


def _heading(before: list[Line], body: list[Line], title: str) -> list[Line]:
    """Headline and byline of the page, where the main block does not begin with them."""
    if any(_is_title(line.text, title) for line in body[:5]):
        return []
    at = next((at for at in reversed(range(len(before))) if _is_title(before[at].text, title)), None)
    if at is None:
        return [Line(title, body[0].element, "title")] if title else []
    bylines = [line for line in before[at + 1 :] if _BYLINE.search(line.text) and not _is_furniture(line)]
    return [before[at], *bylines]
