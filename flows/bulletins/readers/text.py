"""Plain text: which encoding the bytes are in, and the text exactly as it stands, newlines untouched."""

import codecs
import re
from collections import Counter

from flows.bulletins.readers.document import Content, Limits, Page, refuse

# Every Chinese character takes three bytes in UTF-8; text without one that has others may be GB18030 in disguise.
_THREE_BYTES = re.compile("[\u0800-\U0010ffff]")
# Signs such as ±, ° and μ stand in any text.
_ODD_TWO_BYTES = re.compile("[\u0100-\u036f\u0400-\u07ff]")
_CONTROLS = re.compile("[\x01-\x08\x0e-\x19\x1b-\x1f\x7f]")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BOM_GB18030 = "\ufeff".encode("gb18030")
_SAVE_AGAIN = "save it again as UTF-8 or GB18030"
_SEND_AGAIN = "the file looks truncated: fetch it again"
# Real bulletins have 0.99 and more; UTF-8 taken for GB18030 has 0.13 to 0.19.
_COMMON_SHARE = 0.5


def read_text(data: bytes, file_name: str, limits: Limits) -> Content:
    """The text of a plain text file, one page. Refused: see `decode`, and a text above the limit."""
    text, encoding, notes = decode(data, file_name)
    if len(text) > limits.max_chars:
        refuse(file_name, f"{len(text):,} characters, more than {limits.max_chars:,}", "split the document")
    return Content(text, (Page(0, len(text), "text"),), encoding, notes)


def decode(data: bytes, file_name: str) -> tuple[str, str, tuple[str, ...]]:
    """Text, encoding and notes. A byte order mark decides; else strict UTF-8, else GB18030 if it makes sense.

    Refused: nothing in it, not text, in another encoding, damaged or cut in the middle of a character.
    """
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        refuse(file_name, "it is in UTF-32", _SAVE_AGAIN)
    text, encoding, notes = _decode_bytes(data, file_name)
    if not text.strip():
        refuse(file_name, f"nothing to read in its {len(data)} bytes", "is it the right file?")
    controls = len(_CONTROLS.findall(text))
    if "\0" in text or controls * 100 > len(text):
        at = re.search("[\0-\x08\x0e-\x19\x1b-\x1f\x7f]", text)
        where = f"control character U+{ord(at[0]):04X} at character {at.start()}" if at else ""
        refuse(file_name, f"not a text: {where}", "send the bulletin as text, HTML, DOCX or PDF")
    return text, encoding, notes


def _decode_bytes(data: bytes, file_name: str) -> tuple[str, str, tuple[str, ...]]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decode_marked(data, bom, encoding, file_name), encoding, ()
    if b"\0" in data:
        refuse(
            file_name,
            f"not a text: NUL at byte {data.index(0)}",
            "if it is UTF-16 without a byte order mark, save it again as UTF-8",
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_gb18030(data, error, file_name), "gb18030", ()
    if _ODD_TWO_BYTES.search(text) and not _THREE_BYTES.search(text) and _reads_as_gb18030(data):
        return data.decode("gb18030"), "gb18030", ("valid as UTF-8 too, but only as GB18030 is it Chinese",)
    return text, "utf-8", ()


def _decode_marked(data: bytes, bom: bytes, encoding: str, file_name: str) -> str:
    """What follows the byte order mark."""
    try:
        return data[len(bom) :].decode(encoding)
    except UnicodeDecodeError as error:
        at = error.start + len(bom)
        cut = _at_end(error, data[len(bom) :])
        refuse(file_name, f"damaged {encoding} at byte {at} of {len(data)}", _SEND_AGAIN if cut else _SAVE_AGAIN)


def _decode_gb18030(data: bytes, not_utf8: UnicodeDecodeError, file_name: str) -> str:
    """Text of bytes that are not UTF-8; Refused with the offset that tells most about what they are."""
    if _at_end(not_utf8, data) and _THREE_BYTES.search(data[: not_utf8.start].decode("utf-8")):
        refuse(file_name, f"UTF-8 that ends inside a character at byte {not_utf8.start} of {len(data)}", _SEND_AGAIN)
    try:
        text = data.removeprefix(_BOM_GB18030).decode("gb18030")
    except UnicodeDecodeError as error:
        at = error.start + (len(_BOM_GB18030) if data.startswith(_BOM_GB18030) else 0)
        before = data[: error.start].decode("gb18030", "ignore")
        if _at_end(error, data.removeprefix(_BOM_GB18030)) and _common_share(before) >= _COMMON_SHARE:
            refuse(file_name, f"GB18030 that ends inside a character at byte {at} of {len(data)}", _SEND_AGAIN)
        refuse(file_name, f"neither UTF-8 (byte {not_utf8.start}) nor GB18030 (byte {at})", _SAVE_AGAIN)
    if _common_share(text) < _COMMON_SHARE:
        refuse(
            file_name,
            f"not UTF-8 from byte {not_utf8.start} of {len(data)}, and as GB18030 it is not Chinese",
            "if it should be UTF-8 it is damaged there: fetch it again; otherwise " + _SAVE_AGAIN,
        )
    return text


def _at_end(error: UnicodeDecodeError, data: bytes) -> bool:
    """Whether the decoder ran out of bytes inside a character, rather than meeting a wrong one."""
    return error.end >= len(data) and error.reason in (
        "unexpected end of data",
        "incomplete multibyte sequence",
        "truncated data",
    )


def _reads_as_gb18030(data: bytes) -> bool:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return _common_share(text) == 1


def _common_share(text: str) -> float:
    """Share of common Chinese characters and signs (GB 2312 level 1) among those that are neither ASCII nor rare.

    Four-byte characters say nothing either way: bytes that are not GB18030 hardly ever form one.
    """
    common = other = 0
    for char, count in Counter(text).items():
        code = char.encode("gb18030")
        if len(code) == 2:
            if code[1] >= 0xA1 and (0xA1 <= code[0] <= 0xA9 or 0xB0 <= code[0] <= 0xD7):
                common += count
            else:
                other += count
    return common / (common + other) if common + other else 1.0
