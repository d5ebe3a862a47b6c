"""From the bytes of a bulletin to its text: one module a format, each with a map from offsets to page or element."""

from collections.abc import Callable
from hashlib import sha256
from importlib import import_module
from typing import cast

from flows.bulletins.readers.document import Content, Document, Limits, Page, page_of, refuse
from flows.bulletins.readers.kinds import MEDIA_TYPES, Kind, kind_of

__all__ = ["Document", "Limits", "Page", "page_of", "read_document"]

Reader = Callable[[bytes, str, Limits], Content]


def read_document(data: bytes, file_name: str, *, limits: Limits = Limits()) -> Document:  # noqa: B008 (frozen)
    """Read a document in any of the formats. Refused names the file, the limit or value, and the next step."""
    name = file_name.encode("utf-8", "backslashreplace").decode("utf-8")  # a file name may hold lone surrogates
    if not data:
        refuse(name, "the file is empty", "fetch it again")
    if len(data) > limits.max_bytes:
        refuse(name, f"{len(data):,} bytes, more than {limits.max_bytes:,}", "split the document")
    kind, notes = kind_of(data, name)
    content = _reader(kind)(data, name, limits)
    return Document(
        document_id=sha256(data).hexdigest(),
        file_name=name,
        media_type=MEDIA_TYPES[kind],
        encoding=content.encoding,
        size_bytes=len(data),
        text=content.text,
        pages=content.pages,
        notes=notes + content.notes,
    )


def _reader(kind: Kind) -> Reader:
    """`read_KIND` of the module `KIND`, imported only now: plain text must not wait for lxml or a PDF library."""
    module = import_module(f"flows.bulletins.readers.{kind}")
    return cast(Reader, getattr(module, f"read_{kind}"))
