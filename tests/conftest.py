"""A warehouse filled by hand, built once by dbt in process, and published: for all tests of group "dbt"."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

if TYPE_CHECKING:  # most tests do without dbt
    from dbt.cli.main import dbtRunnerResult
    from dbt_common.events.base_types import EventMsg

ROOT = Path(__file__).resolve().parents[1]
PROJECT = ROOT / "dbt_project"
Query = Callable[[str], list[dict[str, object]]]


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("dbt")


@pytest.fixture(scope="session")
def said() -> "list[EventMsg]":
    """Every event that the build fired."""
    return []


@pytest.fixture(scope="session")
def invoke(folder, said) -> "Callable[..., dbtRunnerResult]":
    """Run a dbt command on the warehouse of these tests."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    def run(*command: str) -> "dbtRunnerResult":
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
            result = dbtRunner(callbacks=[said.append] if command == ("build",) else []).invoke(
                ["--quiet", "--log-path", str(folder / "logs"), *command, *places]
            )
        DuckDBConnectionManager.close_all_connections()  # it would keep the file open in this process
        return result

    return run


@pytest.fixture(scope="session")
def built(folder, invoke) -> "dbtRunnerResult":
    """`dbt build` over the rows of raw_rows.py."""
    from flows.matching import match_recognitions
    from tests.dbt.raw_rows import fill

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


@pytest.fixture(scope="session")
def published(built, folder) -> Path:
    """The snapshot of that warehouse, with its views and macros."""
    from flows.warehouse import metric_views, snapshot

    path = folder / "published" / "zhanbi.duckdb"
    views = "\n".join(file.read_text(encoding="utf-8") for file in (metric_views.FILE, snapshot.MACROS))
    snapshot.publish(folder / "zhanbi.duckdb", path, fingerprint="f" * 64, version="0", views=views)
    return path
