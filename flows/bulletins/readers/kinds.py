"""Which format a file is in: its bytes decide, its name only where they leave it open."""

import re
from pathlib import PurePath
from typing import Literal

from flows.bulletins.readers.document import refuse

Kind = Literal["text", "html", "docx", "pdf", "image"]

MEDIA_TYPES: dict[Kind, str] = {
    "text": "text/plain",
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "image": "image/*",
}
_EXTENSIONS: dict[str, Kind] = {
    ".txt": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".shtml": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".docm": "docx",
    ".pdf": "pdf",
    ".png": "image",
    ".jpg": "image",
    ".jpeg": "image",
    ".tif": "image",
    ".tiff": "image",
}
_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"PK\x03\x04", "docx"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
)
_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc, .wps, .xls)"),
    (b"{\\rtf", "an RTF file"),
)
_TAG = r"<(?:!doctype\s+html|html|head|body|meta|title|div|p|table|span|br|section|article|script|style)\b"
# What may stand before the first tag of a page: blanks, an XML declaration, comments.
# Atomic: a file of nothing but comments must not be tried in every combination.
_OPENS_AS_HTML = re.compile(rf"\s*+(?:<\?xml[^>]*+>\s*+)?+(?:(?><!--.*?-->)\s*+)*+{_TAG}", re.IGNORECASE | re.DOTALL)
_HAS_TAG = re.compile(_TAG, re.IGNORECASE)
_LOOK_AT = 4096


def kind_of(data: bytes, file_name: str) -> tuple[Kind, tuple[str, ...]]:
    """The format, with a note where the name says another. Refused: a format that we do not read."""
    for magic, name in _REFUSED:
        if data.startswith(magic):
            refuse(file_name, f"it is {name}", "save it as DOCX or PDF")
    named = _EXTENSIONS.get(PurePath(file_name).suffix.lower())
    kind = _kind_by_content(data, named)
    if named and named != kind:
        return kind, (f"named {PurePath(file_name).suffix} but its bytes are {kind}: read as {kind}",)
    return kind, ()


def _kind_by_content(data: bytes, named: Kind | None) -> Kind:
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if b"%PDF-" in data[:1024] and not data.startswith(b"<"):
        return "pdf"
    utf16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(data[:2], "latin-1")
    opening = data[:_LOOK_AT].decode(utf16, "replace").removeprefix("ï»¿").removeprefix("\ufeff")
    looks = _HAS_TAG.search(opening) if named == "html" else _OPENS_AS_HTML.match(opening)
    return "html" if looks else "text"
