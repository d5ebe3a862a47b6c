"""Register files as they come, good and bad: what lands, what is refused, and what is said about it."""

import gzip
import json
from datetime import date
from decimal import Decimal

import duckdb
import polars as pl
import pytest

from schemas.errors import Refused
from schemas.sidecars import ExtractMetadata
from tests.registry.registers import HEADER, LIST, MARKET, ROWS, JudgedExtract, changed, reasons, table

LIST_HEADER = ["企业名称", "统一社会信用代码", "发证日期", "有效期至", "所属地市"]
FIRM = ["样例一有限公司", "91110000600037341L", "2020-12-03", "2023-12-02", "太原市"]


def without(column: str) -> str:
    place = HEADER.index(column)
    return table([row[:place] + row[place + 1 :] for row in ROWS], HEADER[:place] + HEADER[place + 1 :])


def many(rows: int) -> list[list[str]]:
    """Good rows of a list without credit codes, all different."""
    return [[f"样例{number}号有限公司", "", "2020-12-03", "", ""] for number in range(rows)]


def test_good_rows_are_typed_for_their_table(judge):
    judged = judge(table(ROWS))
    assert judged.rows_read == judged.good.height == 3 and judged.refused.is_empty()
    assert judged.good.row(0, named=True) == {
        "row_number": 1,
        "credit_code": "91110000600037341L",
        "name": "样例一有限公司",
        "entity_type": "enterprise",
        "status": "active",
        "registered_on": date(2015, 3, 1),
        "ended_on": None,
        "authority_code": "149900",
        "division_code": None,
        "industry_code": None,
        "capital_amount": None,
        "capital_currency": None,
        "capital_text": None,
        "extra": None,
        "personal": None,
    }
    assert judged.good["entity_type"].to_list() == ["enterprise", "self_employed", "cooperative"]
    assert judged.good["ended_on"].to_list() == [None, date(2020, 1, 1), None]
    assert judged.good["registered_on"][2] == date(2017, 3, 1)


@pytest.mark.parametrize("kind", ["market_entities", "recognitions"])
def test_good_rows_fit_the_raw_table(judge, kind):
    # by the names and types of the warehouse's own definition
    connection = duckdb.connect()
    with open("flows/warehouse/schema.sql", encoding="utf-8") as schema:
        connection.execute(schema.read())
    judged = judge(table(ROWS)) if kind == "market_entities" else judge(table([FIRM], LIST_HEADER), metadata=LIST)
    rows = judged.good.with_columns(extract_id=pl.lit("x"))
    connection.register("rows", rows)
    connection.execute(f"insert into raw.{kind} by name select * from rows")
    columns = {row[0] for row in connection.execute(f"describe raw.{kind}").fetchall()}
    assert columns == set(rows.columns)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"统一社会信用代码": "911100006000373410"}, "credit_code_check_digit"),
        ({"统一社会信用代码": "91140105000000002E"}, "credit_code_duplicate"),
        ({"成立日期": "2024-01-01"}, "registered_on_future"),
        ({"成立日期": "2022-02-30"}, "registered_on_missing"),
        ({"注销日期": "2016-13-01"}, "ended_on_unreadable"),
        ({"登记机关代码": "990101"}, "authority_code_area"),
        ({"主体类型": "N/A"}, "entity_type_missing"),
        ({"企业名称": " 　"}, "name_missing"),
        ({"企业名称": "样例\x00有限公司"}, "characters_damaged"),
    ],
    ids=str,
)
def test_a_bad_row_is_kept_and_the_others_land(judge, change, code):
    judged = judge(table(changed(3, **change)))
    assert reasons(judged) == {3: [code]}
    assert judged.good["row_number"].to_list() == [1, 2]
    assert judged.rows_read == 3
    raw = json.loads(judged.refused["raw"][0])
    assert list(raw) == HEADER
    assert all(raw[name] == value for name, value in change.items())
    assert sum(judged.reasons.values()) == 1


def test_every_reason_of_a_row_is_told(judge):
    rows = changed(2, 统一社会信用代码="12", 企业名称="", 成立日期="昨天", 登记机关代码="990101", 登记状态="?")
    assert reasons(judge(table(rows))) == {
        2: ["authority_code_area", "credit_code_form", "name_missing", "registered_on_missing", "status_unknown"]
    }


def test_of_equal_codes_the_first_row_in_the_file_is_judged(judge):
    twice = [ROWS[0], ROWS[0], [*ROWS[1][:7], "赵某"], ROWS[1]]
    judged = judge(table(twice))
    assert judged.good["row_number"].to_list() == [1, 3]
    assert reasons(judged) == {2: ["credit_code_duplicate"], 4: ["credit_code_duplicate"]}


def test_a_missing_column_refuses_the_file_with_the_names_found(judge):
    with pytest.raises(Refused) as refused:
        judge(without("登记机关代码"))
    for part in ("register.csv", "authority_code", "登记机关代码", "企业名称", "成立日期", "profile"):
        assert part in str(refused.value)


