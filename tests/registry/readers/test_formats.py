"""XLSX and Parquet give what the same table gives as CSV; blocks of a long CSV keep their numbers."""

import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from flows.registry.readers import delimited, encoded, read
from schemas.errors import Refused
from tests.registry.registers import HEADER, ROWS, table


def workbook(path: Path, *sheets: list[list[object]]) -> None:
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"表{number}")
        for row in rows:
            sheet.append(row)
    book.save(path)


def test_xlsx_is_judged_like_csv(judge, tmp_path):
    cells = [[value or None for value in row] for row in ROWS]
    cells[2][4] = date(2017, 3, 1)
    cells[0][6] = 149900.0
    workbook(tmp_path / "made.xlsx", [HEADER, *cells], [])
    assert judge((tmp_path / "made.xlsx").read_bytes(), "a.xlsx").good.equals(judge(table(ROWS)).good)


def test_xlsx_rows_wider_than_the_header_are_ragged(judge, tmp_path):
    workbook(tmp_path / "made.xlsx", [HEADER, ROWS[0], [*ROWS[1], "x"], ROWS[2]])
    judged = judge((tmp_path / "made.xlsx").read_bytes(), "a.xlsx")
    assert judged.good["row_number"].to_list() == [1, 3]
    assert judged.refused["row_number"].to_list() == [2]


def test_parquet_is_judged_like_csv(judge, tmp_path):
    frame = pl.DataFrame(ROWS, schema=HEADER, orient="row").with_columns(
        pl.col("成立日期").str.replace_all("/", "-").str.to_date(), pl.col("登记机关代码").cast(pl.Int64)
    )
    frame.write_parquet(tmp_path / "made.parquet")
    assert judge((tmp_path / "made.parquet").read_bytes(), "a.parquet").good.equals(judge(table(ROWS)).good)


def test_bad_xlsx_and_parquet_are_refused(judge, tmp_path):
    workbook(tmp_path / "two.xlsx", [HEADER, *ROWS], [HEADER, *ROWS])
    workbook(tmp_path / "none.xlsx", [])
    with zipfile.ZipFile(tmp_path / "zip.xlsx", "w") as archive:
        archive.writestr("a.txt", "no workbook")
    pl.DataFrame({"企业名称": [["a"]]}).write_parquet(tmp_path / "lists.parquet")
    pl.DataFrame(ROWS, schema=HEADER, orient="row").write_parquet(tmp_path / "whole.parquet")
    (tmp_path / "cut.parquet").write_bytes((tmp_path / "whole.parquet").read_bytes()[:-30])
    (tmp_path / "text.xlsx").write_text(table(ROWS), encoding="utf-8")
    for name, says in {
        "two.xlsx": "2 sheets",
        "none.xlsx": "is empty",
        "zip.xlsx": "no sound XLSX",
        "text.xlsx": "no sound XLSX",
        "lists.parquet": "lists or records",
        "cut.parquet": "no sound Parquet",
    }.items():
        with pytest.raises(Refused, match=says) as refused:
            judge((tmp_path / name).read_bytes(), name)
        assert str(refused.value).startswith(f"{name}: ")


def test_a_zip_bomb_is_not_unpacked(judge, tmp_path, monkeypatch):
    monkeypatch.setattr("flows.registry.readers.spreadsheet.LARGEST", 1_000_000)
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 2_000_000)
    with pytest.raises(Refused, match="unpacks to more than"):
        judge((tmp_path / "bomb.xlsx").read_bytes(), "a.xlsx")


def test_headers_that_repeat_or_are_blank_stay_apart(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("名称,备注,,备注,row_number\n1,2,3,4,5\n", encoding="utf-8")
    headers, batches = read(path)
    assert headers == ["名称", "备注", "column 3", "备注 (4)", "row_number (5)"]
    assert [batch.rows.rows() for batch in batches] == [[(1, "1", "2", "3", "4", "5")]]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.sampled_from(["a,b", "一,二", "only", "x,y,z", '"q,q",r', '"two\nlines",r']), min_size=1, max_size=200)
)
def test_every_row_of_every_block_keeps_its_number(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("blocks") / "a.csv"
    path.write_text("\n".join(["c1,c2", *lines]) + "\n", encoding="utf-8")
    width = {"only": 1, "x,y,z": 3}
    with pytest.MonkeyPatch.context() as patch:  # blocks of a few lines
        patch.setattr(encoded, "BLOCK", 64)
        patch.setattr(delimited, "LONGEST_ROW", 64)
        batches = list(read(path)[1])
    fitting = [row[0] for batch in batches for row in batch.rows.rows()]
    ragged = [row for batch in batches for row in batch.ragged]
    assert fitting == [number for number, line in enumerate(lines, 1) if line not in width]
    assert [(row.row_number, row.fields) for row in ragged] == [
        (number, width[line]) for number, line in enumerate(lines, 1) if line in width
    ]


def test_a_line_that_never_ends_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "LONGEST_ROW", 1_000)
    path = tmp_path / "a.csv"
    path.write_text("c1,c2\n1,2\n" + "x" * 5_000, encoding="utf-8")
    with pytest.raises(Refused, match="no row may be longer"):
        list(read(path)[1])
