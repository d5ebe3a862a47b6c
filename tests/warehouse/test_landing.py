from datetime import UTC, datetime

import duckdb
import polars as pl
import pytest

from flows.warehouse.connection import writer
from flows.warehouse.landing import Attempt, already_landed, land, record

NONE_REFUSED = pl.DataFrame(schema={"row_number": pl.Int64, "raw": pl.String, "reasons": pl.List(pl.String)})
NOW = datetime(2023, 8, 1, tzinfo=UTC)


def attempt(outcome="landed", input_id="e1"):
    return Attempt(
        file_name="list.csv",
        outcome=outcome,
        message="",
        started_at=NOW,
        version="0",
        kind="recognitions",
        input_id=input_id,
        metadata_hash="m1",
    )


def extract_row(rows=1):
    return pl.DataFrame(
        {
            "extract_id": ["e1"],
            "file_name": ["list.csv"],
            "kind": ["recognitions"],
            "programme": ["high_tech"],
            "area_code": ["140000"],
            "as_of": [NOW.date()],
            "profile": ["default"],
            "synthetic": [True],
            "metadata_hash": ["m1"],
            "rows_read": [rows],
            "rows_landed": [rows],
            "rows_quarantined": [0],
            "column_names": ["{}"],
            "unknown_columns": [["备注"]],
            "landed_at": [NOW],
        }
    )


def recognition(**changed):
    row = {"extract_id": "e1", "row_number": 1, "programme": "high_tech", "name": "合成企业", "valid_from": NOW.date()}
    return pl.DataFrame([row | changed])


@pytest.fixture
def connection(tmp_path):
    with writer(tmp_path / "w.duckdb") as opened:
        yield opened


def count(connection, table):
    return connection.execute(f"select count(*) from raw.{table}").fetchone()[0]


def test_an_input_lands_with_its_quarantine_and_its_attempt(connection):
    refused = pl.DataFrame({"row_number": [2], "raw": ['{"name": ""}'], "reasons": [["name_missing", "not_a_date"]]})
    land(connection, attempt(), {"extracts": extract_row(), "recognitions": recognition()}, refused)
    assert [count(connection, t) for t in ("extracts", "recognitions", "quarantine", "attempts")] == [1, 1, 1, 1]
    assert connection.execute("select reasons, state, row_number from raw.quarantine").fetchone() == (
        ["name_missing", "not_a_date"],
        "open",
        2,
    )
    assert already_landed(connection, "e1", "m1") == "list.csv"
    assert already_landed(connection, "e1", "other metadata") is None


def test_a_landing_that_fails_half_way_leaves_nothing(connection):
    without_date = recognition(valid_from=None)
    with pytest.raises(duckdb.ConstraintException):
        land(connection, attempt(), {"extracts": extract_row(), "recognitions": without_date}, NONE_REFUSED)
    assert [count(connection, t) for t in ("extracts", "recognitions", "quarantine", "attempts")] == [0, 0, 0, 0]
    land(connection, attempt(), {"extracts": extract_row(), "recognitions": recognition()}, NONE_REFUSED)
    assert count(connection, "recognitions") == 1


def test_a_refused_input_leaves_an_attempt_only(connection):
    record(connection, attempt("refused", input_id=None))
    assert [count(connection, t) for t in ("extracts", "attempts")] == [0, 1]
