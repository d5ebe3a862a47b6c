"""XLSX and Parquet give what the same table gives as CSV; blocks of a long CSV keep their numbers."""

import json
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from flows.registry.readers import delimited, encoded, read
from flows.registry.readers.tables import read_tables
from schemas.errors import Refused
from tests.registry.registers import HEADER, LIST, ROWS, reasons, table


def printed(batches):
    return [row for batch in batches for row in batch.rows(pl.int_range(batch.height, eager=True)).rows()]


def ANY(cell: str) -> bool:  # delimited files have their header on top
    raise AssertionError(cell)


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


DAY = pl.col("成立日期").str.replace_all("/", "-").str.to_date()
MIDNIGHT = DAY.cast(pl.Datetime("us")).dt
CODE = pl.col("登记机关代码")


@pytest.mark.parametrize(
    "typed",
    [
        DAY,
        MIDNIGHT.replace_time_zone(None),
        MIDNIGHT.replace_time_zone("Asia/Shanghai").dt.convert_time_zone("UTC"),  # 16:00 on the day before
        CODE.cast(pl.Int64),
        CODE.cast(pl.Float64),  # as pandas has it where one is missing
        CODE.cast(pl.Decimal(18, 2)),
        pl.all().cast(pl.Categorical),
        pl.all().cast(pl.Binary),
    ],
)
def test_parquet_of_whatever_types_is_judged_like_csv(judge, tmp_path, typed):
    pl.DataFrame(ROWS, schema=HEADER, orient="row").with_columns(typed).write_parquet(tmp_path / "made.parquet")
    assert judge((tmp_path / "made.parquet").read_bytes(), "a.parquet").good.equals(judge(table(ROWS)).good)


def test_a_number_that_is_none_is_blank_and_no_code(judge, tmp_path):
    codes = pl.Series("登记机关代码", [149900.0, float("nan"), 140105.0])
    pl.DataFrame(ROWS, schema=HEADER, orient="row").with_columns(codes).write_parquet(tmp_path / "made.parquet")
    judged = judge((tmp_path / "made.parquet").read_bytes(), "a.parquet")
    assert reasons(judged) == {2: ["authority_code_missing"]}
    assert judged.good["authority_code"].to_list() == ["149900", "140105"]


BYTES = pa.array(["样例".encode("gb18030")] * 3, pa.binary())
CLAIMED = pa.Array.from_buffers(pa.string(), 3, BYTES.buffers())


@pytest.mark.parametrize(
    ("column", "says"),
    [
        (BYTES, "spoilt after row 0 .*utf8"),
        (CLAIMED, "spoilt after row 0 .*UTF8"),  # on which polars would die
        (pa.DictionaryArray.from_arrays([0, 0, 0], CLAIMED), "spoilt after row 0 .*UTF8"),
        (pa.array([1, 2, 3], pa.decimal256(60, 0)), r"企业名称 \(decimal256"),
        (pa.array([1, 2, 3], pa.duration("us")), r"企业名称 \(duration"),
        (pa.array([b"abcd"] * 3, pa.binary(4)), r"企业名称 \(fixed_size_binary"),
    ],
)
def test_parquet_of_types_that_are_no_values_of_a_list_is_refused(judge, tmp_path, column, says):
    made = pl.DataFrame(ROWS, schema=HEADER, orient="row").to_arrow()
    pq.write_table(made.set_column(HEADER.index("企业名称"), "企业名称", column), tmp_path / "made.parquet")
    with pytest.raises(Refused, match=says):
        judge((tmp_path / "made.parquet").read_bytes(), "a.parquet")


