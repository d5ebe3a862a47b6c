"""The command as a user runs it: in a process of its own."""

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.flows.conftest import SEED

ZHANBI = Path(sys.executable).with_name("zhanbi")
WATCH = """
import runpy, sys
sys.argv = ["zhanbi", "read", sys.argv[1], "--area", "山西转型综改示范区", "--published", "2023-08-01"]
try:
    runpy.run_module("flows.cli", run_name="flows.cli")["main"]()
except SystemExit:
    heavy = {"prefect", "dbt", "duckdb", "pandera", "polars", "pandas"} & {name.split(".")[0] for name in sys.modules}
    print("heavy:", *heavy, file=sys.stderr)
"""


def zhanbi(*arguments, data: Path | None = None, **settings: str) -> subprocess.CompletedProcess:
    environment = os.environ | settings | ({"ZHANBI_DATA": str(data)} if data else {})
    return subprocess.run([ZHANBI, *arguments], capture_output=True, text=True, env=environment, timeout=600)


def test_every_subcommand_has_help():
    listed = zhanbi("--help").stdout
    for command in ("run", "serve", "read", "shares", "sql", "docs", "sample", "status"):
        assert command in listed
        shown = zhanbi(command, "--help")
        assert shown.returncode == 0
        assert "Usage: zhanbi" in shown.stdout


def test_read_prints_the_seed_as_json_lines():
    done = zhanbi("read", str(SEED), "--area", "山西转型综改示范区", "--published", "2023-08-01", "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    figures = {row["span_start"]: row for row in map(json.loads, done.stdout.splitlines())}
    share = figures[SEED.read_text(encoding="utf-8").index("21.2%")]
    assert (share["reported_value"], share["reported_unit"], share["measure"]) == (21.2, "%", "share")
    assert (share["programme"], share["reference"], share["ref_area"]) == ("srdi_sme", "of:全省", "self")
    assert share["period_end"] == "2023-06-30"
    assert (Decimal(str(share["value_low"])), Decimal(str(share["value_high"]))) == (Decimal("21.15"), Decimal("21.25"))


def test_read_takes_area_and_date_from_the_sidecar():
    assert (
        zhanbi("read", str(SEED)).stdout
        == zhanbi("read", str(SEED), "--area", "山西转型综改示范区", "--published", "2023-08-01").stdout
    )


def test_read_without_metadata_says_what_is_missing(tmp_path):
    path = tmp_path / "bare.txt"
    path.write_text("1-6月份，全区地区生产总值完成397.86亿元。", encoding="utf-8")
    done = zhanbi("read", str(path), "--area", "某区")
    assert done.returncode == 2
    assert "--published" in done.stderr
    assert "Traceback" not in done.stderr


def test_read_of_an_unreadable_file_is_refused_without_a_traceback(tmp_path):
    path = tmp_path / "empty.txt"
    path.write_bytes(b"")
    done = zhanbi("read", str(path), "--area", "某区", "--published", "2023-08-01")
    assert done.returncode == 3
    assert "empty.txt" in done.stderr
    assert "Traceback" not in done.stderr


def test_read_imports_neither_the_orchestrator_nor_the_warehouse():
    done = subprocess.run([sys.executable, "-c", WATCH, str(SEED)], capture_output=True, text=True, timeout=60)
    assert done.stderr.split("heavy:")[1].split() == []


def test_help_imports_no_library_but_its_own():
    done = subprocess.run(
        [sys.executable, "-c", "import sys, flows.cli; print(*sys.modules)"], capture_output=True, text=True, timeout=60
    )
    heavy = {"pydantic", "rich", "duckdb", "msgspec", "numpy", "polars", "prefect", "dbt", "yaml"}
    assert heavy & {name.split(".")[0] for name in done.stdout.split()} == set()


@pytest.mark.parametrize("form", ["csv", "table"])
def test_read_in_other_forms(form):
    done = zhanbi("read", str(SEED), "--format", form)
    assert done.returncode == 0
    assert "397.86" in done.stdout


def test_explain_shows_the_sentence_before_its_figures():
    shown = zhanbi("read", str(SEED), "--explain").stdout
    assert shown.index("全区高新技术企业1040家，占全省的26.6%。") < shown.index("of:全省")


@pytest.mark.parametrize("arguments", [("shares",), ("sql", "select 1")])
def test_asking_before_anything_is_published_says_what_to_run(tmp_path, arguments):
    done = zhanbi(*arguments, data=tmp_path)
    assert done.returncode == 2
    assert "zhanbi run" in done.stderr


def test_status_of_an_empty_house(tmp_path):
    done = zhanbi("status", data=tmp_path)
    assert done.returncode == 0
    assert "nothing landed yet" in done.stdout


def test_a_wrong_setting_is_named(tmp_path):
    done = zhanbi("status", data=tmp_path, ZHANBI_LOCK_WAIT_SECONDS="soon")
    assert done.returncode == 2
    assert "ZHANBI_LOCK_WAIT_SECONDS='soon'" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("statement", ["drop table observations", "select * from '/etc/passwd'", "select nothing"])
def test_a_query_that_cannot_be_answered_is_wrong_use(tmp_path, statement):
    published = tmp_path / "published" / "zhanbi.duckdb"
    published.parent.mkdir()
    with duckdb.connect(str(published)) as connection:
        connection.execute("create table observations as select 1 as x")
    done = zhanbi("sql", statement, data=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "│ 1 │" in zhanbi("sql", "select x from observations", data=tmp_path).stdout


def test_the_definitions_can_be_read_before_anything_has_landed(tmp_path):
    done = zhanbi("docs", data=tmp_path)
    assert done.returncode == 0, done.stderr
    page = tmp_path / "site" / "docs" / "index.html"
    assert str(page) in done.stdout.replace("\n", "")
    assert json.dumps("高新技术企业").strip(chr(34)) in page.read_text(encoding="utf-8")
