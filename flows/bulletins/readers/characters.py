"""Characters that mean something other in a document than in its text: blanks, invisible signs, raised digits."""

import re

_WIDE = re.compile("[\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]")
_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_NO_WIDTH = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
_RAISED = str.maketrans("0123456789+-−()（）", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾⁽⁾")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_NOTE_MARK = re.compile("(?<=[\u4e00-\u9fff）”])[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}")
_NOT_RAISED = re.compile(r"[^⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾\s]")


def squeeze(text: str) -> str:
    """White space as a browser shows it; a line end of the source beside a Chinese character is none."""
    return clean(_BLANKS.sub(_one_blank, text)).strip()


def clean(text: str) -> str:
    """Without control characters (tab, line feed, carriage return and form feed stay) and signs of no width.

    Raised digits behind a Chinese character are no exponent but the mark of a note: `总值²` becomes `总值[2]`.
    """
    return _NOTE_MARK.sub(lambda mark: f"[{mark[0].translate(_LOWERED)}]", _INVISIBLE.sub("", text))


def raise_digits(text: str) -> str:
    """Superscript digits for a raised text of nothing but digits and signs.

    As a plain digit, a footnote mark or an exponent would become part of the figure beside it.
    """
    raised = text.translate(_RAISED)
    return text if _NOT_RAISED.search(raised) else raised


def _one_blank(blanks: re.Match[str]) -> str:
    if not blanks[0].strip(_NO_WIDTH):
        return ""
    beside = blanks.string[max(blanks.start() - 1, 0) : blanks.start()] + blanks.string[blanks.end() : blanks.end() + 1]
    return "" if "\n" in blanks[0] and _WIDE.search(beside) else " "
