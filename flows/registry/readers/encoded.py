"""The bytes of a received file as valid UTF-8, whatever they were: plain or gzip, UTF-8 or GB18030."""

import codecs
import gzip
import io
import re
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa

from schemas.errors import Refused

SAMPLE = 1 << 20
BLOCK = 16 << 20
_AHEAD = 3  # blocks read before they are asked for; pyarrow reads 32, which is memory for nothing
_LONGEST_WAIT = 10  # seconds
_MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "an XLSX or ZIP archive",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"PAR1": "a Parquet file",
    b"\x1f\x8b": "a gzip file",
}
_REPLACED = "\ufffd".encode()
_MOST_UNPACKED = 100  # times the size of a gz; registers come to ten or twenty
_MOST_CONTROLS = 0.02  # of the characters; beyond it the file is no text


class Utf8Stream(io.RawIOBase):
    """A received text file read as valid UTF-8. Bytes that are no text become U+FFFD, to be judged row by row.

    Raises Refused from any read when the file is cut off or spoilt; `ends_with_newline` and `quotes`,
    how many there are, are known at its end; `damaged`, whether there was U+FFFD or NUL so far, at any time.
    """

    def __init__(self, path: Path, encoding: str | None = None) -> None:
        self.path = path
        self.sample = _sample(path)
        self.encoding = encoding or _encoding(path, self.sample)
        self.ends_with_newline = False
        self.quotes = 0
        self.damaged = False
        self._may_come = _MOST_UNPACKED * path.stat().st_size + BLOCK  # bytes; of a plain file never so many
        self._source: io.BufferedIOBase | None = None  # opened by the first read
        self._decoder = codecs.getincrementaldecoder(self.encoding)(errors="replace")
        self._left = memoryview(b"")
        self._room = threading.Semaphore(_AHEAD)
        self._stopped = False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> memoryview:  # type: ignore[override]  # any bytes do, and these are not copied
        """At most `size` bytes; fewer does not mean the end, none does."""
        if not self._left:
            self._room.acquire(timeout=_LONGEST_WAIT)
            self._left = memoryview(b"" if self._stopped else self._next())
        size = len(self._left) if size < 0 else size
        block, self._left = self._left[:size], self._left[size:]
        return block

    def taken(self) -> None:
        """A block has been made use of: another may be read."""
        self._room.release()

    @contextmanager
    def wanted(self) -> Iterator[None]:
        """Afterwards nothing more is: a thread that waits for room finds the end."""
        try:
            yield
        finally:
            self._stopped = True
            self._room.release()

    def close(self) -> None:
        if self._source:
            self._source.close()
        super().close()

    def _next(self) -> bytes | bytearray:
        self._source = self._source or _opened(self.path)
        half = self._decoder.getstate()[0]
        block = bytearray(len(half) + BLOCK)
        block[: len(half)] = half
        with _whole(self.path), memoryview(block) as view:
            came = self._source.readinto(view[len(half) :])
        if not came:
            self._refuse_half_a_character()
            return self._decoder.decode(b"", final=True).encode()
        self._may_come -= came
        if self._may_come < 0:
            raise Refused(
                f"{self.path.name}: unpacks to more than {_MOST_UNPACKED} times its size, as no register does. "
                "If it is one, deliver it unpacked."
            )
        del block[len(half) + came :]
        self.ends_with_newline = block.endswith(b"\n")
        sound = self._as_it_stands(block)
        text = block if sound else self._decoder.decode(block[len(half) :]).encode()
        # one byte is searched ten times as fast as three
        self.damaged = self.damaged or b"\x00" in text or (_REPLACED[:1] in text and _REPLACED in text)
        self.quotes += text.count(b'"') if b'"' in text else 0
        return text or self._next()  # less than a character, or the mark of the byte order

    def _as_it_stands(self, block: bytearray) -> bool:
        """Whether a block is sound UTF-8; then what follows its whole characters is left to the decoder."""
        if not self.encoding.startswith("utf-8") or self._decoder.getstate()[1]:  # the mark of the byte order may come
            return False
        ends = len(block) - _half_a_character(block[-4:])
        with memoryview(block) as view:
            offsets = pa.py_buffer(np.array([0, ends], dtype=np.int64))
            try:
                pa.Array.from_buffers(pa.large_binary(), 1, [None, offsets, pa.py_buffer(view)]).cast(pa.large_string())
            except pa.ArrowInvalid:
                return False
        self._decoder.setstate((bytes(block[ends:]), 0))
        del block[ends:]
        return True

    def _refuse_half_a_character(self) -> None:
        if self._decoder.getstate()[0]:
            raise Refused(f"{self.path.name}: cut off in the middle of its last character. Ask for the whole file.")


def _half_a_character(end: bytearray) -> int:
    """How many bytes at the end of UTF-8 text begin a character that goes on after them."""
    for back in range(1, min(4, len(end)) + 1):
        lead = end[-back]
        if lead >= 0xC0:
            return back if back < (2 if lead < 0xE0 else 3 if lead < 0xF0 else 4) else 0
        if lead < 0x80:
            return 0
    return 0


def header_line(stream: Utf8Stream) -> str:
    """The first line that is not blank, without its line end."""
    text = stream.sample.decode(stream.encoding, errors="replace")
    return next((line for line in re.split(r"\r\n|\n|\r", text) if line.strip()), "")


def _opened(path: Path) -> io.BufferedIOBase:
    return gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb")


@contextmanager
def _whole(path: Path) -> Iterator[None]:
    """Refuses a gz that breaks off or is spoilt where it is read."""
    try:
        yield
    except EOFError as error:
        raise Refused(f"{path.name}: cut off, the gzip stream has no end. Ask for the whole file.") from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise Refused(f"{path.name}: is not a sound gzip file ({error}). Ask for it again.") from error


def _sample(path: Path) -> bytes:
    """The first lines of the file. Raises Refused when they show that it is no text table."""
    with _opened(path) as source, _whole(path):
        head = source.read(SAMPLE)
    if not head.strip():
        raise Refused(f"{path.name}: is empty. Ask for the file again.")
    for magic, what in _MAGIC.items():
        if head.startswith(magic):
            raise Refused(f"{path.name}: is {what}, not the text table its name promises. Rename or export it.")
    if re.match(rb"(\xef\xbb\xbf)?\s*<(!doctype|html|\?xml)", head, re.IGNORECASE):
        raise Refused(f"{path.name}: is an HTML or XML page, perhaps an error page, not a table. Fetch the file again.")
    return head[: head.rfind(b"\n") + 1] or head


def _encoding(path: Path, sample: bytes) -> str:
    """UTF-8 where more of its sequences are sound than not, which other encodings' text never is; else GB18030."""
    text = sample.decode("utf-8-sig", errors="replace")
    encoding, damaged = "utf-8-sig", text.count("\ufffd")
    if 2 * damaged > len(text) - len(text.encode("ascii", errors="ignore")):
        encoding, text = "gb18030", sample.decode("gb18030", errors="replace")
    if len(re.findall(r"[\x00-\x08\x0e-\x1f]", text)) > _MOST_CONTROLS * len(text):
        raise Refused(f"{path.name}: is not text in UTF-8 or GB18030. Ask for it as a CSV file in one of these.")
    return encoding
