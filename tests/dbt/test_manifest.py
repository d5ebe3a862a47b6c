"""The structure of the dbt project, read from its manifest."""

import json
import re
from pathlib import Path

import pytest

from flows.warehouse import built as build_state
from schemas.expectations import suites

ROOT = Path(__file__).resolve().parents[2]
READ_BY = {  # exposure: where its queries are written
    "figures_site": ["flows/site/*.py"],
    "shares_report": ["flows/commands/report.py"],
}
NAMES = {
    "staging": r"stg_zhanbi__[a-z]+(_[a-z]+)*",
    "intermediate": r"int_[a-z]+(_[a-z]+)*__[a-z]+(_[a-z]+)*",
    "marts": r"(?!stg_|int_)[a-z]+(_[a-z]+)*",
}
FEEDS = {
    "staging": {"source"},
    "intermediate": {"staging", "intermediate", "vocabulary"},
    "marts": {"staging", "intermediate", "marts", "vocabulary"},
}


@pytest.fixture(scope="module")
def manifest(invoke, folder) -> dict:
    assert invoke("parse").success
    return json.loads((folder / "target" / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def models(manifest) -> list[dict]:
    return [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]


def layer(unique_id: str, manifest: dict) -> str:
    return "source" if unique_id.startswith("source.") else manifest["nodes"][unique_id]["config"]["schema"]


def test_each_layer_reads_only_what_lies_before_it(models, manifest):
    for model in models:
        read = {layer(parent, manifest) for parent in model["depends_on"]["nodes"]}
        assert read <= FEEDS[model["config"]["schema"]], model["name"]


def test_every_raw_table_has_one_staging_view(manifest, models):
    sources = {source["name"] for source in manifest["sources"].values()}
    assert {model["name"] for model in models if model["config"]["schema"] == "staging"} == {
        f"stg_zhanbi__{s}" for s in sources
    }


def test_names_follow_the_grammar(models):
    for model in models:
        assert re.fullmatch(NAMES[model["config"]["schema"]], model["name"]), model["name"]


def test_each_model_has_one_yml_of_its_own(models):
    files = [model["patch_path"] for model in models]
    assert None not in files and len(set(files)) == len(models)
    assert all(Path(model["patch_path"]).stem == model["name"] for model in models)


def test_each_model_says_what_a_row_is_its_key_its_source_and_its_limits(models):
    for model in models:
        described = model["description"]
        for word in ("一行", "One row is", "key is", "Limits"):
            assert word in described, (model["name"], word)


def test_every_column_of_a_mart_is_described_in_both_languages_and_under_contract(models):
    for mart in (model for model in models if model["config"]["schema"] == "marts"):
        assert mart["contract"]["enforced"], mart["name"]
        stated = [*mart["constraints"], *(c for column in mart["columns"].values() for c in column["constraints"])]
        assert any(constraint["type"] == "primary_key" for constraint in stated), mart["name"]
        for column in mart["columns"].values():
            assert re.search(r"[一-鿿]", column["description"]), (mart["name"], column["name"])
            assert re.search(r"[A-Za-z]{2}", column["description"]), (mart["name"], column["name"])


def test_every_model_that_has_a_key_of_its_own_is_tested(models, manifest):
    tested = {
        parent
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test"
        for parent in node["depends_on"]["nodes"]
    }
    unit_tested = {parent for test in manifest["unit_tests"].values() for parent in test["depends_on"]["nodes"]}
    keyed = {model["unique_id"] for model in models if model["config"]["contract"]["enforced"]}
    assert {model["unique_id"] for model in models} <= tested | unit_tested | keyed


def test_no_model_is_unused(models):
    read = {parent for model in models for parent in model["depends_on"]["nodes"]}
    unused = {
        model["name"] for model in models if model["unique_id"] not in read and model["config"]["schema"] != "marts"
    }
    assert unused == set()


def test_every_vocabulary_file_is_used(models, manifest):
    seeds = {node["unique_id"] for node in manifest["nodes"].values() if node["resource_type"] == "seed"}
    used = {
        parent
        for node in manifest["nodes"].values()
        if node["resource_type"] != "seed" and node.get("attached_node") not in seeds
        for parent in node["depends_on"]["nodes"]
    }
    assert seeds <= used


def test_a_build_knows_of_every_source_whether_it_changed(manifest):
    assert {
        f"{source['source_name']}.{source['name']}" for source in manifest["sources"].values()
    } == build_state.ROWS.keys()


def test_what_is_expected_to_arrive_has_a_freshness(manifest):
    expected = {
        source["name"]: source["freshness"]["warn_after"]["period"]
        for source in manifest["sources"].values()
        if source["loaded_at_field"]
    }
    assert expected == {"documents": "day", "extracts": "day"}


def test_freshness_can_be_asked(built, invoke):
    done = invoke("source", "freshness")
    assert done.success, done.exception
    assert {(result.node.name, result.status) for result in done.result.results} == {
        ("documents", "warn"),
        ("extracts", "warn"),
    }


@pytest.fixture(scope="module")
def exposed(manifest) -> dict[str, set[str]]:
    """What each exposure depends on."""
    return {
        exposure["name"]: {name.split(".")[-1] for name in exposure["depends_on"]["nodes"]}
        for exposure in manifest["exposures"].values()
    }


def test_the_snapshot_exposes_every_mart_and_nothing_else(models, exposed):
    assert exposed["snapshot"] == {model["name"] for model in models if model["config"]["schema"] == "marts"}


def test_the_quality_pages_expose_the_marts_that_have_suites(exposed):
    assert exposed["quality_pages"] == suites().keys()


@pytest.mark.parametrize("name", READ_BY)
def test_an_exposure_names_the_marts_that_its_queries_read(exposed, name):
    code = "\n".join(path.read_text(encoding="utf-8") for pattern in READ_BY[name] for path in ROOT.glob(pattern))
    read = set(re.findall(r"\b(?:from|join) ([a-z_]+)", code))
    assert exposed[name] == read & exposed["snapshot"], "mend dbt_project/models/exposures.yml"


def test_every_exposure_says_in_both_languages_what_it_is(manifest):
    for exposure in manifest["exposures"].values():
        assert re.search(r"[一-鿿]", exposure["description"]) and re.search(r"[A-Za-z]{4}", exposure["description"])
        assert exposure["owner"]["name"] and exposure["type"]
