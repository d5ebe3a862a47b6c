"""Text of an image by RapidOCR, whose models lie in its wheel; only where the extra `ocr` is installed."""

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from flows.bulletins.readers.characters import squeeze
from flows.bulletins.readers.document import refuse

if TYPE_CHECKING:
    import numpy as np

DOTS_PER_INCH = 200  # what a page is drawn at; RapidOCR itself scales down to 2,000 pixels
_SURE = 0.9  # below it a line is named, for a person to compare


def read_image(pixels: "np.ndarray[Any, Any]", what: str) -> tuple[str, tuple[str, ...]]:
    """Lines of an image from top to bottom, and notes on doubtful ones. `pixels`: height x width (x 3, BGR).

    Pieces of one line that stand apart are separated by a tab, as in a table. Refused: the extra is missing.
    """
    try:
        engine = _engine()
    except ImportError:
        refuse(what, "a scan without a text layer", 'reading it needs OCR: pip install "zhanbi[ocr]"')
    found = engine(pixels)
    if found.boxes is None:
        return "", ("no text was recognised",)
    pieces = [(_sides(box), squeeze(text)) for box, text in zip(found.boxes.tolist(), found.txts, strict=True)]
    doubtful = [text for text, score in zip(found.txts, found.scores, strict=True) if score < _SURE]
    notes = (
        (f"{len(doubtful)} lines recognised with less than {_SURE:.0%} certainty, compare: {doubtful[0]}",)
        if doubtful
        else ()
    )
    return "\n".join(_joined(line) for line in _lines(pieces)), notes


Sides = tuple[float, float, float, float]  # left, top, right, bottom
Piece = tuple[Sides, str]


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})


def _sides(corners: list[list[float]]) -> Sides:
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return min(across), min(down), max(across), max(down)


def _lines(pieces: list[Piece]) -> list[list[Piece]]:
    """Pieces side by side form a line: the middle of each lies within the one before."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece[0][1] + piece[0][3]):
        (_, top, _, bottom), _ = lines[-1][-1] if lines else piece
        if lines and top <= (piece[0][1] + piece[0][3]) / 2 <= bottom:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line) for line in lines]


def _joined(line: list[Piece]) -> str:
    text = line[0][1]
    for (before, _), (sides, piece) in pairwise(line):
        text += ("\t" if sides[0] - before[2] > sides[3] - sides[1] else " ") + piece
    return text
