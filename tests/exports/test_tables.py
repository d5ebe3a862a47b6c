"""Parquet read back by polars, CSV by frictionless and by Python's own reader."""

import csv
import json

import polars as pl
import pytest

from flows.exports.tables import write_csv, write_parquet
from tests.exports.conftest import FORMULA

pytestmark = pytest.mark.xdist_group("dbt")


def test_parquet_has_every_row_as_it_is_and_says_where_it_is_from(source, tmp_path):
    paths = write_parquet(source, tmp_path / "out")
    assert {path.stem for path in paths} == {table.name for table in source.tables}
    for table in source.tables:
        ((count,),) = source.connection.execute(f"select count(*) from {table.name}").fetchall()
        assert len(pl.read_parquet(tmp_path / "out" / f"{table.name}.parquet")) == count
    path = tmp_path / "out" / "dim_document.parquet"
    assert set(pl.read_parquet(path)["title"]) == {FORMULA}
    about = pl.read_parquet_metadata(path)
    assert about["snapshot"] == "f" * 64 and about["snapshot_sha256"] == source.sha256
    assert "SYNTHETIC" in about["synthetic"] and about["title"].startswith("公报")


def test_the_data_package_is_valid_and_describes_every_column(source, tmp_path):
    from frictionless import Package, system

    paths = write_csv(source, tmp_path / "out")
    assert paths[-1].name == "datapackage.json"
    with system.use_context(trusted=True):
        report = Package(str(paths[-1])).validate()
    assert report.valid, [task.errors for task in report.tasks if not task.valid][:3]
    assert {task.name for task in report.tasks} == {table.name for table in source.tables}
    package = json.loads(paths[-1].read_text(encoding="utf-8"))
    assert package["zhanbi:snapshot"]["snapshot_sha256"] == source.sha256
    assert "SYNTHETIC" in package["description"]
    (shares,) = (one for one in package["resources"] if one["name"] == "provincial_shares")
    assert shares["schema"]["primaryKey"] == ["share_id"]
    assert all(field["title"] and len(field["description"]) > 4 for field in shares["schema"]["fields"])


def test_text_that_acts_as_a_formula_is_quoted_and_numbers_stay(source, tmp_path):
    write_csv(source, tmp_path)
    with (tmp_path / "dim_document.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["title"] for row in rows} == {"'" + FORMULA}
    assert {row["file_name"] for row in rows} == {"'@SUM(1+1)"}
    with (tmp_path / "dim_entity.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["name"] for row in csv.DictReader(file)} == {"'" + FORMULA}
    with (tmp_path / "observations.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["breakdown"] for row in rows} == {"'-2+3"}
    assert not any(value[:1] in "=@\t" for row in rows for value in row.values() if value)
    ((expected,),) = source.connection.execute("select min(value) from observations").fetchall()
    assert min(float(row["value"]) for row in rows) == float(expected)


def test_a_file_that_is_there_is_replaced_whole_or_stays(source, tmp_path, monkeypatch):
    (tmp_path / "build_info.csv").write_text("old")
    monkeypatch.setattr("flows.exports.tables._flat", lambda *_: (_ for _ in ()).throw(RuntimeError("disk on fire")))
    with pytest.raises(RuntimeError):
        write_csv(source, tmp_path)
    assert [path.name for path in tmp_path.glob("*build_info*")] == ["build_info.csv"]
    assert (tmp_path / "build_info.csv").read_text() == "old"
    monkeypatch.undo()
    write_csv(source, tmp_path)
    assert (tmp_path / "build_info.csv").read_text(encoding="utf-8-sig").startswith("fingerprint,")
