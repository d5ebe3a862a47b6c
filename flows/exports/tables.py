"""Parquet, and CSV with a Frictionless data package: every table of the snapshot as it is."""

import json
import re
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet

from flows.exports.files import whole
from flows.exports.source import Source, Table
from flows.terminal import progress

_TYPES = {
    "VARCHAR": "string",
    "DATE": "date",
    "BOOLEAN": "boolean",
    "DOUBLE": "number",
    "TIMESTAMP WITH TIME ZONE": "datetime",
}
# a spreadsheet takes such text for a formula; numbers of a text column stay
_FORMULA = r"^[=+\-@\t\r]"
_NUMBER = r"^[+-]?[\d.,]+[%％]?$"
ESCAPED = (
    "以 = + - @ 开头的文本前加单引号 '，以免被表格软件当作公式；原样见 Parquet。 "
    "Text that begins with = + - @ has a ' before it, so that no spreadsheet takes it for a formula; Parquet has it as it is."
)


def write_parquet(source: Source, folder: Path) -> list[Path]:
    """One file a table; its metadata say which snapshot it is from and what the table is."""
    paths = []
    for table in progress(source.tables, "Parquet"):
        rows = source.connection.table(table.name).to_arrow_table()
        about = {**source.label, "title": table.zh, "description": table.en}
        path = folder / f"{table.name}.parquet"
        with whole(path) as building:
            pyarrow.parquet.write_table(rows.replace_schema_metadata(about), building, compression="zstd")
        paths.append(path)
    return paths


def write_csv(source: Source, folder: Path) -> list[Path]:
    """One file a table, and datapackage.json that describes each column; the package is written last."""
    paths = []
    for table in progress(source.tables, "CSV"):
        path = folder / f"{table.name}.csv"
        with whole(path) as building:
            _flat(source, table).write_csv(building, include_bom=True)
        paths.append(path)
    package = folder / "datapackage.json"
    with whole(package) as building:
        building.write_text(json.dumps(_package(source), ensure_ascii=False, indent=1), encoding="utf-8")
    return [*paths, package]


def _flat(source: Source, table: Table) -> pl.DataFrame:
    """The rows as CSV can hold them: lists as JSON, no text that acts as a formula."""
    columns = [
        f'to_json("{column.name}")::varchar as "{column.name}"' if column.type.endswith("[]") else f'"{column.name}"'
        for column in table.columns
    ]
    frame: pl.DataFrame = source.connection.sql(f"select {', '.join(columns)} from {table.name}").pl()
    text = pl.col(pl.String)
    acts = text.str.contains(_FORMULA) & ~text.str.contains(_NUMBER)
    return frame.with_columns(pl.when(acts).then("'" + text).otherwise(text).name.keep())


def _package(source: Source) -> dict[str, Any]:
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "zhanbi",
        "title": "占比：开发区公报中的数与名册核对 / figures of development zones checked against registers",
        "description": " ".join(filter(None, [source.label.get("synthetic"), ESCAPED])),
        "created": source.built_at.isoformat(timespec="seconds"),
        "version": source.version,
        "zhanbi:snapshot": source.label,
        "resources": [_resource(table) for table in source.tables],
    }


def _resource(table: Table) -> dict[str, Any]:
    fields = [
        {
            "name": column.name,
            "type": _field_type(column.type),
            "title": re.split("[：。，；（]", column.zh)[0],
            "description": f"{column.zh} {column.en}",
            # of text, CSV cannot tell empty from missing
            **({"constraints": {"required": True}} if column.required and column.type != "VARCHAR" else {}),
            **({"format": "any"} if column.type.startswith("TIMESTAMP") else {}),
        }
        for column in table.columns
    ]
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "title": table.zh.split("：")[0],
        "description": f"{table.zh}\n\n{table.en}",
        "schema": {"fields": fields, **({"primaryKey": table.key} if table.key else {})},
    }


def _field_type(duckdb_type: str) -> str:
    if duckdb_type.endswith("[]"):
        return "array"
    if duckdb_type.startswith("DECIMAL"):
        return "number"
    return _TYPES.get(duckdb_type, "integer")
