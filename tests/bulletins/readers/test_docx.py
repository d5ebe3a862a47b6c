"""DOCX made by python-docx, and packages made by hand where it cannot make what hostile senders can."""

import zipfile
from io import BytesIO

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.bulletins.readers import Document, Limits, page_of, read_document
from schemas.errors import Refused

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def saved(document: docx.document.Document) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def packed(parts: dict[str, str | bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def with_body(body: str, prolog: str = "") -> bytes:
    xml = f'{prolog}<w:document xmlns:w="{NAMESPACE}"><w:body>{body}</w:body></w:document>'
    return packed({"word/document.xml": xml})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def read(data: bytes, limits: Limits | None = None) -> Document:
    return read_document(data, "bulletin.docx", limits=limits or Limits())


def report() -> docx.document.Document:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉 2023"
    document.sections[0].footer.paragraphs[0].text = "第 1 页"
    document.add_heading("一、综合", 1)
    document.add_paragraph("全区高新技术企业1040家，占全省的26.6%。")
    table = document.add_table(rows=4, cols=3)
    for row, texts in enumerate(
        [("指标", "上半年", ""), ("", "绝对量", "增速（%）"), ("工业", "47.5", "4.4"), ("农业", "1.2", "4.4")]
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(0, 1).merge(table.cell(0, 2)).text = "上半年"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "指标"
    table.cell(2, 2).merge(table.cell(3, 2)).text = "4.4"
    document.add_paragraph("二、农业")
    return document


def test_paragraphs_and_tables_come_in_order_without_header_and_footer() -> None:
    assert read(saved(report())).text.splitlines() == [
        "一、综合",
        "全区高新技术企业1040家，占全省的26.6%。",
        "指标\t上半年\t上半年",
        "指标\t绝对量\t增速（%）",
        "工业\t47.5\t4.4",
        "农业\t1.2",  # the merged figure stands once
        "二、农业",
    ]


def test_the_page_map_names_paragraph_and_row() -> None:
    document = read(saved(report()))
    assert page_of(document, document.text.index("1040")).element == "paragraph 2"
    assert page_of(document, document.text.index("47.5")).element == "table 1 row 3"
    assert page_of(document, document.text.index("二、")).element == "paragraph 3"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<w:r><w:t>增长</w:t></w:r><w:ins><w:r><w:t>5.2%</w:t></w:r></w:ins>", "增长5.2%"),
        ("<w:r><w:t>增长</w:t></w:r><w:del><w:r><w:delText>4%</w:delText><w:t>4%</w:t></w:r></w:del>", "增长"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>草稿</w:t></w:r><w:r><w:t>增长</w:t></w:r>", "增长"),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>增长</w:t></w:r>', "增长"),
        ("<w:hyperlink><w:r><w:t>增长</w:t></w:r></w:hyperlink>", "增长"),
        ("<w:sdt><w:sdtContent><w:r><w:t>增长</w:t></w:r></w:sdtContent></w:sdt>", "增长"),
        (
            "<w:r><w:t>总值</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r>",
            "总值[2]",
        ),
        ("<w:r><w:t>10</w:t><w:noBreakHyphen/><w:t>12</w:t><w:tab/><w:t>月</w:t></w:r>", "10-12\t月"),
        ("<w:r><w:instrText>PAGE 7</w:instrText><w:t>增长</w:t></w:r>", "增长"),
    ],
)
def test_what_a_word_processor_shows_is_the_text(inside: str, text: str) -> None:
    assert read(with_body(f"<w:p>{inside}</w:p>")).text == text + "\n"


def test_a_text_box_comes_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('图注：5亿元')}</w:txbxContent>"
    choice = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    drawing = f'<mc:AlternateContent xmlns:mc="urn:mc">{choice}</mc:AlternateContent>'
    document = read(with_body(f"<w:p><w:r><w:t>产值10</w:t>{drawing}</w:r></w:p>{paragraph('亿元')}"))
    assert document.text == "产值10\n图注：5亿元\n亿元\n"


def test_two_paragraphs_of_a_cell_stay_two_words() -> None:
    row = f"<w:tr><w:tc>{paragraph('工业')}</w:tc><w:tc>{paragraph('10')}{paragraph('20')}</w:tc></w:tr>"
    assert read(with_body(f"<w:tbl>{row}</w:tbl>")).text == "工业\t10 20\n"


def test_footnotes_follow_the_text() -> None:
    notes = f'<w:footnotes xmlns:w="{NAMESPACE}"><w:footnote>{paragraph("按可比价格计算")}</w:footnote></w:footnotes>'
    body = f'<w:document xmlns:w="{NAMESPACE}"><w:body>{paragraph("增长5%")}</w:body></w:document>'
    document = read(packed({"word/document.xml": body, "word/footnotes.xml": notes}))
    assert document.text == "增长5%\n按可比价格计算\n"
    assert document.pages[1].element == "footnote paragraph 1"


def test_a_table_in_a_table_is_read_once() -> None:
    table = paragraph("产值5亿元")
    for _ in range(40):
        table = f"<w:tbl><w:tr><w:tc>{table}</w:tc></w:tr></w:tbl>"
    assert read(with_body(table)).text == "产值5亿元\n"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (packed({"xl/workbook.xml": "<x/>"}), "without word/document.xml"),
        (with_body(""), "holds no text"),
        (with_body("<w:p>"), "not valid XML"),
        (with_body("<w:p>" * 10_000 + "</w:p>" * 10_000), "not valid XML.*depth"),
        (with_body(paragraph("&a;"), '<!DOCTYPE x [<!ENTITY a "5亿元">]>'), "document type"),
        (with_body(paragraph("&a;"), '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'), "document type"),
        (packed({f"word/{n}.xml": "" for n in range(5_001)}), "5,001 parts, more than 5,000"),
    ],
)
def test_hostile_packages_are_refused(data: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says):
        read(data)


