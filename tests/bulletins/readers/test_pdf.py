"""PDF made by reportlab: running text, ruled tables, scans, and files that are damaged or made to break the reader."""

from collections.abc import Callable
from io import BytesIO

import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

from flows.bulletins.readers import Document, Limits, ocr, page_of, read_document
from schemas.errors import Refused

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
PROSE = ParagraphStyle("prose", fontName="STSong-Light", fontSize=11, leading=16, wordWrap="CJK")
SENTENCE = "全区高新技术企业1040家，占全省的26.6%。"
GRID = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]


def read(data: bytes, limits: Limits | None = None) -> Document:
    return read_document(data, "bulletin.pdf", limits=limits or Limits())


def table(rows: list[list[str]], style: list[tuple] = GRID) -> Table:
    return Table(rows, style=[("FONT", (0, 0), (-1, -1), "STSong-Light", 10), *style])


def built(*story: object) -> bytes:
    buffer = BytesIO()
    SimpleDocTemplate(buffer).build([Paragraph(part, PROSE) if isinstance(part, str) else part for part in story])
    return buffer.getvalue()


def drawn(draw: Callable[[Canvas], None], **options: object) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, **options)
    canvas.setFont("STSong-Light", 11)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


SIMPLE = built(SENTENCE)


def test_text_and_tables_come_once_and_in_order() -> None:
    rows = [["指标", "上半年", ""], ["", "绝对量\n（亿元）", "增速（%）"], ["工业", "47.5", "4.4"], ["农业", "1.2", ""]]
    spans = [("SPAN", (1, 0), (2, 0)), ("SPAN", (0, 0), (0, 1)), ("SPAN", (2, 2), (2, 3))]
    document = read(built("一、综合", table(rows, GRID + spans), SENTENCE))
    assert document.text.splitlines() == [
        "一、综合",
        "指标\t上半年\t上半年",
        "指标\t绝对量（亿元）\t增速（%）",
        "工业\t47.5\t4.4",
        "农业\t1.2",  # the merged figure stands once
        SENTENCE,
    ]


def test_a_table_open_at_its_sides_keeps_its_first_and_last_column() -> None:
    style = [("INNERGRID", (0, 0), (-1, -1), 0.5, colors.black), ("LINEABOVE", (0, 0), (-1, 0), 1, colors.black)]
    style.append(("LINEBELOW", (0, -1), (-1, -1), 1, colors.black))
    text = read(built(table([["指标", "亿元", "%"], ["工业", "47.5", "4.4"]], style))).text
    assert text == "指标\t亿元\t%\n工业\t47.5\t4.4\n"


def test_two_tables_side_by_side_and_a_drawn_frame() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(20, 20, 550, 800)
        for left in (50, 300):
            canvas.grid([left, left + 80, left + 160], [600, 620, 640])
            for column, row, text in ((0, 1, "指标"), (1, 1, "亿元"), (0, 0, f"产值{left}"), (1, 0, "47.5")):
                canvas.drawString(left + 5 + 80 * column, 605 + 20 * row, text)
        canvas.drawString(50, 500, SENTENCE)

    text = read(drawn(draw)).text
    assert [text.count(part) for part in ("产值50\t47.5", "产值300\t47.5", "指标\t亿元", SENTENCE)] == [1, 1, 2, 1]


def turned(texts: tuple[tuple[str, ...], ...]) -> bytes:
    """A landscape page as word processors make it: drawn upright on a portrait page that is turned for the reader."""

    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.translate(A4[0], 0)
        canvas.rotate(90)
        canvas.setFont("STSong-Light", 11)
        canvas.grid([50, 150, 250, 350], [300, 320, 340])
        for row, cells in enumerate(texts):
            for column, text in enumerate(cells):
                canvas.drawString(55 + 100 * column, 325 - 20 * row, text)

    return drawn(draw)


def test_a_page_turned_by_its_rotation_is_read_as_it_is_seen() -> None:
    assert read(turned((("Item", "bn", "%"), ("GDP", "47.5", "4.4")))).text == "Item\tbn\t%\nGDP\t47.5\t4.4\n"


def test_text_in_a_font_that_is_not_there_is_not_passed_over() -> None:
    """Where no Chinese font is installed, pdfium drops single characters, repeated ones and turned text."""
    rows = (("指标", "计量", "%"), ("工业", "元", "四"), ("农业", "元", "四"), ("商业", "台", "五"))
    grid = [["指标", "计量", "%"], ["工业", "元", "四"], ["农业", "元", "四"], ["商业", "台", "五"]]
    expected = "".join("\t".join(row) + "\n" for row in rows)
    assert read(built(table(grid))).text == expected
    assert read(turned(rows[:2])).text == "指标\t计量\t%\n工业\t元\t四\n"
    assert read(built("元", "四", "元", "四")).text == "元\n四\n元\n四\n"


