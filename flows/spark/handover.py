"""What an engine that cannot read the warehouse reads instead: the lake, or Parquet written for it. Never personal data."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import duckdb
import yaml

from flows.lake.contents import recall
from flows.lake.place import Place
from flows.lake.tables import TABLES
from flows.lake.writing import standing
from flows.lake.writing import write as bring_up_lake
from schemas.errors import ZhanbiError


class Handed(NamedTuple):
    """A table that the models read (dbt's `sources`), and where the engine finds it."""

    table: str  # schema.name
    form: str  # parquet | delta
    location: str


def from_lake(
    connection: duckdb.DuckDBPyConnection, sources: Path, place: Place, notify: Callable[[str], None]
) -> list[Handed]:
    """The lake's own tables, brought to what the warehouse says; nothing is written twice."""
    bring_up_lake(connection, place, notify)
    source = {table.name: table.source for table in TABLES}
    lying = {source[each.table]: each.address for each in standing(place, recall(place))}
    return [Handed(table, "delta", lying[table]) for table in declared(sources)]


def hand_over(connection: duckdb.DuckDBPyConnection, sources: Path, folder: Path) -> list[Handed]:
    """Write every table to folder/schema/name. Whole or not at all."""
    building = folder.with_name(f".{folder.name}.building")
    shutil.rmtree(building, ignore_errors=True)  # of a run that was killed
    tables = declared(sources)
    for table in tables:
        place = building.joinpath(*table.split("."))
        place.mkdir(parents=True)
        columns = "columns(c -> c <> 'personal')"
        connection.execute(f"copy (select {columns} from {table}) to '{place}/part-0.parquet' (format parquet)")
    shutil.rmtree(folder, ignore_errors=True)
    building.rename(folder)
    return [Handed(table, "parquet", str(folder.joinpath(*table.split(".")))) for table in tables]


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


def declared(sources: Path) -> list[str]:
    """schema.name of every source in that yml."""
    found = yaml.safe_load(sources.read_text(encoding="utf-8"))["sources"]
    return [f"{source.get('schema', source['name'])}.{table['name']}" for source in found for table in source["tables"]]
