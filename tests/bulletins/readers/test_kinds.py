"""Which format a file is in, whatever its name says."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.bulletins.readers import Limits, read_document
from flows.bulletins.readers.kinds import kind_of
from schemas.errors import Refused

TEXT = "全区高新技术企业1040家，占全省的26.6%。"


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (TEXT.encode(), "a.txt", "text"),
        (TEXT.encode(), "a", "text"),
        (TEXT.encode(), "a.pdf", "text"),
        (TEXT.encode(), "a.html", "text"),
        (f"<p>{TEXT}".encode(), "a.html", "html"),
        (f"{TEXT}<br>".encode(), "a.htm", "html"),
        (f"产值<p>5亿元，{TEXT}".encode(), "a.txt", "text"),
        (f" \n<!-- a --><!-- b --><html>{TEXT}".encode(), "a.txt", "html"),
        (f"<!DOCTYPE html>{TEXT}".encode("utf-16"), "a.txt", "html"),
        (f"\ufeff<!DOCTYPE html>{TEXT}".encode(), "a.txt", "html"),
        (f"<html>{TEXT}".encode("gb18030"), "a.txt", "html"),
        (b"%PDF-1.4", "a.txt", "pdf"),
        (b"\n%PDF-1.4", "a.pdf", "pdf"),
        (b"PK\x03\x04", "a.txt", "docx"),
        (b"\x89PNG\r\n\x1a\n", "a.jpg", "image"),
        (b"\xff\xd8\xff\xe0", "a.jpg", "image"),
        (b"II*\x00", "a.tif", "image"),
    ],
)
def test_the_bytes_decide(data: bytes, name: str, kind: str) -> None:
    assert kind_of(data, name)[0] == kind


@pytest.mark.parametrize(("name", "noted"), [("a.pdf", True), ("a.DOCX", True), ("a.TXT", False), ("a", False)])
def test_a_name_that_says_another_format_is_noted(name: str, noted: bool) -> None:
    assert bool(read_document(TEXT.encode(), name).notes) is noted


@pytest.mark.parametrize(
    ("data", "says"), [(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Office"), (b"{\\rtf1 a}", "RTF")]
)
def test_formats_that_are_not_read_are_named(data: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says):
        read_document(data, "a.doc")


def test_comments_without_end_are_not_tried_in_every_combination() -> None:
    assert kind_of(b"<!---->" * 585 + b"<", "a.txt")[0] == "text"


def test_a_file_name_with_lone_surrogates_can_still_be_printed() -> None:
    document = read_document(TEXT.encode(), "a\udce4.txt")
    assert document.file_name.encode() == b"a\\udce4.txt"


def test_the_document_is_named_by_its_bytes() -> None:
    first, second = read_document(TEXT.encode(), "a.txt"), read_document(TEXT.encode(), "b.txt")
    assert first.document_id == second.document_id
    assert (len(first.document_id), first.size_bytes) == (64, len(TEXT.encode()))


def test_a_file_above_the_limit_is_refused_before_it_is_looked_at() -> None:
    with pytest.raises(Refused, match="11 bytes, more than 10"):
        read_document(b"%PDF-1.4\n\n\n", "a.pdf", limits=Limits(max_bytes=10))


@given(st.binary(max_size=200), st.sampled_from(["", "<html>", "%PDF-", "PK\x03\x04", "\x89PNG\r\n\x1a\n", "II*\0"]))
def test_any_bytes_are_read_or_refused(data: bytes, magic: str) -> None:
    try:
        document = read_document(magic.encode("latin-1") + data, "a.bin")
    except Refused as refusal:
        assert str(refusal).startswith("a.bin: ")
    else:
        assert document.text.strip()


def test_plain_text_waits_for_no_heavy_library() -> None:
    heavy = "lxml", "docx", "pypdfium2", "pdfplumber", "PIL", "rapidocr", "numpy", "zipfile"
    script = (
        "import sys; from flows.bulletins.readers import read_document; read_document(b'GDP 5', 'a.txt'); "
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
