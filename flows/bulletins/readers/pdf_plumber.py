"""PDF pages by pdfplumber, for fonts that are not there. In a process of its own: a few bytes can make pdfminer,
on which it stands, fill the memory or never return."""

import logging
import subprocess
import sys
from io import BytesIO
from typing import Any

import msgspec

from flows.bulletins.readers.pdf_glyphs import UNKNOWN, Glyph

_MEMORY = 1_000_000_000  # bytes; a page takes some 10 million
_START_SECONDS = 20
_PAGE_SECONDS = 2  # ten times what a full page takes


class Plumbed(msgspec.Struct, frozen=True):
    """Characters and ruling lines of one page, in one system of coordinates."""

    glyphs: list[Glyph]
    edges: list[dict[str, Any]]  # as pdfplumber has them: orientation, x0, x1, top, bottom, …


def plumb(data: bytes, numbers: list[int]) -> list[Plumbed]:
    """These pages, from 1. ValueError: pdfplumber cannot read them within its limits of time and memory."""
    command = [sys.executable, "-P", "-m", __name__, *map(str, numbers)]
    seconds = _START_SECONDS + _PAGE_SECONDS * len(numbers)
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds, check=True)  # noqa: S603 (ours)
    except subprocess.TimeoutExpired:
        raise ValueError(f"pdfplumber did not finish in {seconds} s") from None
    except subprocess.CalledProcessError as error:
        reason = error.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise ValueError(f"pdfplumber: {reason[:200] or f'ended with {error.returncode}'}") from None
    return msgspec.json.decode(done.stdout, type=list[Plumbed])


def main(numbers: list[int]) -> None:
    """The other process: a PDF on standard input, its pages as JSON on standard output."""
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    _limit_memory()
    pages = []
    with pdfplumber.open(BytesIO(sys.stdin.buffer.read()), pages=numbers) as document:
        for page in document.pages:
            glyphs = [Glyph(_text(char["text"]), _box(char)) for char in page.chars]
            pages.append(Plumbed(glyphs, [{key: edge[key] for key in _EDGE} for edge in page.edges]))
            page.close()
        sys.stdout.buffer.write(msgspec.json.encode(pages))


_EDGE = ("orientation", "x0", "x1", "top", "bottom", "doctop", "width", "height")


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _text(text: str) -> str:
    return UNKNOWN if text.startswith("(cid:") else text


def _box(char: dict[str, float]) -> tuple[float, float, float, float]:
    return char["x0"], char["top"], char["x1"], char["bottom"]


if __name__ == "__main__":
    main([int(number) for number in sys.argv[1:]])
