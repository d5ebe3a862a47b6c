"""The metrics: each defined, explained with a real sentence, and equal to what is worked out by hand on section 五 of the seed."""

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from flows.warehouse import metric_views
from flows.warehouse.snapshot import publish
from tests.conftest import PROJECT
from tests.dbt.raw_rows import DOCTORED, SEED, TEXT

pytestmark = pytest.mark.xdist_group("dbt")
QUOTED = r"“(?:[^“”]|“[^”]*”)*”"
ZONE = "山西转型综改示范区"
BY_AREA = f"area = '{ZONE}' and day = '2023-06-30'"
REGISTERS = f"{BY_AREA} and basis = 'registers'"
BY_HAND = [  # metric, where, value: from the sentences of section 五 and the registers of raw_rows.py
    ("high_tech_firms", BY_AREA, 1040),
    ("srdi_sme_firms", BY_AREA, 447),
    ("little_giant_provincial_firms", BY_AREA, 94),
    ("little_giant_national_firms", BY_AREA, 35),
    ("little_giant_national_key_firms", BY_AREA, 7),
    ("market_entities", BY_AREA, 52692),
    ("enterprises", BY_AREA, 40136),
    ("market_entities", "area = '山西省' and day = '2023-06-30'", 500000),
    ("share_of_province_pct", f"{REGISTERS} and indicator = 'srdi_sme_firms'", 100 * 447 / 2113),
    ("published_share_pct", f"{REGISTERS} and indicator = 'high_tech_firms'", 26.6),
    ("share_distance_pp", f"{REGISTERS} and indicator = 'srdi_sme_firms'", -0.045244),
    ("share_agreement_rate_pct", REGISTERS, 100),
    ("agreeing_shares", f"{BY_AREA} and basis = 'bulletin'", 4),
    ("judged_shares", f"{BY_AREA} and basis = 'bulletin'", 4),
    ("enterprise_share_pct", REGISTERS, 100 * 40136 / 52692),
    ("enterprise_gap_pp", REGISTERS, 49.000956),
    ("tax_registered_share_pct", f"{BY_AREA} and basis = 'bulletin'", 97.24),
    ("claims_agreeing", f"document_id = '{SEED}' and kind = 'share' and basis = 'bulletin'", 4),
    ("audit_agreement_rate_pct", f"document_id = '{SEED}' and kind = 'share' and basis = 'bulletin'", 100),
    ("figures_read", f"document_id = '{SEED}'", 19),
    ("figures_named_rate_pct", f"document_id = '{SEED}'", 100),
    ("figures_read", f"document_id = '{DOCTORED}'", 13),
    ("rows_quarantined", "kind = 'market_entities'", 1),
    ("quarantine_rate_pct", "kind = 'market_entities'", 50),  # one row landed, one refused
]