@pytest.mark.slow
def test_ten_megabytes_of_paragraphs_are_read() -> None:
    times = 10_000_000 // len(paragraph("全区企业1040家").encode())
    assert read(with_body(paragraph("全区企业1040家") * times)).text.count("1040") == times


def test_entities_are_never_expanded() -> None:
    laughs = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(20))
    with pytest.raises(Refused):
        read(with_body(paragraph("&a20;"), f'<!DOCTYPE x [<!ENTITY a0 "哈">{laughs}]>'))


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = packed({"word/document.xml": "<a/>", "word/media/image1.png": b"\0" * 5_000_000})
    with pytest.raises(Refused, match="5,000,004 bytes unpacked, more than 1,000,000"):
        read(bomb, Limits(max_unpacked_bytes=1_000_000))
    with pytest.raises(Refused, match=r"document.xml' has 5,000,000 bytes, more than 1,000,000"):
        read(packed({"word/document.xml": b" " * 5_000_000}), Limits(max_part_bytes=1_000_000))


def test_a_table_above_the_limit_is_refused() -> None:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="1000"/></w:tcPr>' + paragraph("产值") + "</w:tc>"
    row = f"<w:tr>{cell * 20}</w:tr>"
    with pytest.raises(Refused, match="60 rows and 20,000 columns"):
        read(with_body(f"<w:tbl>{row * 60}</w:tbl>"))


def test_a_password_is_named() -> None:
    data = bytearray(with_body(paragraph("增长")))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Refused, match="password"):
        read(bytes(data))


@pytest.mark.parametrize("share", [0.02, 0.5, 0.9, 0.999])
def test_a_file_cut_off_is_refused(share: float) -> None:
    data = saved(report())
    with pytest.raises(Refused, match="truncated or damaged"):
        read(data[: int(len(data) * share)])


@given(st.data())
def test_any_damage_is_refused_or_read(data: st.DataObject) -> None:
    broken = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(4, len(broken) - 1))] = data.draw(st.integers(0, 255))
    try:
        document = read(bytes(broken))
    except Refused:
        return
    assert document.text


SMALL = with_body(paragraph("全区高新技术企业1040家") + "<w:tbl><w:tr><w:tc/></w:tr></w:tbl>")