@pytest.mark.parametrize(
    ("column", "kept"),
    [
        (pa.array([["a", "b"], None, []]), ["['a', 'b']", "", "[]"]),
        (pa.array([{"a": 1}, None, None]), ["{'a': 1}", "", ""]),
        (pa.array([1, 2, None], pa.decimal256(60, 0)), ["1", "2", ""]),
    ],
)
def test_a_new_column_of_whatever_type_breaks_nothing_and_is_kept(judge, tmp_path, column, kept):
    made = pl.DataFrame(ROWS, schema=HEADER, orient="row").to_arrow()
    pq.write_table(made.append_column("标签", column), tmp_path / "made.parquet")
    judged = judge((tmp_path / "made.parquet").read_bytes(), "a.parquet")
    assert [json.loads(extra)["标签"] for extra in judged.good["extra"]] == kept


def test_bad_xlsx_and_parquet_are_refused(judge, tmp_path):
    workbook(tmp_path / "two.xlsx", [HEADER, *ROWS], [["企业名称", "认定日期"], ["a", "b"]])
    workbook(tmp_path / "note.xlsx", [HEADER, *ROWS], [["注", "本表由市局提供"]])
    workbook(tmp_path / "none.xlsx", [])
    with zipfile.ZipFile(tmp_path / "zip.xlsx", "w") as archive:
        archive.writestr("a.txt", "no workbook")
    pl.DataFrame({"企业名称": [["a"]]}).write_parquet(tmp_path / "lists.parquet")
    pl.DataFrame(ROWS, schema=HEADER, orient="row").write_parquet(tmp_path / "whole.parquet")
    (tmp_path / "cut.parquet").write_bytes((tmp_path / "whole.parquet").read_bytes()[:-30])
    (tmp_path / "text.xlsx").write_text(table(ROWS), encoding="utf-8")
    for name, says in {
        "two.xlsx": "sheet '表1' has another header",
        "note.xlsx": "sheet '表1' holds rows under no header",
        "none.xlsx": "is empty",
        "zip.xlsx": "no sound XLSX",
        "text.xlsx": "no sound XLSX",
        "lists.parquet": r"企业名称 \(large_list<.*neither text, numbers nor days",
        "cut.parquet": "no sound Parquet",
    }.items():
        with pytest.raises(Refused, match=says) as refused:
            judge((tmp_path / name).read_bytes(), name)
        assert str(refused.value).startswith(f"{name}: ")


def test_a_workbook_as_offices_make_it(judge, tmp_path):
    """Titles, running numbers as text, a town merged over its firms, a second sheet that goes on."""
    book = Workbook()
    first = book.active
    for row in (
        ["2023年高新技术企业名单"],
        [None, "单位:家"],
        [],
        ["序号", "企业名称", "发证日期", "所属地市"],
        ["1", "样例一有限公司", "2022-12-01", "太原市"],
        ["2", "样例二有限公司", "2022-12-01", None],
        ["3", "样例三有限公司", "2022-12-01", "大同市"],
    ):
        first.append(row)
    first.merge_cells("A1:D1")
    first.merge_cells("D5:D6")
    second = book.create_sheet("续表")
    second.append(["序号", "企业名称", "发证日期", "所属地市"])
    second.append(["4", "样例四有限公司", date(2022, 12, 1), "长治市"])
    book.create_sheet("Sheet3")
    book.save(tmp_path / "made.xlsx")
    judged = judge((tmp_path / "made.xlsx").read_bytes(), "a.xlsx", LIST)
    assert judged.rows_read == 4 and judged.refused.is_empty()
    assert judged.good["row_number"].to_list() == [1, 2, 3, 4]
    assert judged.good["city"].to_list() == ["太原市", "太原市", "大同市", "长治市"]
    assert judged.good["name"][3] == "样例四有限公司"