def test_raised_digits_do_not_become_part_of_a_figure() -> None:
    text = read(
        built(
            "总值<super size=6>2</super>8637.45亿元，PM<sub size=6>2.5</sub>浓度29μg/m<super size=6>3</super>，浓度下降。"
        )
    ).text
    assert text == "总值[2]8637.45亿元，PM2.5浓度29μg/m³，浓度下降。\n"


def test_a_note_mark_torn_to_the_next_line_is_no_digit() -> None:
    def draw(canvas: Canvas) -> None:
        for x, y, size, text in ((50, 700, 11, "生产总值"), (50, 688, 6, "2"), (53.4, 684, 11, "8637.45亿元")):
            canvas.setFont("STSong-Light", size)
            canvas.drawString(x, y, text)

    assert read(drawn(draw)).text == "生产总值\n²8637.45亿元\n"


def test_pages_are_numbered_from_one() -> None:
    document = read(built(SENTENCE, PageBreak(), "二、农业"))
    assert page_of(document, document.text.index("1040")).element == "page 1"
    assert page_of(document, document.text.index("农业")).element == "page 2"


def test_lines_torn_by_the_page_width_stay_torn_and_whole() -> None:
    text = read(built(SENTENCE * 20)).text
    assert text.count("\n") > 5
    assert text.replace("\n", "") == SENTENCE * 20


def test_a_map_of_ten_thousand_lines_is_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 800, SENTENCE)
        path = canvas.beginPath()
        for at in range(30_000):
            path.moveTo(at % 500, at // 50)
            path.lineTo(at % 500 + 20, at // 50)
        canvas.drawPath(path)

    document = read(drawn(draw))
    assert document.text == SENTENCE + "\n"
    assert "its tables are read as running text (a drawing of 60,000 pieces" in document.notes[0]


def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise ImportError("rapidocr")

    monkeypatch.setattr(ocr, "_engine", missing)


def scan() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (400, 200), "white").save(buffer, "PDF")
    return buffer.getvalue()


def test_a_scan_needs_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    without_ocr(monkeypatch)
    with pytest.raises(Refused, match=r"bulletin.pdf, page 1: .*pip install \"zhanbi\[ocr\]\""):
        read(scan())


def test_ten_thousand_pages_are_refused() -> None:
    document = pdfium.PdfDocument.new()
    for _ in range(10_000):
        document.new_page(10, 10)
    buffer = BytesIO()
    document.save(buffer)
    with pytest.raises(Refused, match="10,000 pages, more than 2,000"):
        read(buffer.getvalue())


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7\n", "not a readable PDF"),
        (drawn(lambda canvas: None), "no text on its 1 pages"),
        (drawn(lambda canvas: canvas.drawString(50, 800, SENTENCE), encrypt="secret"), "password"),
        (scan()[:300], "not a readable PDF"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says):
        read(data)


def test_a_broken_cross_reference_table_is_rebuilt() -> None:
    at = SIMPLE.rindex(b"startxref")
    assert read(SIMPLE[:at] + b"startxref\n999999\n%%EOF\n").text == SENTENCE + "\n"


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.9, 0.99])
def test_a_file_cut_off_is_refused_or_says_so(share: float) -> None:
    try:
        document = read(SIMPLE[: int(len(SIMPLE) * share)])
    except Refused:
        return
    assert document.text == SENTENCE + "\n"
    assert "cut off" in document.notes[0]


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_any_damage_is_refused_or_read(data: st.DataObject) -> None:
    broken = bytearray(TABLED)
    for _ in range(data.draw(st.integers(1, 5))):
        broken[data.draw(st.integers(8, len(broken) - 1))] = data.draw(st.integers(0, 255))
    try:
        document = read(bytes(broken))
    except Refused:
        return
    assert document.text.strip()


def in_latin(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 11)  # a font that pdfium has: no detour over pdfplumber
    canvas.grid([50, 150, 250], [300, 320, 340])
    for at, text in enumerate(("GDP", "47.5", "Trade", "1.2")):
        canvas.drawString(55 + 100 * (at % 2), 325 - 20 * (at // 2), text)


TABLED = drawn(in_latin)


def test_a_page_on_which_pdfplumber_would_never_finish_is_refused() -> None:
    """Widths for 10 thousand million characters, in the file a dozen bytes."""
    bomb = built("元", "四", "元").replace(b"/W [ 1 [", b"/W [ 0 9999999999 500 1 [")
    try:
        document = read(bomb)
    except Refused as refusal:
        assert "install a Chinese font" in str(refusal)
    else:  # a Chinese font is installed: pdfium reads the page by itself
        assert document.text == "元\n四\n元\n"


@pytest.mark.slow
def test_sixty_pages_of_prose_and_tables() -> None:
    rows = [["指标", "亿元", "%"], *([f"行业{n}", f"{n}.5", "4.4"] for n in range(30))]
    document = read(built(*(part for _ in range(60) for part in (SENTENCE * 10, table(rows), PageBreak()))))
    assert len(document.pages) == 60
    assert document.text.count("行业29\t29.5\t4.4") == 60
