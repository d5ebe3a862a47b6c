"""The marts by topic over the seed bulletin's section 五: no figure of a theme is lost, none is invented."""

import pytest

pytestmark = pytest.mark.xdist_group("dbt")


def test_every_figure_of_the_theme_stands_in_one_row(query):
    stated = query(
        "select observation_id from observations join dim_indicator using (indicator) where theme = 'innovation' order by 1"
    )
    kept = query("select unnest(string_split(observation_ids, '|')) as observation_id from innovation order by 1")
    assert kept == stated and len(kept) >= 14  # five cohorts in the zone with their shares, four of the province


def test_innovation_has_each_cohort_with_its_share(query):
    rows = query(
        "select indicator, level, share_pct from innovation where share_of = '全省' and period_end = '2023-06-30' order by level"
    )
    assert [(row["indicator"], row["level"], float(row["share_pct"])) for row in rows] == [
        ("little_giant_national_key_firms", 7, 38.9),
        ("little_giant_national_firms", 35, 25.2),
        ("little_giant_provincial_firms", 94, 25.5),
        ("srdi_sme_firms", 447, 21.2),
        ("high_tech_firms", 1040, 26.6),
    ]
