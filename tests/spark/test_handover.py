"""What an engine gets to read: every source of the models, whole, and no personal data."""

import duckdb
import pytest

from flows.settings import ROOT
from flows.spark.build import SOURCES
from flows.spark.handover import hand_over, verify
from schemas.errors import ZhanbiError
from tests.dbt.raw_rows import fill

READ = {"raw": "attempts decisions documents extracts link_decisions observations quarantine recognition_links recognitions",
        "history": "entity_versions published_figures"}  # fmt: skip
DECLARED = ROOT / "dbt_project" / SOURCES


@pytest.fixture(scope="module")
def warehouse():
    with duckdb.connect() as connection:
        connection.execute((ROOT / "flows" / "warehouse" / "schema.sql").read_text(encoding="utf-8"))
        fill(connection)
        yield connection


def test_every_source_is_there_without_personal_data(warehouse, tmp_path):
    given = hand_over(warehouse, DECLARED, tmp_path / "landed")
    verify(tmp_path / "landed")
    handed = {
        file.parent.name: duckdb.execute(f"select count(*) from '{file}'").fetchall()[0][0]
        for file in tmp_path.glob("landed/*/*/*")
    }
    assert handed["observations"] == warehouse.execute("select count(*) from raw.observations").fetchall()[0][0] > 0
    assert {(each.table, each.location) for each in given} == {
        (f"{schema}.{name}", str(tmp_path / "landed" / schema / name))
        for schema in READ
        for name in READ[schema].split()
    }
    assert len(handed) == len(given)
    columns = duckdb.execute(f"describe from '{tmp_path}/landed/raw/recognitions/*.parquet'").fetchall()
    assert "personal" not in {column[0] for column in columns} and "credit_code" in {column[0] for column in columns}


def test_what_a_killed_run_left_is_never_read(warehouse, tmp_path):
    torn = tmp_path / ".landed.building" / "raw" / "documents" / "torn.parquet"
    torn.parent.mkdir(parents=True)
    torn.write_bytes(b"PAR1")
    hand_over(warehouse, DECLARED, tmp_path / "landed")
    assert not torn.exists() and not list(tmp_path.glob("landed/**/torn.parquet"))


def test_a_half_written_file_is_named(warehouse, tmp_path):
    hand_over(warehouse, DECLARED, tmp_path / "landed")
    file = tmp_path / "landed" / "raw" / "documents" / "part-0.parquet"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises(ZhanbiError, match=r"documents/part-0.parquet: half written"):
        verify(tmp_path / "landed")