def test_renamed_and_reordered_columns_are_mapped_by_alias(judge):
    names = {"企业名称": "市场主体名称", "成立日期": "注册日期", "统一社会信用代码": " 社会信用代码　"}
    order = list(range(len(HEADER)))[::-1]
    header = [names.get(HEADER[place], HEADER[place]) for place in order]
    judged = judge(table([[row[place] for place in order] for row in ROWS], header))
    assert judged.good.equals(judge(table(ROWS)).good)
    assert judged.column_names["注册日期"] == "registered_on"
    assert judged.column_names["社会信用代码"] == "credit_code"


def test_an_unknown_column_is_kept_and_named(judge):
    rows = [[*row, note] for row, note in zip(ROWS, ["备用", "电话13812345678", ""], strict=True)]
    judged = judge(table(rows, [*HEADER, "备注"]))
    assert judged.unknown_columns == ["备注"]
    assert [json.loads(extra) for extra in judged.good["extra"]] == [{"备注": "备用"}, {"备注": "电话**"}, {"备注": ""}]


def test_an_unknown_name_in_a_renamed_column_is_refused_not_guessed(judge):
    with pytest.raises(Refused, match="registered_on"):
        judge(table(ROWS).replace("成立日期", "日期"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("name", ["register.csv", "register.csv.gz"])
def test_encodings_and_compression_change_nothing(judge, encoding, name):
    rows = changed(1, 企业名称="样例㛃有限公司")  # four bytes in GB18030
    content = table(rows).encode(encoding)
    judged = judge(gzip.compress(content) if name.endswith(".gz") else content, name)
    assert judged.good.height == 3
    assert judged.good["name"][0] == "样例㛃有限公司"


def test_a_row_in_another_encoding_is_refused_and_the_others_land(judge):
    lines = table(ROWS).encode().splitlines(keepends=True)
    lines[2] = lines[2].decode().encode("gb18030")
    judged = judge(b"".join(lines))
    assert judged.good["row_number"].to_list() == [1, 3]
    assert "characters_damaged" in reasons(judged)[2]


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "a.csv", "is empty"),
        (b"\n \n", "a.csv", "is empty"),
        (",".join(HEADER).encode() + b"\n", "a.csv", "no rows"),
        (bytes(range(256)) * 40, "a.csv", "is not text"),
        (table(ROWS).encode("utf-16"), "a.csv", "is not text"),
        (b"%PDF-1.7\n...", "a.csv", "a PDF"),
        (b"PK\x03\x04....", "a.csv", "XLSX or ZIP"),
        (gzip.compress(table(ROWS).encode()), "a.csv", "a gzip file"),
        (b"<!DOCTYPE html>\n<html><body>502</body></html>", "a.csv", "HTML"),
        (b"\xef\xbb\xbf\n<html>", "a.csv", "HTML"),
        (b"no gzip at all", "a.csv.gz", "sound gzip"),
        (gzip.compress(table(ROWS * 500).encode())[:-300], "a.csv.gz", "cut off"),
        (table(ROWS)[:-20].encode(), "a.csv", "cut off, row 3 has no line end and not all its fields"),
        (table([*ROWS[:2], [*ROWS[2][:7], "张,某"]])[:-2].encode(), "a.csv", "cut off, row 3 .* an open quote"),
        (table(ROWS).encode()[: table(ROWS).encode().rindex("丙".encode()) + 1], "a.csv", "cut off"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_register_is_refused(judge, content, name, says):
    with pytest.raises(Refused, match=says) as refused:
        judge(content, name)
    assert str(refused.value).startswith(f"{name}: ")


def test_a_last_line_without_its_line_end_is_no_cut_off_file(judge):
    assert judge(table(ROWS).rstrip("\n")).good.height == 3


def test_ragged_lines_are_kept_with_their_numbers(judge):
    lines = table(ROWS).splitlines()
    lines[1:1] = ["a,b", "x" + ",y" * 8]
    lines.append("c,d,e")
    judged = judge("\n".join(lines) + "\n")
    assert judged.good["row_number"].to_list() == [3, 4, 5]
    assert reasons(judged) == {1: ["row_ragged"], 2: ["row_ragged"], 6: ["row_ragged"]}
    assert json.loads(judged.refused["raw"][0]) == ["a", "b"]
    assert judged.rows_read == 6


@pytest.mark.parametrize("field", [1, 7])
def test_a_quote_that_swallows_the_rows_after_it_refuses_the_file(judge, field):
    lines = table(ROWS).splitlines()
    fields = lines[1].split(",")
    fields[field] = '"' + fields[field]
    lines[1] = ",".join(fields)
    with pytest.raises(Refused, match="row 1 swallows the 2 lines after it"):
        judge("\n".join(lines))


def test_a_line_break_inside_a_quoted_field_is_no_fault(judge):
    judged = judge(table([[*ROWS[0], "第一行\n第二行"], [*ROWS[1], ""]], [*HEADER, "经营范围"]))
    assert judged.good["row_number"].to_list() == [1, 2]
    assert json.loads(judged.good["extra"][0]) == {"经营范围": "第一行\n第二行"}


def test_tabs_and_blank_lines_are_read(judge):
    judged = judge("\n\n" + table(ROWS).replace(",", "\t").replace("\n", "\r\n\r\n"))
    assert judged.good["row_number"].to_list() == [1, 2, 3]


def test_a_spoilt_register_is_refused_whole(judge):
    bad = [["", "", "2020-12-03", "", ""]] * 20
    with pytest.raises(Refused) as refused:
        judge(table(many(300) + bad, LIST_HEADER), "list.csv", LIST)
    for part in ("list.csv", "20 of 320 rows (6.2%)", "5.0%", "name_missing", "row 301"):
        assert part in str(refused.value)


def test_a_register_under_the_limit_lands(judge):
    bad = [["", "", "2020-12-03", "", ""]] * 15
    judged = judge(table(many(300) + bad, LIST_HEADER), "list.csv", LIST)
    assert (judged.good.height, judged.refused.height) == (300, 15)


def test_a_register_without_a_good_row_is_refused(judge):
    with pytest.raises(Refused, match=r"1 of 1 rows \(100.0%\)"):
        judge(table([["", "", "2020-12-03", "", ""]], LIST_HEADER), metadata=LIST)


def test_a_certificate_holds_through_its_printed_last_day(judge):
    good = judge(table([FIRM], LIST_HEADER), metadata=LIST).good
    assert good.row(0, named=True) == {
        "row_number": 1,
        "programme": "high_tech",
        "name": "样例一有限公司",
        "credit_code": "91110000600037341L",
        "certificate_number": None,
        "valid_from": date(2020, 12, 3),
        "valid_to": date(2023, 12, 3),
        "city": "太原市",
        "extra": None,
        "personal": None,
    }


def test_renewals_are_no_duplicates_but_repeats_are(judge):
    renewed = [FIRM[0], FIRM[1], "2023-08-01", "2026-07-31", "太原市"]
    nameless = ["样例二有限公司", "", "2020-12-03", "", ""]
    judged = judge(table([FIRM, renewed, FIRM, nameless, nameless], LIST_HEADER), metadata=LIST)
    assert judged.good["row_number"].to_list() == [1, 2, 4]
    assert reasons(judged) == {3: ["certificate_duplicate"], 5: ["certificate_duplicate"]}


def test_of_two_rows_with_one_certificate_number_the_first_is_judged(judge):
    header = ["企业名称", "证书编号", "发证日期"]
    rows = [
        ["样例一有限公司", "GR202214000001", "2022-12-12"],
        ["样例二有限公司", "gr 2022 1400 0001", "2022-12-12"],
        ["样例三有限公司", "", "2022-12-12"],
        ["样例四有限公司", "", "2022-12-12"],
    ]
    judged = judge(table(rows, header), metadata=LIST)
    assert reasons(judged) == {2: ["certificate_duplicate"]}
    assert judged.good["certificate_number"].to_list() == ["GR202214000001", None, None]


def test_a_certificate_dated_after_the_list_is_refused(judge):
    late = ["样例二有限公司", "", "2023-10-01", "", ""]
    assert reasons(judge(table([FIRM, late], LIST_HEADER), metadata=LIST)) == {2: ["valid_from_future"]}


def test_capital_keeps_its_text(judge):
    texts = ["1,000(万元人民币)", "#(万美元)", ""]
    judged = judge(table([[*row, text] for row, text in zip(ROWS, texts, strict=True)], [*HEADER, "注册资本"]))
    assert judged.good["capital_amount"].to_list() == [Decimal("10000000.00"), None, None]
    assert judged.good["capital_text"].to_list() == ["1,000(万元人民币)", "#(万美元)", None]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"area": "990000"}, "area '990000' is not known"),
        ({"kind": "recognitions"}, "programme None is not one of high_tech"),
        ({"kind": "recognitions", "programme": "unicorn"}, "programme 'unicorn'"),
        ({"profile": "nowhere"}, "no 'nowhere'"),
    ],
)
def test_unknown_words_in_the_metadata_refuse_the_file(tmp_path, change, says):
    facts = {"kind": "market_entities", "area": "140000", "as_of": date(2023, 6, 30), "publisher": "样例"} | change
    path = tmp_path / "register.csv"
    path.write_text(table(ROWS), encoding="utf-8")
    with pytest.raises(Refused, match=says):
        JudgedExtract(path, ExtractMetadata(**facts))


def test_an_extract_of_a_zone_is_known(judge):
    zone = ExtractMetadata(kind="market_entities", area="149900", as_of=date(2023, 6, 30), publisher="样例")
    assert judge(table(ROWS), metadata=zone).good.height == 3
    assert MARKET.profile == "default"
