"""HTML as published: the main text with its tables, without menus, scripts, share buttons and page furniture."""

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from flows.bulletins.readers.document import Content, Limits, Lines, refuse
from flows.bulletins.readers.html_lines import flatten
from flows.bulletins.readers.html_main import main_lines
from flows.bulletins.readers.text import decode
from schemas.errors import Refused

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_CODECS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs"}
_DAMAGED_SHARE = 0.001
_AS_TEXT = "save the page as text"
_ARTICLE_ITSELF = "a saved frame or script page? save the article itself"
_MAX_DEPTH = 2048  # libxml2's, with huge_tree
_MAX_ATTRIBUTES = 500
# The tags of a page as HTML's tokenizer sees them, for one whose number of attributes libxml2 could not digest: its
# time grows with the square. Comments and scripts are stepped over, everything is possessive: one pass, no way back.
_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>"'][^\s>]*+)?+)?+"""
_TOKEN = re.compile(
    rf"<!--.*?(?:-->|\Z)|<(script|style|textarea|xmp)\b.*?(?:</\1|\Z)"
    rf"|(?P<crowded><[a-z][^\s/>]*+(?:{_ATTRIBUTE}){{{_MAX_ATTRIBUTES}}})",
    re.IGNORECASE | re.DOTALL,
)


def read_html(data: bytes, file_name: str, limits: Limits) -> Content:
    """The main text, a line a block, a page map entry a line. Refused: no text, nested too deeply, too large."""
    source, encoding, notes = _decode_page(data, file_name)
    if not re.search(r"</(?:html|body)\s*>", source[-20_000:], re.IGNORECASE):
        notes += ("no </html> at its end: the page may have been cut off",)
    root = _parse(source, file_name)
    title = " ".join((root.findtext(".//title") or "").split())
    body = root.find("body")
    lines = Lines(file_name, limits)
    for line in main_lines(flatten(body if body is not None else root, file_name, limits), title):
        lines.add(line.text, line.label)
    content = lines.content(encoding, notes)
    if not content.text:
        refuse(file_name, "the page holds no text", _ARTICLE_ITSELF)
    return content


def _decode_page(data: bytes, file_name: str) -> tuple[str, str, tuple[str, ...]]:
    """As plain text; only a page that fails there is read by its declared charset, a few damaged bytes allowed."""
    try:
        return decode(data, file_name)
    except Refused:
        declared = _CHARSET.search(data[:4096])
        encoding = _CODECS.get(declared[1].decode("ascii").lower(), "utf-8") if declared else ""
        if not encoding or b"\0" in data:
            raise
        # Content systems cut descriptions by the byte: one torn character must not cost the whole page.
        source = data.decode(encoding, "replace")
        damaged = source.count("\ufffd")
        if damaged > _DAMAGED_SHARE * len(source):
            raise
        return source, encoding, (f"{damaged} damaged characters, shown as U+FFFD",) if damaged else ()


def _parse(source: str, file_name: str) -> HtmlElement:
    """The tree of a page, broken markup mended. Comments and processing instructions are left out."""
    for token in _TOKEN.finditer(source):
        if token["crowded"]:
            line = source.count("\n", 0, token.start()) + 1
            refuse(file_name, f"line {line}: a tag with more than {_MAX_ATTRIBUTES} attributes", _AS_TEXT)
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = document_fromstring(source.encode("utf-8"), parser=parser)
    except etree.ParserError:
        refuse(file_name, "the page holds no text", _ARTICLE_ITSELF)
    # libxml2 mends anything but depth: there it stops, and would drop the rest in silence.
    for error in parser.error_log:
        if error.type_name == "ERR_RESOURCE_LIMIT":
            refuse(file_name, f"line {error.line}: elements nested more than {_MAX_DEPTH} deep", _AS_TEXT)
    return root