def with_part(source: Path, target: Path, name: str, content: bytes) -> None:
    """The workbook with one part put in or in place of its own."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry, old.read(entry.filename))
        new.writestr(name, content)


@pytest.mark.parametrize(
    ("part", "says"),
    [("xl/vbaProject.bin", "macros"), ("xl/externalLinks/externalLink1.xml", "links to other workbooks")],
)
def test_a_workbook_with_more_than_values_is_refused(judge, tmp_path, part, says):
    workbook(tmp_path / "plain.xlsx", [HEADER, *ROWS])
    with_part(tmp_path / "plain.xlsx", tmp_path / "made.xlsx", part, b"<x/>")
    with pytest.raises(Refused, match=says):
        judge((tmp_path / "made.xlsx").read_bytes(), "a.xlsx")


def test_a_formula_counts_as_its_stored_result_and_without_one_refuses_the_file(judge, tmp_path):
    workbook(tmp_path / "plain.xlsx", [["序号", *HEADER], *([f"={number}+1", *row] for number, row in enumerate(ROWS))])
    with pytest.raises(Refused, match="formulas without results"):
        judge((tmp_path / "plain.xlsx").read_bytes(), "a.xlsx")
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    computed = (
        xml.replace(b"</f><v/>", b"</f><v>1</v>")
        .replace(b"</f><v></v>", b"</f><v>1</v>")
        .replace(b"</f><v />", b"</f><v>1</v>")
    )
    assert computed != xml
    with_part(tmp_path / "plain.xlsx", tmp_path / "made.xlsx", "xl/worksheets/sheet1.xml", computed)
    assert judge((tmp_path / "made.xlsx").read_bytes(), "a.xlsx").good.height == 3


def test_a_list_over_several_pages_is_one_list():
    header = ["序号", "企业名称", "发证日期"]
    tables = [
        ("menu", [["首页", "政务公开"]]),
        ("table 1", [["高新技术企业名单"], header, ["1", "样例一有限公司", "2022-12-01"]]),
        ("table 2", [header, ["2", "样例二有限公司", "2022-12-01"]]),
        ("table 3", [["3", "样例三有限公司", "2022-12-01"], ["4", "样例四有限公司"]]),
        ("foot", [["主办单位", "电话"]]),
    ]
    headers, batches = read_tables("a.html", tables, lambda cell: cell in ("企业名称", "发证日期"), page=True)
    assert headers == header
    assert [row[:3] for row in printed(batches)] == [
        (1, "1", "样例一有限公司"),
        (2, "2", "样例二有限公司"),
        (3, "3", "样例三有限公司"),
        (4, "4", "样例四有限公司"),
    ]


def test_a_zip_bomb_is_not_unpacked(judge, tmp_path, monkeypatch):
    monkeypatch.setattr("flows.registry.readers.spreadsheet.LARGEST", 1_000_000)
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 2_000_000)
    with pytest.raises(Refused, match="unpacks to more than"):
        judge((tmp_path / "bomb.xlsx").read_bytes(), "a.xlsx")


def test_headers_that_repeat_or_are_blank_stay_apart(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("名称,备注,,备注,row_number\n1,2,3,4,5\n", encoding="utf-8")
    headers, batches = read(path, ANY, lambda header: True)
    assert headers == ["名称", "备注", "column 3", "备注 (4)", "row_number (5)"]
    assert printed(batches) == [(1, "1", "2", "3", "4", "5")]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.sampled_from(["a,b", "一,二", "only", "x,y,z", '"q,q",r', '"two\nlines",r']), min_size=1, max_size=200),
    st.booleans(),
)
def test_every_row_of_every_block_keeps_its_number(tmp_path_factory, lines, repeated):
    path = tmp_path_factory.mktemp("blocks") / "a.csv"
    path.write_text("\n".join(["c1,c2", *lines]) + "\n", encoding="utf-8")
    width = {"only": 1, "x,y,z": 3}
    with pytest.MonkeyPatch.context() as patch:  # blocks of a few lines
        patch.setattr(encoded, "BLOCK", 64)
        patch.setattr(delimited, "LONGEST_ROW", 128)  # twice the block, as it is
        batches = list(read(path, ANY, lambda header: repeated)[1])
    fitting = [row[0] for row in printed(batches)]
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
        list(read(path, ANY, lambda header: True)[1])
