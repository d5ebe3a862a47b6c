"""The landed tables as Parquet, for an engine that cannot read the warehouse. Whole or not at all."""

import shutil
from pathlib import Path

import duckdb
import yaml

from schemas.errors import ZhanbiError


def hand_over(connection: duckdb.DuckDBPyConnection, sources: Path, folder: Path) -> int:
    """Write every table that the models read (dbt's `sources`) to folder/schema/table; how many rows they have.

    Personal data never leave raw.
    """
    building = folder.with_name(f".{folder.name}.building")
    shutil.rmtree(building, ignore_errors=True)  # of a run that was killed
    rows = 0
    for schema, table in _tables(sources):
        place = building / schema / table
        place.mkdir(parents=True)
        columns = "columns(c -> c <> 'personal')"
        rows += connection.execute(
            f"copy (select {columns} from {schema}.{table}) to '{place}/part-0.parquet' (format parquet)"
        ).fetchall()[0][0]
    shutil.rmtree(folder, ignore_errors=True)
    building.rename(folder)
    return rows


def verify(folder: Path) -> None:
    """Raises ZhanbiError that names the file that is no whole Parquet file: engines say only that there is one."""
    for file in sorted(folder.glob("*/*/*.parquet")):
        try:
            with duckdb.connect() as connection:
                connection.execute("select num_rows from parquet_file_metadata(?)", [str(file)]).fetchall()
        except duckdb.Error as error:
            raise ZhanbiError(
                f"{file}: half written, or damaged ({str(error).splitlines()[0]}). Nothing was built; run "
                "`zhanbi spark build` again, which writes it anew. 文件不完整，请重新运行。"
            ) from error


def _tables(sources: Path) -> list[tuple[str, str]]:
    declared = yaml.safe_load(sources.read_text(encoding="utf-8"))["sources"]
    return [(source.get("schema", source["name"]), table["name"]) for source in declared for table in source["tables"]]
