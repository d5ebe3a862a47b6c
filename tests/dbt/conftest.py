"""A warehouse filled by hand and built once by dbt, in process, for all tests of this folder."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt_common.events.base_types import EventMsg

from flows.matching import match_recognitions
from tests.dbt.raw_rows import fill

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "dbt_project"
Query = Callable[[str], list[dict[str, object]]]


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("dbt")


@pytest.fixture(scope="session")
def said() -> list[EventMsg]:
    """Every event that dbt fired."""
    return []


@pytest.fixture(scope="session")
def invoke(folder, said) -> Callable[..., dbtRunnerResult]:
    """Run a dbt command on the warehouse of these tests."""

    def run(*command: str) -> dbtRunnerResult:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("ZHANBI_WAREHOUSE", str(folder / "zhanbi.duckdb"))
            patch.setenv("DO_NOT_TRACK", "1")
            places = [
                "--project-dir",
                str(PROJECT),
                "--profiles-dir",
                str(PROJECT),
                "--target-path",
                str(folder / "target"),
            ]
            result = dbtRunner(callbacks=[said.append]).invoke(
                ["--quiet", "--log-path", str(folder / "logs"), *command, *places]
            )
        DuckDBConnectionManager.close_all_connections()  # it would keep the file open in this process
        return result

    return run


@pytest.fixture(scope="session")
def built(folder, invoke) -> dbtRunnerResult:
    """`dbt build` over the rows of raw_rows.py."""
    with duckdb.connect(str(folder / "zhanbi.duckdb")) as connection:
        connection.execute((ROOT / "flows" / "warehouse" / "schema.sql").read_text(encoding="utf-8"))
        fill(connection)
        match_recognitions(connection)
    return invoke("build")


@pytest.fixture(scope="session")
def query(built, folder) -> Query:
    """Rows of the built warehouse as dictionaries."""

    def run(sql: str) -> list[dict[str, object]]:
        with duckdb.connect(str(folder / "zhanbi.duckdb"), read_only=True) as connection:
            connection.execute("use marts")
            cursor = connection.execute(sql)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    return run
