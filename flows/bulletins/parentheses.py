"""Takes parentheses and footnote marks out of a sentence, so that its grammar runs on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from flows.bulletins.reflow import Flow

_NOTE = re.compile(r"\[\d{1,2}\]|〔\d{1,2}〕|[①-⑳]")
_PARENS = re.compile(r"[（）]")
_HAS_FIGURE = re.compile(r"\d[^）]")


@dataclass(slots=True)
class Sentence:
    """A sentence without its parentheses; they stand in `asides` by the place where they were taken out."""

    flow: Flow
    asides: list[tuple[int, "Sentence"]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.flow.text


def unparenthesise(flow: Flow) -> Sentence:
    """A sentence of `flow` with footnote marks and parentheses taken out; those with a figure become asides."""
    text = flow.text
    spans = (
        [(match.start(), match.end(), False) for match in _NOTE.finditer(text)]
        if "[" in text or "〔" in text or max(text, default="") >= "①"
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
