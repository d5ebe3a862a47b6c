"""The briefing as DOCX: the fonts such offices use, with the ones that stand in for them elsewhere."""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

if TYPE_CHECKING:
    from flows.exports.briefing import Briefing

TITLE, BODY, HEADING = "方正小标宋简体", "仿宋_GB2312", "黑体"
INSTEAD = {TITLE: "Noto Serif CJK SC", BODY: "仿宋", HEADING: "Noto Sans CJK SC"}
WIDTHS = [54, 21, 21, 26, 26, 16]  # of the table's columns, mm
CENTRE, RIGHT, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT


def write_docx(briefing: "Briefing", chart: bytes, path: Path) -> None:
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(24), Mm(20), Mm(26), Mm(24)
    document.core_properties.title = briefing.title
    document.core_properties.author = "zhanbi"
    _name_fonts(document)
    _paragraph(document, briefing.title, TITLE, 20, CENTRE)
    _paragraph(document, briefing.subtitle, BODY, 12, CENTRE)
    if briefing.warning:
        _paragraph(document, briefing.warning, HEADING, 10.5, CENTRE).runs[0].font.color.rgb = RGBColor(0x9C, 0, 0x06)
    _paragraph(document, briefing.summary, BODY, 12).paragraph_format.first_line_indent = Pt(24)
    _table(document, briefing)
    _paragraph(document, briefing.chart_title, HEADING, 10.5, CENTRE).paragraph_format.space_before = Pt(6)
    picture = document.add_paragraph()
    picture.alignment = CENTRE
    picture.add_run().add_picture(BytesIO(chart), height=Mm(62))._inline.docPr.set("descr", briefing.summary)
    for note in briefing.notes:
        _paragraph(document, note, BODY, 9)
    _paragraph(document, briefing.dated, BODY, 12, RIGHT)
    document.save(str(path))


def _table(document: Any, briefing: "Briefing") -> None:
    table = document.add_table(rows=1, cols=len(briefing.headings), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for cell, text in zip(table.rows[0].cells, briefing.headings, strict=True):
        _fill(cell.paragraphs[0], text, HEADING, 10, CENTRE)
    for row in briefing.rows:
        for place, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
            _fill(
                cell.paragraphs[0], text, BODY, 10.5, LEFT if place == 0 else CENTRE if place == len(row) - 1 else RIGHT
            )
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _paragraph(document: Any, text: str, font: str, size: float, alignment: Any = None) -> Any:
    return _fill(document.add_paragraph(), text, font, size, alignment)


def _fill(paragraph: Any, text: str, font: str, size: float, alignment: Any = None) -> Any:
    run = paragraph.add_run(
        "".join(char for char in text if char >= " " or char in "\t\n")
    )  # XML has no other controls
    run.font.name, run.font.size = "Times New Roman", Pt(size)  # of Latin letters and digits
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    paragraph.alignment = alignment
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.line_spacing = 1.15
    return paragraph


def _name_fonts(document: Any) -> None:
    """Say in the font table what stands in where a font is missing."""
    part = next(part for part in document.part.package.iter_parts() if part.partname == "/word/fontTable.xml")
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, other in INSTEAD.items()
    )
    part._blob = part.blob.replace(b"</w:fonts>", entries.encode() + b"</w:fonts>")
