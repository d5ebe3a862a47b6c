"""The marts over the seed bulletin's section 五, a bulletin full of errors and a register with traps; all worked out by hand."""

import json
import re
from datetime import date
from decimal import Decimal as D

import pytest

from tests.dbt.raw_rows import CONTACT, DOCTORED, SEED

pytestmark = pytest.mark.xdist_group("dbt")  # one build, where tests are dealt out by group
ZONE, PROVINCE = "149900", "140000"
HALF = date(2023, 6, 30)
COHORTS = {  # zone, province, printed share, share by hand
    "high_tech": (1040, 3910, D("26.6"), D("26.598465")),
    "srdi_sme": (447, 2113, D("21.2"), D("21.154756")),
    "little_giant_provincial": (94, 368, D("25.5"), D("25.543478")),
    "little_giant_national": (35, 139, D("25.2"), D("25.179856")),
    "little_giant_national_key": (7, 18, D("38.9"), D("38.888889")),
}


def test_the_build_is_green_and_without_warnings(built, said):
    assert built.success, built.exception or [r.message for r in built.result if r.status not in ("success", "pass")]
    assert {str(result.status) for result in built.result} == {
        "success",
        "pass",
        "no-op",
    }  # there is nothing to an exposure
    assert [event.info.msg for event in said if event.info.level in ("warn", "error")] == []


@pytest.mark.parametrize("programme", COHORTS)
def test_registers_confirm_the_printed_share(query, programme):
    part, whole, printed, share = COHORTS[programme]
    (row,) = query(
        f"select * from provincial_shares where basis = 'registers' and programme = '{programme}' and as_of = '{HALF}'"
    )
    assert (row["part"], row["whole"], row["published_share_pct"]) == (part, whole, printed)
    assert row["share_pct"] == row["share_low_pct"] == row["share_high_pct"] == share
    assert (row["verdict"], row["reason"], row["whole_verdict"]) == ("agrees", None, "agrees")
    assert row["synthetic"] and row["area_code"] == ZONE and row["whole_area"] == "山西省"
    assert row["document_id"] == SEED and str(printed) in row["quote"]


@pytest.mark.parametrize("programme", [name for name in COHORTS if name != "high_tech"])
def test_the_bulletin_confirms_itself(query, programme):
    part, whole, printed, share = COHORTS[programme]
    (row,) = query(
        f"select * from provincial_shares where basis = 'bulletin' and programme = '{programme}' and as_of = '{HALF}'"
    )
    assert (row["part"], row["whole"], row["published_share_pct"], row["share_pct"]) == (part, whole, printed, share)
    assert (row["verdict"], row["reason"], row["synthetic"]) == ("agrees", None, False)
    texts = query(
        "select value_text from observations where observation_id in "
        f"('{row['part_source_id']}', '{row['whole_source_id']}', '{row['share_observation_id']}') order by span_start"
    )
    assert [text["value_text"] for text in texts] == [str(part), str(whole), str(printed)]


def test_a_bulletin_without_the_total_implies_its_range(query):
    (row,) = query(
        f"select * from provincial_shares where basis = 'bulletin' and programme = 'high_tech' and document_id = '{SEED}'"
    )
    assert (row["part"], row["whole"], row["share_pct"]) == (1040, None, None)
    assert (row["whole_low"], row["whole_high"]) == (3903, 3917)
    assert (row["published_low_pct"], row["published_high_pct"]) == (D("26.55"), D("26.65"))
    assert row["verdict"] == "cannot_tell" and "the whole is not stated" in row["reason"]


def test_market_entities_have_no_printed_share_of_the_province(query):
    rows = query(
        "select basis, part, whole, share_pct, verdict, reason from provincial_shares "
        f"where indicator = 'market_entities' and as_of = '{HALF}' order by basis"
    )
    assert [(row["basis"], row["part"], row["whole"], row["share_pct"]) for row in rows] == [
        ("bulletin", 52692, None, None),
        ("registers", 52692, 500000, D("10.5384")),
    ]
    assert all(row["verdict"] == "cannot_tell" and row["reason"] for row in rows)


@pytest.mark.parametrize(
    ("indicator", "verdict", "reason"),
    [
        ("srdi_sme_firms", "disagrees", "outside what rounding"),
        ("little_giant_provincial_firms", "disagrees", "part exceeds the whole"),
        ("little_giant_national_firms", "cannot_tell", "whole is zero"),
        ("little_giant_national_key_firms", "cannot_tell", "part is not stated"),
        ("market_entities", "cannot_tell", "too large"),
    ],
)
def test_an_error_in_a_bulletin_shows_as_a_verdict_with_its_reason(query, indicator, verdict, reason):
    (row,) = query(
        "select verdict, reason from provincial_shares where basis = 'bulletin' "
        f"and indicator = '{indicator}' and document_id = '{DOCTORED}'"
    )
    assert row["verdict"] == verdict and reason in row["reason"]


def test_the_registers_contradict_a_wrong_share_too(query):
    (row,) = query(
        "select * from provincial_shares where basis = 'registers' and programme = 'srdi_sme' and as_of = '2022-12-31'"
    )
    assert (row["part"], row["whole"], row["published_share_pct"], row["verdict"]) == (
        447,
        2113,
        D("21.9"),
        "disagrees",
    )
    assert row["distance"] == D("-0.745244")


