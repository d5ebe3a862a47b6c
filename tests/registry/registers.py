"""Small register files, made by hand."""

import csv
import io
from datetime import date
from pathlib import Path

import polars as pl
import pyarrow as pa

from flows.registry.extract import Extract
from schemas.errors import Refused
from schemas.sidecars import ExtractMetadata

HEADER = ["统一社会信用代码", "企业名称", "主体类型", "登记状态", "成立日期", "注销日期", "登记机关代码", "法定代表人"]
# check digits by python-stdnum
ROWS = [
    ["91110000600037341L", "样例一有限公司", "企业", "存续", "2015-03-01", "", "149900", "王某甲"],
    ["91140105000000002E", "样例二便利店", "个体工商户", "注销", "2016-03-01", "2020-01-01", "140105", "李某乙"],
    ["91140105000000003H", "样例三合作社", "农民专业合作社", "存续", "2017/3/1", "", "140105", "张某丙"],
]
MARKET = ExtractMetadata(kind="market_entities", area="140000", as_of=date(2023, 6, 30), publisher="样例")
LIST = ExtractMetadata(
    kind="recognitions", area="140000", as_of=date(2023, 9, 30), publisher="样例", programme="high_tech"
)


class JudgedExtract:
    """A whole file after judging."""

    def __init__(self, path: Path, metadata: ExtractMetadata) -> None:
        extract = Extract(path, metadata)
        parts = list(extract.batches())
        if refusal := extract.refusal():
            raise Refused(f"{path.name}: {refusal}.")
        self.good = pl.concat(plain(part.good) for part in parts)
        self.refused = pl.concat(part.refused for part in parts).sort("row_number")
        self.rows_read = extract.rows_read
        self.reasons = dict(extract.reasons)
        self.column_names = extract.columns.names
        self.unknown_columns = extract.columns.unknown
        self.personal_columns = extract.columns.personal


def plain(rows: pa.Table) -> pl.DataFrame:
    """Without dictionaries."""
    columns = {name: column.combine_chunks() for name, column in zip(rows.column_names, rows.columns, strict=True)}
    columns = {
        name: column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
        for name, column in columns.items()
    }
    return pl.DataFrame({name: pl.from_arrow(column) for name, column in columns.items()})


def table(rows: list[list[str]], header: list[str] | None = None) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header or HEADER, *rows])
    return text.getvalue()


def changed(row: int, **values: str) -> list[list[str]]:
    """The rows with some fields of one row (from 1) changed."""
    rows = [list(fields) for fields in ROWS]
    for name, value in values.items():
        rows[row - 1][HEADER.index(name)] = value
    return rows


def reasons(judged: JudgedExtract) -> dict[int, list[str]]:
    """Row number -> codes of its reasons."""
    return {
        row["row_number"]: sorted(reason.split(":")[0] for reason in row["reasons"])
        for row in judged.refused.iter_rows(named=True)
    }
