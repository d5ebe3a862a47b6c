"""The briefing read back: the PDF by pdfium, the DOCX by our own reader of received documents."""

import re
import shutil
import subprocess
import zipfile

import pypdfium2
import pytest

from flows.bulletins.readers import read_document
from flows.exports.briefing import write_briefings
from tests.exports.conftest import FORMULA

pytestmark = pytest.mark.xdist_group("dbt")


@pytest.fixture
def written(source, tmp_path):
    return {path.suffix: path for path in write_briefings(source, tmp_path / "out")}


def text_of(path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        assert len(document) == 1  # one page
        return document[0].get_textpage().get_text_range()


def test_one_page_says_the_shares_with_their_sources_and_that_they_are_synthetic(written, source):
    text = "".join(text_of(written[".pdf"]).split())
    assert "专精特新中小企业447家，占全省2113家的21.15%，公报公布" in text
    assert "SYNTHETIC" in text and "资料来源：" in text and source.sha256 in text
    assert "高新技术企业" in text and "\ufffd" not in text


def test_the_document_says_the_same_in_the_offices_fonts(written):
    path = written[".docx"]
    text = read_document(path.read_bytes(), path.name).text
    assert "专精特新中小企业447家，占全省2113家的21.15%，公报公布" in text and "SYNTHETIC" in text
    assert re.search(r"群体.*全省（家）.*重算占比（%）.*公布占比（%）.*结论", text)
    assert re.search(r"专精特新中小企业\s*\|?\s*447\s*\|?\s*2113\s*\|?\s*21\.15", text)
    with zipfile.ZipFile(path) as package:
        assert [name for name in package.namelist() if name.startswith("word/media/")] == ["word/media/image1.png"]
        assert 'w:eastAsia="方正小标宋简体"' in package.read("word/document.xml").decode()
        assert '<w:altName w:val="仿宋"/>' in package.read("word/fontTable.xml").decode()


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not on the path: apt-get install libreoffice-writer"
)
def test_an_office_program_opens_the_document_as_one_page(written, tmp_path):
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", tmp_path / "converted", written[".docx"]],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    (converted,) = (tmp_path / "converted").iterdir()
    text = "".join(text_of(converted).split())
    assert "专精特新中小企业447家，占全省2113家的21.15%，公报公布" in text and "SYNTHETIC" in text


def test_fonts_are_in_the_pdf(written):
    import pdfplumber

    with pdfplumber.open(written[".pdf"]) as document:
        fonts = {char["fontname"] for page in document.pages for char in page.chars}
    assert fonts and all("NotoS" in font for font in fonts)


def test_an_areas_name_stays_inside_the_folder_and_is_no_markup(written, tmp_path):
    assert {path.parent for path in written.values()} == {tmp_path / "out"}
    assert not [path for path in tmp_path.parent.glob("*简报*")]
    assert "../../<b>&区主要指标" in text_of(written[".pdf"]).replace(" ", "")  # no mark turns the line around
    assert FORMULA[:10] in text_of(written[".pdf"])