def test_the_enterprise_share_and_its_gap(query):
    rows = query(f"select * from market_entities where as_of = '{HALF}' and area_code = '{ZONE}' order by basis")
    bulletin, registers = rows
    assert (bulletin["market_entities"], bulletin["enterprises"]) == (52692, None)
    assert bulletin["published_enterprise_share_pct"] == D("76.17")
    assert (bulletin["implied_province_share_low_pct"], bulletin["implied_province_share_high_pct"]) == (
        D("26.665"),
        D("27.675"),
    )
    assert (bulletin["share_verdict"], bulletin["gap_verdict"]) == ("cannot_tell", "cannot_tell")
    assert (bulletin["published_tax_registered_share_pct"], bulletin["published_tax_registered_gap_pp"]) == (
        D("97.24"),
        50,
    )
    assert bulletin["tax_registered_verdict"] == "cannot_tell" and "bulletin alone" in bulletin["tax_registered_reason"]
    assert (registers["market_entities"], registers["enterprises"]) == (52692, 40136)
    assert (registers["province_market_entities"], registers["province_enterprises"]) == (500000, 135850)
    assert (registers["enterprise_share_pct"], registers["province_enterprise_share_pct"]) == (
        D("76.170956"),
        D("27.17"),
    )
    assert (registers["enterprise_gap_pp"], registers["published_enterprise_gap_pp"]) == (D("49.000956"), 49)
    assert (registers["share_verdict"], registers["gap_verdict"]) == ("agrees", "agrees")


def test_counts_by_day_and_area(query):
    rows = query(
        "select area_code, as_of, coalesce(programme, entity_type) as cohort, count, register_as_of from cohort_counts "
        f"where area_code in ('{ZONE}', '{PROVINCE}')"
    )
    counts = {(row["as_of"], row["cohort"], row["area_code"]): row["count"] for row in rows}
    assert counts[HALF, "high_tech", ZONE] == 1040 and counts[HALF, "high_tech", PROVINCE] == 3910
    assert counts[HALF, "all", ZONE] == 52692 and counts[HALF, "all", PROVINCE] == 500000
    # on the last day of the year the younger register answers: c1, c-new in the zone, c2 moved out of it; no list does
    year = date(2023, 12, 31)
    assert counts[year, "enterprise", ZONE] == 2 and counts[year, "enterprise", PROVINCE] == 3
    assert (year, "high_tech", ZONE) not in counts
    # in March c2000 still held its certificate and c-ended was still active
    assert counts[date(2023, 3, 31), "high_tech", ZONE] == 1042
    assert {row["register_as_of"] for row in rows if row["as_of"] <= HALF} == {HALF}


def test_only_the_current_reading_of_a_bulletin_counts(query):
    rows = query(f"select value_text, area, known_at, published_on from observations where document_id = '{SEED}'")
    assert len(rows) == 19 and "9999" not in {row["value_text"] for row in rows}
    assert {row["area"] for row in rows} == {"山西转型综改示范区", "山西省"}
    assert {row["published_on"] for row in rows} == {date(2023, 7, 20)}


def test_no_column_of_a_landed_figure_is_lost(query):
    columns = query("select schema_name, column_name from duckdb_columns() where table_name = 'observations'")
    landed, published = ({c["column_name"] for c in columns if c["schema_name"] == name} for name in ("raw", "marts"))
    assert landed and landed <= published


def test_how_each_file_fared_without_what_it_held(query):
    rows = {row["input_id"]: row for row in query("select * from quality_summary")}
    assert (rows["half"]["attempts"], rows["half"]["last_outcome"], rows["half"]["rows_quarantined"]) == (
        2,
        "unchanged",
        1,
    )
    assert rows["file:torn.txt"]["last_outcome"] == "refused"
    names = query("select table_name from information_schema.tables where table_schema = 'marts'")
    for name in names:
        assert "王五" not in str(query(f'select * from "{name["table_name"]}" limit 1000'))


def test_the_text_is_published_with_personal_numbers_masked_in_place(query):
    (row,) = query(f"select body from document_texts where document_id = '{SEED}'")
    masked = f"联系人电话{'*' * 11}，证件{'*' * 18}；投资11010119900307123456元。"
    assert row["body"] == masked and len(masked) == len(CONTACT)


def test_descriptions_are_in_the_tables_in_both_languages(query):
    columns = query("select table_name, column_name, comment from duckdb_columns() where schema_name = 'marts'")
    tables = query("select table_name, comment from duckdb_tables() where schema_name = 'marts'")
    views = query("select view_name, comment from duckdb_views() where schema_name = 'marts'")
    assert views
    for described in columns + tables + views:
        comment = described["comment"] or ""
        assert any("一" <= character <= "鿿" for character in comment), described
        assert any(character.isascii() and character.isalpha() for character in comment), described


def test_the_docs_are_one_file_that_asks_nothing_of_the_network(built, invoke, folder):
    assert invoke("docs", "generate", "--static").success
    page = (folder / "target" / "static_index.html").read_text(encoding="utf-8")
    assert json.dumps("占全省比重")[1:-1] in page and "provincial_shares" in page
    loaded = re.findall(r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)=[\"']?(?:https?:)?//[^\"'> ]+", page)
    styled = re.findall(r"(?:@import|url\()\s*[\"']?(?:https?:)?//[^\"') ]+", page)
    assert loaded + styled == []
