"""Plain text: encodings that must be read, and bytes that must be refused."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.bulletins.readers import Limits, page_of, read_document
from schemas.errors import Refused

SENTENCE = "全区高新技术企业1040家，占全省的26.6%。\r\n"
# Chinese text with anything in it that may stand in a file: full-width forms, rare characters, no control characters.
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufeff"), max_size=80)


def text_of(data: bytes) -> str:
    return read_document(data, "bulletin.txt").text


@given(TEXTS)
def test_utf_8_is_kept_to_the_character(text: str) -> None:
    data = (SENTENCE + text).encode("utf-8")
    document = read_document(data, "bulletin.txt")
    assert (document.text, document.encoding) == (data.decode("utf-8"), "utf-8")


@given(TEXTS)
def test_gb18030_is_read_with_its_four_byte_characters(text: str) -> None:
    whole = SENTENCE * 10 + text
    document = read_document(whole.encode("gb18030"), "bulletin.txt")
    assert (document.text, document.encoding) == (whole, "gb18030")


@pytest.mark.parametrize(
    ("bom", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"\x84\x31\x95\x33", "gb18030"),
    ],
)
def test_a_byte_order_mark_is_dropped(bom: bytes, encoding: str) -> None:
    document = read_document(bom + SENTENCE.encode(encoding), "bulletin.txt")
    assert (document.text, document.encoding) == (SENTENCE, encoding)


@pytest.mark.parametrize("text", ["企业𠮷㐀1040家", "𠮷", "《工业》：１０４０家", "镕朱鎔基"])
def test_short_gb18030_with_rare_characters(text: str) -> None:
    assert text_of((SENTENCE + text).encode("gb18030")) == SENTENCE + text


def test_gb18030_that_is_valid_utf_8_mojibake_is_read_as_chinese() -> None:
    data = "一致，一一".encode("gb18030").replace("致，".encode("gb18030"), b"")
    assert data.decode("utf-8")  # Cyrillic, were it taken at its word
    document = read_document(data, "bulletin.txt")
    assert (document.text, document.encoding) == ("一一一", "gb18030")
    assert document.notes


@pytest.mark.parametrize("text", ["增长5%，±0.1，25°C", "PM2.5 29μg/m³", "CO₂ 3.1 t", "GDP +4.4% ± 0.1 °C"])
def test_utf_8_with_few_signs_is_not_taken_for_gb18030(text: str) -> None:
    assert text_of(text.encode("utf-8")) == text


def test_utf_8_that_is_valid_gb18030_is_read_as_utf_8() -> None:
    data = "中文".encode()
    assert data.decode("gb18030")  # 涓枃: the well-known mojibake
    assert text_of(data) == "中文"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (codecs.BOM_UTF8, "nothing to read"),
        (b" \r\n\t\n", "nothing to read"),
        (b"GDP\x00 5", "NUL at byte 3"),
        ("增长".encode("utf-16-le") + b"\n\x00", "NUL"),
        ("增长".encode("utf-32"), "UTF-32"),
        (codecs.BOM_UTF16_LE + "增".encode("utf-16-le") + b"\x00\xd8", "utf-16-le at byte 4"),  # a lone surrogate
        (codecs.BOM_UTF8 + b"GDP\xff", "utf-8 at byte 6"),
        ("增长".encode() + b"\xed\xa0\x80" + "增长".encode(), "byte 6"),  # a lone surrogate
        (bytes(range(1, 32)) * 4, "control character"),
        (b"\x7fELF\x01\x01\x01\x02", "control character"),
        ("Größe über Maß, déjà vu, naïve".encode("latin-1"), "byte 2"),
        ("上半年，全市工業增加值同比增長，財政收入總額".encode("big5"), "byte"),
    ],
)
def test_what_is_not_text_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says) as refusal:
        read_document(data, "bulletin.txt")
    assert str(refusal.value).startswith("bulletin.txt: ")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_file_cut_inside_a_character_is_refused_with_the_offset(encoding: str) -> None:
    data = (SENTENCE * 3 + "增").encode(encoding)[:-1]
    with pytest.raises(Refused, match=r"byte \d+ of \d+; the file looks truncated"):
        read_document(data, "bulletin.txt")


def test_utf_8_with_one_damaged_byte_is_not_read_as_something_else() -> None:
    data = bytearray((SENTENCE * 20).encode("utf-8"))
    at = data.index("家".encode(), 600)
    data[at] = 0xFF
    with pytest.raises(Refused, match=f"byte {at}\\b"):
        read_document(bytes(data), "bulletin.txt")


def test_a_few_control_characters_are_kept() -> None:
    text = SENTENCE * 10 + "\x0b\x0c\x1a\x07"
    assert text_of(text.encode()) == text


@pytest.mark.parametrize(
    ("limits", "says"), [(Limits(max_bytes=10), "more than 10;"), (Limits(max_chars=12), "more than 12;")]
)
def test_limits_are_named(limits: Limits, says: str) -> None:
    with pytest.raises(Refused, match=says):
        read_document(SENTENCE.encode(), "bulletin.txt", limits=limits)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_ten_megabytes_in_one_line(encoding: str) -> None:
    data = ("产值10亿元，" * 700_000).encode(encoding)
    assert text_of(data) == data.decode(encoding)


def test_every_offset_of_a_text_has_its_page() -> None:
    document = read_document(SENTENCE.encode(), "bulletin.txt")
    assert {page_of(document, offset).element for offset in range(len(document.text))} == {"text"}
    with pytest.raises(IndexError):
        page_of(document, len(document.text))
