"""The workbook read back by openpyxl."""

import csv
import re
import shutil
import subprocess
import zipfile

import openpyxl
import pytest

from flows.exports.topics import TOPICS
from flows.exports.workbook import write_xlsx
from tests.exports.conftest import FORMULA, PATH

pytestmark = pytest.mark.xdist_group("dbt")


@pytest.fixture
def path(source, tmp_path):
    (path,) = write_xlsx(source, tmp_path / "out")
    return path


@pytest.fixture
def book(path):
    return openpyxl.load_workbook(path)


def cells(sheet):
    return [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_no_cell_of_any_sheet_is_a_formula_or_leads_out_of_the_book(path, book):
    assert not [cell for sheet in book for cell in cells(sheet) if cell.data_type == "f"]
    titles = [cell.value for cell in cells(book["公报目录"])]
    assert FORMULA in titles and "@SUM(1+1)" in titles
    links = {cell.hyperlink.target for sheet in book for cell in cells(sheet) if cell.hyperlink}
    assert links <= {None}  # inside the book only
    with zipfile.ZipFile(path) as package:
        sheets = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/")]
    assert sheets and not any(b"<f>" in sheet for sheet in sheets)


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not on the path: apt-get install libreoffice-calc"
)
def test_an_office_program_shows_a_formula_in_a_title_as_text(path, tmp_path):
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", every_sheet,
         "--outdir", tmp_path / "converted", path],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    sheets = {
        each.stem.rpartition("-")[2]: each.read_text(encoding="utf-8") for each in (tmp_path / "converted").iterdir()
    }
    assert set(sheets) == {"说明", *(topic.title for topic in TOPICS)}
    rows = list(csv.reader(sheets["公报目录"].splitlines()))
    assert any(FORMULA in row and "@SUM(1+1)" in row for row in rows)
    assert "21.2" in sheets["占全省比重"]


def test_a_sheet_a_topic_with_units_numbers_dates_and_the_sentence_as_a_note(source, book):
    assert book.sheetnames == ["说明", *(topic.title for topic in TOPICS)]
    sheet = book["占全省比重"]
    headings = [cell.value for cell in sheet[4]]
    assert {"本区（家）", "全省（家）", "重算占比（%）", "公布占比（%）"} <= set(headings)
    assert (
        sheet.freeze_panes == "B5" and sheet.print_title_rows == "$4:$4" and sheet.page_setup.orientation == "landscape"
    )
    row = next(row for row in sheet.iter_rows(min_row=5) if row[headings.index("公布占比（%）")].value == 21.2)
    cell = row[headings.index("公布占比（%）")]
    assert cell.number_format == "#,##0.0#" and row[headings.index("时点")].is_date
    assert cell.comment.text.startswith("长长") and len(cell.comment.text) < 1000  # the sentence, cut
    assert row[headings.index("地区")].value == PATH
    ((count,),) = source.connection.execute("select count(*) from provincial_shares").fetchall()
    assert sheet.max_row == 4 + count


def test_money_is_shown_in_the_unit_of_its_column(source, book):
    sheet = book["目标完成"]
    headings = [cell.value for cell in sheet[4]]
    shown = {
        (round(row[headings.index("目标")].value, 4), row[headings.index("单位")].value)
        for row in sheet.iter_rows(min_row=5)
    }
    stated = source.connection.execute("select target, unit from target_progress").fetchall()
    assert shown == {
        (round(float(value) / (1e8 if unit == "元" else 1), 4), "亿元" if unit == "元" else unit)
        for value, unit in stated
    }


def test_the_cover_names_the_snapshot_and_every_register_sheet_the_synthetic_data(source, book):
    cover = [str(cell.value) for cell in cells(book["说明"])]
    assert source.sha256 in cover and source.fingerprint in cover and any("SYNTHETIC" in text for text in cover)
    for topic in TOPICS:
        text = [str(cell.value) for cell in cells(book[topic.title])]
        assert any("SYNTHETIC" in one for one in text) == topic.registers
        assert not re.search(r"含合成数据", book[topic.title].oddFooter.left.text) or source.synthetic
