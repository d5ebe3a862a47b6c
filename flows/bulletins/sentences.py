"""Headings, sentences and parentheses: the frame in which figures are read."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flows.bulletins.parentheses import Sentence, unparenthesise
from flows.bulletins.reflow import Flow
from flows.bulletins.tables import Table

_HEADING_MARK = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.]|[（][一二三四五六七八九十]{1,3}[）]|第[一二三四五六七八九十]+[章节部]分?|【|◆|●|■|\d{1,2}[、.](?!\d)|\d{2}$)"
)
_LIST_MARK = re.compile(r"(?:[①-⑳]|[（]\d{1,2}[）]|\d{1,2}[、.](?!\d)|——|[一二三四五六七八九十]是|◆|●|■|▲|#)\s?")
_STOP = re.compile(r"[。！？](?=[^”』]|$)|[。！？]”")
_FURNITURE = re.compile(
    r"浏览|点击|阅读人数|阅读次数|字号|字体|评论|责任?编辑|来源[：:]|发布时间|发布日期|发布于|时间：|作者|电话|热线|邮编|传真|邮箱|备案|许可证|版权|ICP|公安|http|www\.|＠|@|打印|下载|分享|扫一扫|主办单位|承办|网站标识码|索引号|文号|责编|供稿|访问量|人浏览"
)
_FOOTNOTE = re.compile(r"\[\d{1,2}\]|注\d?：|\d{1,2}[.、]")
_DEFINES = re.compile(r"是指|指的是|统计范围|折算为|折合为|口径为|[^，。]{2,12}指[^标数定导]")
_REVISES = re.compile("修订|核实|核定")
_LONG = 2000  # a "sentence" longer than this is cut at its next comma


@dataclass(slots=True)
class Paragraph:
    """A paragraph under its heading. `whole` is the paragraph as it stands, for the quotes."""

    whole: Flow
    heading: str
    is_heading: bool = False


def paragraphs(flows: Iterable[Flow | Table]) -> Iterator[Paragraph | tuple[Table, str]]:
    """Paragraphs and tables in order, each with the heading over it; page furniture is left out."""
    heading = ""
    for flow in flows:
        if isinstance(flow, Table):
            yield flow, heading
        elif is_furniture(flow.text) or _is_definition(flow.text):
            continue
        elif is_heading(flow.text):
            heading = flow.text.strip("【】◆●■ ")
            yield Paragraph(flow, heading, True)
        else:
            yield Paragraph(flow, heading)


def _is_definition(text: str) -> bool:
    """A footnote that says what a term covers: its limits (2000万元及以上) are no figures of the bulletin."""
    return _FOOTNOTE.match(text) is not None and _DEFINES.search(text) is not None and not _REVISES.search(text)


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
