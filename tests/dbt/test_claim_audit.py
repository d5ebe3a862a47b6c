"""Claims that the registers answer, and what a bulletin full of errors is told; over the rows of raw_rows.py, worked out by hand."""

from decimal import Decimal as D

import pytest

from tests.dbt.raw_rows import DOCTORED, SEED

pytestmark = pytest.mark.xdist_group("dbt")


def test_the_registers_answer_what_the_bulletin_leaves_open(query):
    rows = query(
        f"select kind, stated, expected_low, verdict from claim_audit where basis = 'registers' and document_id = '{SEED}'"
    )
    assert {(row["kind"], row["stated"], row["expected_low"], row["verdict"]) for row in rows} == {
        ("share", D("26.6"), D("26.598465"), "agrees"),  # 1040 of 3910
        ("share", D("21.2"), D("21.154756"), "agrees"),
        ("share", D("25.5"), D("25.543478"), "agrees"),
        ("share", D("25.2"), D("25.179856"), "agrees"),
        ("share", D("38.9"), D("38.888889"), "agrees"),
        ("share", D("76.17"), D("76.170956"), "agrees"),  # 40136 of 52692
        ("pp_gap", D("49"), D("49.000956"), "agrees"),  # less 135850 of 500000, which is 27.17
        *(("count", D(zone), D(zone), "agrees") for zone in (52692, 1040, 447, 94, 35, 7)),
        *(("count", D(province), D(province), "agrees") for province in (2113, 368, 139, 18)),
    }


def test_claims_on_synthetic_registers_say_so(query):
    rows = query("select basis, synthetic from claim_audit")
    assert {(row["basis"], row["synthetic"]) for row in rows} == {("bulletin", False), ("registers", True)}


def test_errors_are_contradicted_or_explained_and_nothing_fails(query):
    rows = query(
        "select stated, verdict, reason, distance from claim_audit where basis = 'bulletin' and kind = 'share' "
        f"and document_id = '{DOCTORED}'"
    )
    found = {row["stated"]: row for row in rows}
    assert (found[D("21.9")]["verdict"], found[D("21.9")]["distance"]) == (
        "disagrees",
        D("0.695244"),
    )  # 21.85 − 21.154756
    assert found[D("25.5")]["verdict"] == "disagrees" and "part exceeds" in found[D("25.5")]["reason"]
    assert found[D("25.2")]["verdict"] == "cannot_tell" and "whole is zero" in found[D("25.2")]["reason"]
    assert found[D("38.9")]["verdict"] == "cannot_tell" and "part is not stated" in found[D("38.9")]["reason"]
    assert found[D("10")]["verdict"] == "cannot_tell" and "too large" in found[D("10")]["reason"]


def test_each_claim_quotes_the_sentence_of_each_figure(query):
    rows = query(
        "select claims.quotes, figures.quote from claim_audit as claims "
        "inner join observations as figures on list_contains(claims.observation_ids, figures.observation_id)"
    )
    assert rows and all(row["quote"] in row["quotes"] for row in rows)
