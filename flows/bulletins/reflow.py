"""Joins what page breaks, captions and line ends tore apart, and keeps for every character its offset in the stored text."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

# One character for one character, so that offsets stay; what the grammar sees is always the full-width punctuation.
_PLAIN = str.maketrans(
    "０１２３４５６７８９％．／－（）():;,?!∶︰﹕﹐\u3000\xa0\r〜~−–﹣％➀",
    "0123456789%./-（）（）：；,？！：：：，   ～～---%①",
)
# Lone surrogates and control characters cannot belong to a figure; a blank keeps the place.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u200b-\u200f\ufeff]")
_CAPTION = re.compile(r"\s*(?:[▲△▼■●◆★☆]|图\s?\d|（?图[为片]|本报记者|摄影)")
_MARK = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}(?:[、.．]|是|要)|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、.．](?!\d)|[①-⑳]|第[一二三四五六七八九十]+[章节部]|【|——|◆|●|■|#|其中)"
)
_END = "。！？；：…"
_OPENERS, _CLOSERS = "（“《【", "）”》】"


@dataclass(slots=True)
class Flow:
    """A stretch of text to be read, and where its characters stand: `pieces` are (place here, place in the stored text)."""

    text: str
    pieces: list[tuple[int, int]]
    starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.starts = [start for start, _ in self.pieces]

    def place(self, index: int) -> int:
        """Offset in the stored text of the character at `index`."""
        here, there = self.pieces[bisect_right(self.starts, index) - 1] if len(self.pieces) > 1 else self.pieces[0]
        return there + index - here

    def cut(self, start: int, end: int) -> "Flow":
        """The part `[start, end)` as a flow of its own."""
        if len(self.pieces) == 1:
            return Flow(self.text[start:end], [(0, self.pieces[0][1] + start - self.pieces[0][0])])
        first = bisect_right(self.starts, start) - 1
        pieces = [(0, self.place(start))]
        pieces += [(here - start, there) for here, there in self.pieces[first + 1 :] if here < end]
        return Flow(self.text[start:end], pieces)


def join(parts: list[Flow]) -> Flow:
    """One flow of several, in order."""
    text, pieces, here = [], [], 0
    for part in parts:
        text.append(part.text)
        pieces += [(here + start, place) for start, place in part.pieces]
        here += len(part.text)
    return Flow("".join(text), pieces)


def normalise(text: str) -> str:
    """Full-width digits and half-width punctuation made uniform, one character for one."""
    return _CONTROL.sub(" ", text.translate(_PLAIN))


def reflow(text: str) -> list[Flow]:
    """The paragraphs of a text, torn ones joined; blank lines and captions between the halves are left out."""
    lines = _lines(normalise(text))
    wrap = _wrap_width(lines)
    out: list[Flow] = []
    open_parts: list[Flow] = []
    captions: list[Flow] = []
    for line in lines:
        if open_parts and _CAPTION.match(line.text):
            captions.append(line)
        elif open_parts and _continues(open_parts[-1].text, line.text, wrap):
            open_parts.append(line)
        else:
            _close(out, open_parts, captions)
            open_parts, captions = [line], []
    _close(out, open_parts, captions)
    return out


def _close(out: list[Flow], parts: list[Flow], captions: list[Flow]) -> None:
    if parts:
        out.append(join(parts) if len(parts) > 1 else parts[0])
    out += captions


def _lines(text: str) -> list[Flow]:
    out, start = [], 0
    for line in text.split("\n"):
        stripped = line.strip()
        if "\t" in stripped:
            stripped = line.strip(" ").rstrip()  # a row of cells, of which the first may be empty
        if stripped:
            out.append(Flow(stripped, [(0, start + line.index(stripped[0]))]))
        start += len(line) + 1
    return out


def _wrap_width(lines: list[Flow]) -> int:
    """The width at which a hard-wrapped text breaks its lines; 0 where it does not."""
    widths = [len(line.text) for line in lines if line.text[-1] not in _END and len(line.text) >= 18]
    if len(widths) < 6:
        return 0
    widths.sort()
    common = widths[len(widths) // 2]
    near = sum(abs(width - common) <= 3 for width in widths)
    return common - 3 if near > 0.6 * len(widths) and near > 0.3 * len(lines) else 0


def _continues(before: str, after: str, wrap: int) -> bool:
    """Whether `after` goes on where `before` was torn."""
    last, first = before[-1], after[0]
    if last in _END or _MARK.match(after) or "\t" in before or "\t" in after:
        return False
    if first in "，、。；）”" and len(before) > 1:
        return True
    if last in "，、" or (last.isdigit() and len(before) > 25 and not first.isdigit()):
        return True
    if len(before) > 25 and any(
        before.count(opener) > before.count(closer) and before.rfind(opener) > len(before) - 60
        for opener, closer in zip(_OPENERS, _CLOSERS, strict=True)
    ):
        return True
    return bool(wrap) and len(before) >= wrap
