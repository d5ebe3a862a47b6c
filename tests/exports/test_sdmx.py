"""SDMX read back: by sdmx1, by the readers of pysdmx, which wrote it, and the structure by lxml for both languages."""

import csv
from pathlib import Path

import pytest
import sdmx
import yaml
from lxml import etree
from pysdmx.io import read_sdmx

from flows.exports.sdmx import write_sdmx
from tests.exports.conftest import PATH

MARTS = Path(__file__).parents[2] / "dbt_project" / "models" / "marts"
pytestmark = pytest.mark.xdist_group("dbt")


@pytest.fixture
def written(source, tmp_path):
    write_sdmx(source, tmp_path / "sdmx")
    return tmp_path / "sdmx"


def test_the_structure_is_valid_and_names_indicators_in_both_languages(written):
    message = read_sdmx(written / "structure.xml", validate=True)
    lists = {codes.id: codes for codes in message.get_codelists()}
    assert lists["CL_INDICATOR"]["high_tech_firms"].name
    (shares,) = (one for one in message.get_data_structure_definitions() if one.id == "DSD_SHARES")
    assert [one.id for one in shares.components.dimensions] == [
        "REF_AREA",
        "INDICATOR",
        "BASIS",
        "SHARE_ID",
        "TIME_PERIOD",
    ]
    assert {flow.id for flow in message.get_dataflows()} == {"SHARES", "FIGURES"}
    assert all("SYNTHETIC" in flow.description for flow in message.get_dataflows())
    tree = etree.parse(written / "structure.xml")
    names = {
        name.get("{http://www.w3.org/XML/1998/namespace}lang"): name.text
        for name in tree.xpath("//*[local-name()='Code'][@id='high_tech_firms']/*[local-name()='Name']")
    }
    assert names["zh"] == "高新技术企业数" and names["en"].isascii()
    assert tree.xpath("//*[local-name()='Code'][@id='149900']/*[local-name()='Name'][@*='zh']")[0].text == PATH


def test_every_share_is_an_observation_with_its_verdict(source, written):
    (data,) = read_sdmx(written / "SHARES.csv").data
    assert data.short_urn == "Dataflow=ZHANBI:SHARES(1.0)"
    expected = source.connection.execute(
        "select share_id, share_pct::double, verdict from provincial_shares where indicator is not null and area_code is not null"
    ).fetchall()
    values = {row["SHARE_ID"]: row for row in data.data.to_dict("records")}
    assert set(values) == {share for share, *_ in expected}
    for share, value, verdict in expected:
        assert values[share]["VERDICT"] == verdict
        if value is not None:
            assert float(values[share]["OBS_VALUE"]) == pytest.approx(value)


def test_another_library_reads_the_structure_and_by_it_the_data(written):
    structure = sdmx.read_sdmx(written / "structure.xml")
    names = structure.codelist["CL_INDICATOR"]["high_tech_firms"].name.localizations
    assert names["zh"] == "高新技术企业数" and names["en"].isascii()
    for flow in ("SHARES", "FIGURES"):
        path = written / f"{flow}.csv"
        (data,) = sdmx.read_sdmx(path, structure=structure.dataflow[flow].structure).data
        with path.open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        keys = [each.id for each in data.structured_by.dimensions]
        found = [([str(one.key[key].value) for key in keys], one.value) for one in data.obs]
        assert found and found == [([row[key] for key in keys], row["OBS_VALUE"]) for row in rows]


def test_every_code_of_the_data_is_in_its_code_list_and_no_key_twice(written):
    lists = {one.id: {code.id for code in one.items} for one in read_sdmx(written / "structure.xml").get_codelists()}
    assert lists["CL_BASIS"] >= _accepted("provincial_shares", "basis") | {"stated", "counted"}
    keys = []
    with (written / "FIGURES.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            assert row["REF_AREA"] in lists["CL_AREA"] and row["INDICATOR"] in lists["CL_INDICATOR"]
            assert row["BASIS"] in lists["CL_BASIS"] and row["TIME_PERIOD"]
            keys.append((row["REF_AREA"], row["INDICATOR"], row["BASIS"], row["FIGURE_ID"], row["TIME_PERIOD"]))
    assert keys and len(keys) == len(set(keys))


def test_what_has_no_key_is_counted_aloud(source, tmp_path, capsys):
    write_sdmx(source, tmp_path)
    ((without,),) = source.connection.execute(
        "select count(*) from figures where area_code is null or indicator is null or as_of is null"
    ).fetchall()
    assert (f"FIGURES: {without} of" in capsys.readouterr().err) == bool(without)


def _accepted(model: str, column: str) -> set[str]:
    """The values that the mart's own tests allow."""
    ((described,),) = [
        [c for c in m["columns"] if c["name"] == column]
        for m in yaml.safe_load((MARTS / f"{model}.yml").read_text(encoding="utf-8"))["models"]
    ]
    (values,) = [test["accepted_values"] for test in described["data_tests"] if "accepted_values" in test]
    return set((values.get("arguments") or values)["values"])
