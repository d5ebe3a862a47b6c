"""The sample registers through our own reader: the dirt goes to quarantine, the calibrated rows all land."""

from collections import Counter
from datetime import date
from pathlib import Path

import msgspec
import polars as pl
import pytest
import yaml

from schemas.sidecars import ExtractMetadata
from tests.registry.registers import JudgedExtract

DAY = date(2023, 6, 30)
COHORTS = {
    "high_tech": (1040, 3910),
    "srdi_sme": (447, 2113),
    "little_giant_provincial": (94, 368),
    "little_giant_national": (35, 139),
    "little_giant_national_key": (7, 18),
}


def judged(path: Path) -> JudgedExtract:
    facts = yaml.safe_load(path.with_name(path.name + ".yml").read_text(encoding="utf-8"))
    return JudgedExtract(path, msgspec.convert(facts, ExtractMetadata))


@pytest.fixture(scope="module")
def entities(folder) -> JudgedExtract:
    return judged(folder / "synthetic_market_entities_20230630.csv.gz")


def test_the_dirty_rows_are_refused_for_what_was_done_to_them(entities):
    reasons = Counter(reason.split(":")[0] for row in entities.refused["reasons"] for reason in row)
    assert entities.rows_read == entities.good.height + entities.refused.height
    assert entities.refused.height == 52  # 8 kinds of 5 rows, and 12 repeated ones
    kinds = {
        "credit_code_check_digit",
        "credit_code_form",
        "registered_on_future",
        "registered_on_missing",
        "ended_on_before_registered_on",
        "authority_code_area",
        "name_missing",
        "entity_type_unknown",
    }
    assert {kind: reasons.pop(kind) for kind in kinds} == dict.fromkeys(kinds, 5)
    assert set(reasons) == {"credit_code_duplicate"}


def test_no_person_lands_or_is_shown(entities):
    assert entities.personal_columns == ["法定代表人"]
    assert not entities.good["extra"].str.contains("法定代表人|（样例）").any()
    assert not entities.refused["raw"].str.contains("（样例）", literal=True).any()


@pytest.mark.parametrize("programme", COHORTS)
def test_landed_cohorts_have_their_calibrated_size(folder, entities, programme):
    listed = judged(folder / f"synthetic_{programme}_20230930.csv")
    assert listed.refused.height >= 1
    held = listed.good.filter(pl.col("valid_from") <= DAY, pl.col("valid_to") > DAY)
    active = entities.good.filter(pl.col("status") == "active")
    members = active.join(held.select("credit_code").unique(), on="credit_code", how="semi")
    zone = members.filter(pl.col("authority_code") == "149900")
    assert (zone.height, members.height) == COHORTS[programme]
    assert members["entity_type"].unique().to_list() == ["enterprise"]
