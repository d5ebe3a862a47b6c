"""The guard at the exit: each expectation with a table that breaks it, and pages that load nothing from the net."""

import re
from pathlib import Path

import duckdb
import pytest

from flows.warehouse.checkpoint import check
from schemas.errors import ZhanbiError
from schemas.expectations import suites

pytestmark = pytest.mark.xdist_group("quality")  # the library takes seconds to import: once
GOOD = """
    create schema marts;
    create table marts.observations as select '全区高新技术企业1040家，占全省的26.6%。' as quote, 'high_tech_firms' as indicator, date '2023-06-30' as period_end;
    create table marts.provincial_shares as select 'agrees' as verdict, 26.6::decimal(18, 6) as share_pct from range(3);
    create table marts.claim_audit as select 'c' as claim_id, 'd' as document_id, 'share' as kind, 'a / b' as formula, 26.5 as expected_low, 26.6 as expected_high, 26.6 as stated, 'agrees' as verdict, ['原句'] as quotes;
    create table marts.cohort_counts as select 1040 as "count", 2 as unplaced_count;
    create table marts.quality_summary as select 'landed 1 row' as last_message, 'landed' as last_outcome;
    create table marts.dim_indicator as select 'i' || range as indicator from range(500);
    create table marts.dim_area as select 'a' || range as area_code from range(32);
"""
IDENTITY, MOBILE = "11010119900307451X", "13800138000"
BAD = f"""
    update marts.observations set indicator = null, period_end = null, quote = '联系人{IDENTITY}，电话{MOBILE}，占26.6%。';
    update marts.provincial_shares set verdict = 'disagrees', share_pct = 126.6;
    alter table marts.claim_audit drop column quotes;
    update marts.claim_audit set verdict = 'disagrees';
    update marts.cohort_counts set unplaced_count = 2000;
    update marts.quality_summary set last_message = 'row of {IDENTITY} refused', last_outcome = 'failed';
    delete from marts.dim_indicator where indicator = 'i0';
    delete from marts.dim_area where area_code = 'a0';
"""


@pytest.fixture
def working(tmp_path) -> Path:
    path = tmp_path / "working.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(GOOD)
    return path


def change(path: Path, sql: str) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute(sql)


def test_good_marts_pass_without_a_warning(working, tmp_path):
    assert check(working, tmp_path / "none.duckdb", tmp_path / "site") == []


def test_every_expectation_can_fail_and_the_critical_ones_are_named(working, tmp_path):
    change(working, BAD)
    with pytest.raises(ZhanbiError) as raised:
        check(working, tmp_path / "none.duckdb", tmp_path / "site")
    message = str(raised.value)
    critical = [line for line in message.splitlines() if line.startswith("  ")]
    for mart, expectations in suites().items():
        own = [e for e in expectations if e.severity == "critical" and "half_of_the_last_rows" not in str(e.kwargs)]
        assert [
            e.type in line and e.why in line
            for e, line in zip(own, [c for c in critical if c.startswith(f"  {mart}:")], strict=True)
        ] == [True] * len(own)
    assert "provincial_shares: expect_column_values_to_not_be_in_set" in message and "found 3 of 3 rows" in message
    assert "dim_indicator: expect_table_row_count_to_be_between {'min_value': 500}: found 499" in message
    assert "the published snapshot stays as it was" in message
    pages = "".join(page.read_text(encoding="utf-8") for page in (tmp_path / "site").rglob("*.html"))
    assert IDENTITY not in message + pages and MOBILE not in message + pages


def test_what_is_only_strange_is_a_warning(working, tmp_path):
    change(
        working,
        "update marts.cohort_counts set unplaced_count = 2000; update marts.provincial_shares set share_pct = 126.6",
    )
    change(
        working,
        "update marts.observations set quote = '电话13800138000，占26.6%。'; update marts.quality_summary set last_outcome = 'failed'",
    )
    warnings = check(working, tmp_path / "none.duckdb", tmp_path / "site")
    assert [warning.split(" ")[0:2] for warning in warnings] == [
        ["cohort_counts:", "expect_column_pair_values_a_to_be_greater_than_b"],
        ["observations:", "expect_column_values_to_not_match_regex"],
        ["provincial_shares:", "expect_column_values_to_be_between"],
        ["quality_summary:", "expect_column_values_to_be_in_set"],
    ]


def test_a_mart_that_lost_most_of_its_rows_since_the_last_snapshot_is_not_published(working, tmp_path):
    published = tmp_path / "published.duckdb"
    with duckdb.connect(str(published)) as connection:
        connection.execute("create table provincial_shares as from range(8)")  # 3 are left; 4 would do
    with pytest.raises(ZhanbiError, match=r"provincial_shares: expect_table_row_count.*'min_value': 4.*found 3\."):
        check(working, published, tmp_path / "site")


def test_a_column_that_is_gone_is_a_failure_not_a_crash(working, tmp_path):
    change(working, "alter table marts.provincial_shares drop column verdict")
    with pytest.raises(ZhanbiError, match=r"provincial_shares: .*verdict"):
        check(working, tmp_path / "none.duckdb", tmp_path / "site")


def test_a_suite_without_its_mart_is_named(working, tmp_path):
    change(working, "drop table marts.dim_area")
    with pytest.raises(ZhanbiError, match=r"dim_area\.yml: the build made no mart"):
        check(working, tmp_path / "none.duckdb", tmp_path / "site")


def test_the_pages_load_nothing_from_the_net_and_find_their_own_files(working, tmp_path):
    site = tmp_path / "site"
    for _ in range(2):  # a second night replaces the pages of the first
        check(working, tmp_path / "none.duckdb", site)
    pages = list(site.rglob("*.html"))
    assert len(list((site / "validations").rglob("*.html"))) == len(suites())
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"(https?:)?//[a-z0-9]+\.", text), page
        links = re.findall(r'(?:href|src)="([^"#]+)"', text)
        assert any(link.endswith(".css") for link in links)
        assert all((page.parent / link).exists() for link in links), page
    assert "居民身份证号" in (site / "expectations" / "observations.html").read_text(encoding="utf-8")
