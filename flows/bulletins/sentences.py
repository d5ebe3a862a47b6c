"""Headings, sentences and parentheses: the frame in which figures are read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from flows.bulletins.reflow import Flow

_HEADING_MARK = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.]|[（][一二三四五六七八九十]{1,3}[）]|第[一二三四五六七八九十]+[章节部]分?|【|◆|●|■|\d{1,2}[、.](?!\d)|\d{2}$)"
)
_LIST_MARK = re.compile(r"(?:[①-⑳]|[（]\d{1,2}[）]|\d{1,2}[、.](?!\d)|——|[一二三四五六七八九十]是|◆|●|■|▲|#)\s?")
_STOP = re.compile(r"[。！？](?=[^”』]|$)|[。！？]”")
_NOTE = re.compile(r"\[\d{1,2}\]|〔\d{1,2}〕|[①-⑳]")
_PARENS = re.compile(r"[（）]")
_FURNITURE = re.compile(
    r"浏览|点击|阅读人数|阅读次数|字号|字体|评论|责任?编辑|来源[：:]|发布时间|发布日期|发布于|时间：|作者|电话|热线|邮编|传真|邮箱|备案|许可证|版权|ICP|公安|http|www\.|＠|@|打印|下载|分享|扫一扫|主办单位|承办|网站标识码|索引号|文号|责编|供稿|访问量|人浏览"
)
_LONG = 2000  # a "sentence" longer than this is cut at its next comma


@dataclass(slots=True)
class Sentence:
    """A sentence without its parentheses; they stand in `asides` by the place where they were taken out."""

    flow: Flow
    asides: list[tuple[int, "Sentence"]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.flow.text


@dataclass(slots=True)
class Paragraph:
    """A paragraph under its heading. `whole` is the paragraph as it stands, for the quotes."""

    whole: Flow
    heading: str
    is_heading: bool = False


def paragraphs(flows: list[Flow]) -> Iterator[Paragraph]:
    """Paragraphs in order, each with the heading over it; page furniture is left out."""
    heading = ""
    for flow in flows:
        if is_furniture(flow.text):
            continue
        if is_heading(flow.text):
            heading = flow.text.strip("【】◆●■ ")
            yield Paragraph(flow, heading, True)
        else:
            yield Paragraph(flow, heading)


def is_furniture(text: str) -> bool:
    """A line of the page around the bulletin: counters, share buttons, imprint."""
    return (
        len(text) < 120
        and _FURNITURE.search(text) is not None
        and "。" not in text[:-1]
        and not re.search(r"\d[万亿]?[元吨%户]", text)
    )


def is_heading(text: str) -> bool:
    """A line that names what follows: short, without a full stop."""
    if text[-1] in "。；，、！？：…”" and not (text[-1] == "：" and len(text) < 20):
        return False
    if _HEADING_MARK.match(text):
        return len(text) <= 45
    return len(text) <= 40 and not re.search(r"\d\s?(?:[万亿]|%|个|家)", text) and not _LIST_MARK.match(text)


def sentences(paragraph: Flow) -> Iterator[tuple[int, int, Sentence]]:
    """The sentences of a paragraph, each with its `[start, end)` in it."""
    text, start, depth = paragraph.text, 0, 0
    for match in _STOP.finditer(text):
        end = match.end()
        if end - start < 400 and text.count("（", start, end) > text.count("）", start, end):
            continue
        yield from _bounded(paragraph, start, end)
        start = end
    del depth
    if start < len(text):
        yield from _bounded(paragraph, start, len(text))


def _bounded(paragraph: Flow, start: int, end: int) -> Iterator[tuple[int, int, Sentence]]:
    while end - start > _LONG:
        comma = max(paragraph.text.rfind(mark, start, start + _LONG) for mark in "；，、")
        cut = comma + 1 if comma > start else start + _LONG
        while cut < end and paragraph.text[cut - 1].isdigit() and paragraph.text[cut] in "0123456789.":
            cut += 1
        yield start, cut, _sentence(paragraph, start, cut)
        start = cut
    if start < end:
        yield start, end, _sentence(paragraph, start, end)


def _sentence(paragraph: Flow, start: int, end: int) -> Sentence:
    mark = _LIST_MARK.match(paragraph.text, start, end)
    if mark:
        start = mark.end()
    return unparenthesise(paragraph.cut(start, end))


def unparenthesise(flow: Flow) -> Sentence:
    """A sentence of `flow` with footnote marks and parentheses taken out; those with a figure become asides."""
    text = flow.text
    spans = (
        [(match.start(), match.end(), False) for match in _NOTE.finditer(text)]
        if "[" in text or "〔" in text or "①" <= max(text)
        else []
    )
    if "（" in text:
        spans = sorted(spans + [(opened, closed, True) for opened, closed in _outer_parens(text)])
    if not spans:
        return Sentence(flow)
    return _without(flow, spans)


def _outer_parens(text: str) -> Iterator[tuple[int, int]]:
    depth, opened = 0, 0
    for match in _PARENS.finditer(text):
        if match[0] == "（":
            if depth == 0:
                opened = match.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield opened, match.end()


def _without(flow: Flow, spans: list[tuple[int, int, bool]]) -> Sentence:
    kept: list[str] = []
    pieces: list[tuple[int, int]] = []
    asides: list[tuple[int, Sentence]] = []
    place, here = 0, 0
    for start, end, paren in [*spans, (len(flow.text), len(flow.text), False)]:
        if start < place:
            continue
        if start > place:
            part = flow.cut(place, start)
            kept.append(part.text)
            pieces += [(here + offset, stored) for offset, stored in part.pieces]
            here += len(part.text)
        if paren and _HAS_FIGURE.search(flow.text, start, end):
            asides.append((here, unparenthesise(flow.cut(start + 1, end - 1))))
        place = end
    return Sentence(Flow("".join(kept), pieces or [(0, flow.place(0))]), asides)


_HAS_FIGURE = re.compile(r"\d[^）]")
