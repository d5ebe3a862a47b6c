"""Equal means equal: one bad table a difference."""

import json
from pathlib import Path

import duckdb
import pytest

from flows.spark.compare import Compared, compare
from schemas.errors import UsageError, ZhanbiError

ROWS = "(values ('a', cast(1.10 as decimal(18, 6)), ['x', null]), ('b', null, []), ('b', null, [])) as t (id, share, flags)"


@pytest.fixture
def warehouse():
    with duckdb.connect() as connection:
        connection.execute(f"create schema marts; create table marts.shares as from {ROWS}")
        yield connection


def engine_has(folder: Path, query: str | None, *, made: bool = True) -> Path:
    """A folder as `zhanbi spark build` leaves it, with these rows of the one mart."""
    place = folder / "marts" / "shares"
    place.mkdir(parents=True)
    if query:
        duckdb.execute(f"copy ({query}) to '{place}/part-0.parquet'")
    results = [{"status": "success", "relation_name": "marts.shares"}] if made else []
    (folder / "run_results.json").write_text(json.dumps({"results": results}), encoding="utf-8")
    return folder


def compared(warehouse, folder: Path) -> Compared:
    (only,) = compare(warehouse, folder, ("marts",))
    return only


def test_the_same_rows_in_another_order_are_equal(warehouse, tmp_path):
    assert compared(warehouse, engine_has(tmp_path, f"from {ROWS} order by id desc")) == Compared(
        "marts.shares", 3, 0, 0, []
    )


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            f"select id, cast(share + 0.000001 as decimal(18, 6)) as share, flags from {ROWS}",
            "a: share Decimal('1.100000') in DuckDB, Decimal('1.100001') there",
        ),
        (
            f"select id, share, list_filter(flags, f -> f is not null) as flags from {ROWS}",
            "a: flags ['x', None] in DuckDB, ['x'] there",
        ),
        (f"select distinct * from {ROWS}", "b: only in DuckDB"),
        (f"from {ROWS} union all select 'c', null, null", "c: only in the engine"),
        (
            f"select id, cast(share as double) as share, flags from {ROWS}",
            "share: DECIMAL(18,6) in DuckDB, DOUBLE there",
        ),
        (f"select id, share from {ROWS}", "flags: VARCHAR[] in DuckDB, no such column there"),
        (f"select *, 1 as more from {ROWS}", "more: no such column in DuckDB, INTEGER there"),
        (None, "a: only in DuckDB"),
    ],
)
def test_each_difference_is_named(warehouse, tmp_path, query, said):
    found = compared(warehouse, engine_has(tmp_path, query))
    assert not found.equal
    assert any(line.startswith(said) for line in found.differences), found


def test_a_mart_that_was_not_built_is_a_difference(warehouse, tmp_path):
    assert compared(warehouse, engine_has(tmp_path, None, made=False)).differences == [
        "not built by the engine / 引擎未构建"
    ]


def test_an_empty_mart_needs_no_file(warehouse, tmp_path):
    warehouse.execute("delete from marts.shares")
    assert compared(warehouse, engine_has(tmp_path, None)).equal


def test_a_half_written_file_is_named(warehouse, tmp_path):
    file = engine_has(tmp_path, f"from {ROWS}") / "marts" / "shares" / "part-0.parquet"
    file.write_bytes(file.read_bytes()[:-9])
    with pytest.raises(ZhanbiError, match=r"shares/.*no whole Parquet file"):
        compared(warehouse, tmp_path)


def test_without_a_build_there_is_nothing_to_compare(warehouse, tmp_path):
    with pytest.raises(UsageError, match="zhanbi spark build"):
        compared(warehouse, tmp_path)