@pytest.fixture(scope="module")
def manifest(invoke, folder) -> dict:
    assert invoke("parse").success
    return json.loads((folder / "target" / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def metrics(manifest) -> dict[str, dict]:
    return {metric["name"]: metric for metric in manifest["metrics"].values()}


@pytest.fixture(scope="module")
def snapshot(built, folder) -> Path:
    path = folder / "published" / "zhanbi.duckdb"
    views = metric_views.FILE.read_text(encoding="utf-8")
    publish(folder / "zhanbi.duckdb", path, fingerprint="f", version="0", views=views)
    return path


def test_every_metric_is_explained_in_both_languages(metrics):
    assert len(metrics) >= 25
    for name, metric in metrics.items():
        for word in (
            "定义",
            "公式",
            "单位",
            "来源",
            "局限",
            "Definition",
            "Formula",
            "Unit",
            "Source",
            "Limits",
            "例 / worked example",
        ):
            assert f"**{word}**" in metric["description"], (name, word)


def test_examples_quote_the_seed(metrics):
    text = TEXT.read_text(encoding="utf-8")
    for name, metric in metrics.items():
        for quote in re.findall(QUOTED, example_of(metric)):
            assert quote[1:-1] in text, (name, quote)


def test_every_metric_has_a_worked_example_but_what_the_clock_decides(metrics):
    assert {name for name, metric in metrics.items() if "example" not in metric["config"]["meta"]} == {
        "bulletin_age_days"
    }


def test_a_worked_example_is_what_the_metric_makes_of_the_rows_its_unit_test_expects(manifest, metrics, snapshot):
    """The unit test proves the rows, the view is the metric: so explanation, test and formula cannot part."""
    views = dict(re.findall(r"create view metric_(\w+) as\n(.*?;)\n", metric_views.FILE.read_text("utf-8"), re.DOTALL))
    tests = {test["name"]: test for test in manifest["unit_tests"].values()}
    for name, metric in metrics.items():
        if "example" not in metric["config"]["meta"]:
            continue
        mart = re.search(r'(?i)from "?(\w+)"?', views[name])[1]
        test = tests[metric["config"]["meta"]["example"]]
        fed_by = manifest["nodes"][f"model.zhanbi.{mart}"]["depends_on"]["nodes"]
        assert test["model"] == mart or f"model.zhanbi.{test['model']}" in fed_by, (name, test["name"])
        values = made_of(views[name], mart, test["expect"]["rows"], snapshot)
        assert any(value == pytest.approx(stated(metric), abs=1e-6) for value in values), (name, stated(metric), values)


def example_of(metric: dict) -> str:
    return metric["description"].split("worked example**：")[1]


def stated(metric: dict) -> float:
    """What the explanation says comes out: the last number beside the quotes, before a remark in parentheses."""
    told = re.sub(r" \([^()]*\)\.?\s*$", "", re.sub(QUOTED, "", example_of(metric)))
    return float(re.findall(r"[−-]?\d+(?:\.\d+)?", told)[-1].replace("−", "-"))


def made_of(view: str, mart: str, rows: list[dict], snapshot: Path) -> list[float]:
    """The values of a metric over these rows of a mart; a text or day that they do not show is the same in all."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{snapshot}' as snapshot (read_only)")
        connection.execute(f"create table {mart} as from snapshot.{mart} limit 0")
        types = dict(connection.execute(f"select column_name, column_type from (describe {mart})").fetchall())
        unseen = {"VARCHAR": "…", "DATE": date(2023, 6, 30), "TIMESTAMP WITH TIME ZONE": datetime(2023, 6, 30)}
        same = {column: unseen[kind] for column, kind in types.items() if kind in unseen}
        for row in rows:
            filled = same | row
            names = ", ".join(f'"{column}"' for column in filled)
            marks = ", ".join("?" * len(filled))
            connection.execute(f"insert into {mart} ({names}) values ({marks})", list(filled.values()))
        return [
            float(value)
            for (value,) in connection.execute(f"select value from ({view[:-1]})").fetchall()
            if value is not None
        ]


def test_the_views_are_what_metricflow_writes():
    assert metric_views.compiled() == metric_views.FILE.read_text(encoding="utf-8"), (
        "python -m flows.warehouse.metric_views"
    )


def test_each_metric_is_a_view_with_its_explanation(metrics, snapshot):
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        views = dict(connection.execute("select view_name, comment from duckdb_views() where not internal").fetchall())
        assert set(views) == {f"metric_{name}" for name in metrics}
        for name, comment in views.items():
            assert "定义" in comment and "Definition" in comment
            connection.execute(f"from {name}").fetchall()


@pytest.mark.parametrize(("metric", "where", "value"), BY_HAND)
def test_metrics_by_hand(snapshot, metric, where, value):
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        assert [
            float(row[0]) for row in connection.execute(f"select value from metric_{metric} where {where}").fetchall()
        ] == [pytest.approx(value, abs=1e-6)]


@pytest.mark.slow
def test_mf_query_answers_on_the_build(built, folder, tmp_path):
    project, answer = tmp_path / "dbt_project", tmp_path / "answer.csv"
    shutil.copytree(PROJECT, project, ignore=shutil.ignore_patterns("target", "logs"))
    environment = {**os.environ, "ZHANBI_WAREHOUSE": str(folder / "zhanbi.duckdb"), "DO_NOT_TRACK": "1"}
    bin_folder = Path(sys.executable).parent
    for command in (
        ["dbt", "--quiet", "parse", "--profiles-dir", "."],
        ["mf", "query", "--metrics", "high_tech_firms", "--group-by", "cohort__area,metric_time", "--csv", str(answer)],
    ):
        subprocess.run([bin_folder / command[0], *command[1:]], cwd=project, env=environment, check=True, timeout=240)
    assert f"{ZONE},1040" in answer.read_text(encoding="utf-8").replace(f"{date(2023, 6, 30)}T00:00:00,", "")
