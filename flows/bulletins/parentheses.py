"""Takes parentheses, footnote marks and a whole's own number out of a sentence, so that its grammar runs on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from flows.bulletins.quantities import find
from flows.bulletins.reflow import Flow

_NOTE = re.compile(r"\[\d{1,2}\]|〔\d{1,2}〕|[①-⑳]")
_PARENS = re.compile(r"[（）]")
_HAS_FIGURE = re.compile(r"\d[^）]")
# 占全省高新技术企业3910家的26.6%, 占全省3910家高新技术企业的26.6%: as if it stood in parentheses
_OF_WHOLE = re.compile(
    r"占(?:全(?:国|省|自治区|市|区|州|盟|县|旗)|我国|[一-鿿]{2,7}(?:省|市|自治区|州|县|区))[^，。；：、（）占\d]{0,20}?(?<![前第])"
    r"(?P<own>\d[^，。；：、（）占%]*?)的(?:比重|比例|份额)?(?:达到?|为|约)?(?=\d[\d.]*%)"
)
_DATES = ("年", "月", "日")


class Taken(NamedTuple):
    """What is taken out of a sentence, and what of it is read by itself."""

    start: int
    end: int
    begin: int = 0
    close: int = 0
    of_whole: bool = False


@dataclass(slots=True)
class Sentence:
    """A sentence without its parentheses; they stand in `asides` by the place where they were taken out."""

    flow: Flow
    asides: list[tuple[int, "Sentence"]] = field(default_factory=list)
    of_whole: bool = False  # an aside that is the number of the whole that a share is of

    @property
    def text(self) -> str:
        return self.flow.text


def unparenthesise(flow: Flow) -> Sentence:
    """A sentence of `flow` with footnote marks and parentheses taken out; those with a figure become asides."""
    text = flow.text
    spans = (
        [Taken(match.start(), match.end()) for match in _NOTE.finditer(text)]
        if "[" in text or "〔" in text or max(text, default="") >= "①"
        else []
    )
    if "（" in text:
        spans += [Taken(opened, closed, opened + 1, closed - 1) for opened, closed in _outer_parens(text)]
    if "占" in text:
        spans += _wholes(text)
    if not spans:
        return Sentence(flow)
    return _without(flow, sorted(spans))


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


def _wholes(text: str) -> Iterator[Taken]:
    """The number of a whole, up to its unit; what is counted stays in the sentence too."""
    for match in _OF_WHOLE.finditer(text):
        number, *others = find(match["own"], [])
        if not others and number.known and number.base not in _DATES:
            start = match.start("own")
            yield Taken(start, start + number.after, start, match.end("own"), of_whole=True)


def _without(flow: Flow, spans: list[Taken]) -> Sentence:
    kept: list[str] = []
    pieces: list[tuple[int, int]] = []
    asides: list[tuple[int, Sentence]] = []
    place, here = 0, 0
    for start, end, begin, close, of_whole in [*spans, Taken(len(flow.text), len(flow.text))]:
        if start < place:
            continue
        if start > place:
            part = flow.cut(place, start)
            kept.append(part.text)
            pieces += [(here + offset, stored) for offset, stored in part.pieces]
            here += len(part.text)
        if begin < close and _HAS_FIGURE.search(flow.text, start, end):
            aside = unparenthesise(flow.cut(begin, close))
            aside.of_whole = of_whole
            asides.append((here, aside))
        place = end
    return Sentence(Flow("".join(kept), pieces or [(0, flow.place(0))]), asides)
