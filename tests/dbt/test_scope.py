"""口径: what may be divided by what, from the sentences of a bulletin to the verdict. Each case is worked out by hand."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flows.bulletin import land_bulletin
from flows.warehouse.landing import Attempt
from schemas.sidecars import BulletinMetadata
from tests.dbt.compiled import Models, compiled, empty_warehouse, run

pytestmark = pytest.mark.xdist_group("dbt")
ZONE, PROVINCE = "山西转型综改示范区", "山西省"


@pytest.fixture(scope="module")
def models(built) -> Models:
    return compiled(built, "provincial_shares", "claim_audit")


@pytest.fixture
def warehouse(built, folder):
    with empty_warehouse(folder / "zhanbi.duckdb") as connection:
        yield connection


@pytest.fixture
def lands(warehouse, tmp_path):
    """Lands a bulletin of these sentences, each a paragraph."""

    def land(*sentences: str, area: str = ZONE, province: str = PROVINCE, published: date = date(2023, 7, 20)) -> None:
        path = Path(tmp_path / f"{area}-{published}.txt")
        path.write_text("\n\n".join(sentences) + "\n", encoding="utf-8")
        metadata = BulletinMetadata(
            title=f"{published:%Y年%m月}{area}工作进展", publisher=area, area=area, province=province, published_on=published
        )  # fmt: skip
        attempt = Attempt(
            file_name=path.name, outcome="failed", message="", started_at=datetime.now(UTC), version="1", kind="bulletin", input_id=path.name,
        )  # fmt: skip
        land_bulletin(warehouse, path, metadata, attempt)

    return land


@pytest.fixture
def shares(warehouse, models):
    """Of each printed share: basis, area, whole area, part, whole, verdict, and what the reason says."""

    def judged(area: str) -> list[tuple]:
        run(warehouse, models)
        return warehouse.execute(
            "select basis, area, whole_area, part, whole, verdict, reason from marts.provincial_shares "
            "where share_observation_id is not null and area = ? order by basis, whole_area",
            [area],
        ).fetchall()

    return judged


@pytest.fixture
def claims(warehouse, models):
    def judged(kind: str) -> list[tuple]:
        run(warehouse, models)
        return warehouse.execute(
            "select stated, expected_low, expected_high, verdict, reason from marts.claim_audit where kind = ? order by document_id, stated",
            [kind],
        ).fetchall()

    return judged


# The three directions, and the two below them.


def test_zone_against_province(lands, shares):
    lands("截至6月底，全区高新技术企业1040家，占全省的26.6%。")
    lands("截至6月底，全省高新技术企业3910家。", area=PROVINCE)
    alone, across = shares(ZONE)
    assert alone[5] == "cannot_tell"
    assert across == ("other_bulletin", ZONE, PROVINCE, 1040, 3910, "agrees", None)  # 1040 / 3910 = 26.598 %


@pytest.mark.parametrize(("printed", "verdict"), [("53.7", "agrees"), ("53.8", "disagrees")])
def test_city_against_province(lands, shares, printed, verdict):
    lands(f"截至6月底，全市高新技术企业2100家，占全省的{printed}%。", area="太原市")
    lands("截至6月底，全省高新技术企业3910家。", area=PROVINCE)
    _, across = shares("太原市")
    assert across[:6] == ("other_bulletin", "太原市", PROVINCE, 2100, 3910, verdict)  # 2100 / 3910 = 53.708 %


def test_another_city_is_not_this_one(lands, shares):
    lands("截至6月底，全市高新技术企业占全省的53.7%。", area="太原市")
    lands("截至6月底，全市高新技术企业2100家。", area="大同市")
    lands("截至6月底，全省高新技术企业3910家。", area=PROVINCE)
    ((*_, part, whole, verdict, reason),) = shares("太原市")
    assert (part, whole, verdict) == (None, None, "cannot_tell") and "the part is not stated" in reason


def test_province_against_nation(lands, shares):
    lands(
        "上半年，全国原煤产量23.0亿吨。",
        "上半年，全省原煤产量6.78亿吨，占全国的29.5%。",  # 6.775 / 23.05 = 29.39 % to 6.785 / 22.95 = 29.56 %
        area=PROVINCE,
    )
    ((basis, _, whole_area, *_, verdict, _),) = shares(PROVINCE)
    assert (basis, whole_area, verdict) == ("bulletin", "全国", "agrees")


def test_core_against_zone_and_zone_against_its_city(lands, shares):
    lands("截至6月底，全区高新技术企业1040家，占太原市的49.5%。", "截至6月底，核心区高新技术企业600家，占全区的57.7%。")
    lands("截至6月底，全市高新技术企业2100家。", area="太原市")
    assert shares("核心区") == [("bulletin", "核心区", ZONE, 600, 1040, "agrees", None)]  # 57.692 %
    assert shares(ZONE)[1] == ("other_bulletin", ZONE, "太原市", 1040, 2100, "agrees", None)  # 49.524 %


def test_a_citys_whole_region_is_its_autonomous_region(lands, shares):
    lands(
        "截至6月底，全市高新技术企业2100家，占全区的50.0%。",
        "截至6月底，全区高新技术企业4200家。",
        area="南宁市",
        province="广西壮族自治区",
    )
    assert shares("南宁市") == [("bulletin", "南宁市", "广西壮族自治区", 2100, 4200, "agrees", None)]


# What both sides must have in common.


def test_a_share_of_the_provinces_total_in_so_many_words(lands, shares):
    lands("截至6月底，高新技术企业1040家，占全省高新技术企业总数的26.6%。")
    lands("截至6月底，全省高新技术企业3910家。", area=PROVINCE)
    assert shares(ZONE)[1][5:] == ("agrees", None)


def test_a_share_of_some_of_the_provinces_firms_is_no_share_of_all(lands, shares):
    lands("截至6月底，高新技术企业1040家，占全省省属企业的21.2%。")
    lands("截至6月底，全省高新技术企业3910家。", area=PROVINCE)
    ((_, _, _, part, _, verdict, reason),) = shares(ZONE)
    assert (part, verdict) == (1040, "cannot_tell") and "one side covers all" in reason


def test_a_part_of_the_zone_is_not_divided_in_the_zones_name(lands, shares):
    lands(
        "截至6月底，核心区高新技术企业600家。",
        "截至6月底，全区高新技术企业占全省的26.6%。",
        "截至6月底，全省高新技术企业3910家。",
    )
    ((_, _, _, part, whole, verdict, reason),) = shares(ZONE)
    assert (part, whole, verdict) == (None, 3910, "cannot_tell") and "the part is not stated" in reason


def test_with_and_without_the_entrusted_area(lands, shares):
    lands(
        "截至6月底，全区高新技术企业1140家（含托管区域）。",
        "截至6月底，全区高新技术企业占全省的26.6%。",
        "截至6月底，全省高新技术企业3910家。",
    )
    ((_, _, _, part, whole, verdict, reason),) = shares(ZONE)
    assert (part, whole, verdict) == (1140, 3910, "cannot_tell") and "different boundaries" in reason


def test_the_area_of_a_share_that_the_bulletin_does_not_name(lands, shares):
    lands("上半年，地区生产总值397.86亿元，占全市的14.2%。")
    ((_, _, whole_area, _, _, verdict, reason),) = shares(ZONE)
    assert (whole_area, verdict) == (None, "cannot_tell") and "which area" in reason


def test_a_share_of_another_total_of_the_province_is_not_taken_of_the_zones(lands, claims):
    # 15 / 97.12 = 15.4 % of the zone's, 15 / 5000 = 0.3 % of the province's
    lands(
        "上半年，规上工业增加值97.12亿元。高技术制造业增加值15亿元，占全省规上工业增加值的0.3%。",
        "上半年，全省规上工业增加值5000亿元。",
    )
    ((stated, low, high, verdict, _),) = claims("share")
    assert (float(stated), verdict) == (0.3, "agrees")
    assert float(low) == pytest.approx(0.29, abs=0.001) and float(high) == pytest.approx(0.31, abs=0.001)


# A zone that was enlarged.


@pytest.mark.parametrize(
    ("changed_on", "verdict", "told"),
    [
        (None, "disagrees", "outside what rounding"),  # 1500 / 1000 − 1 = 50 %
        (date(2022, 6, 30), "disagrees", "outside what rounding"),  # both figures are of the enlarged zone
        (date(2022, 7, 1), "cannot_tell", "different boundaries"),
        (date(2023, 6, 30), "cannot_tell", "different boundaries"),
        (date(2023, 7, 1), "disagrees", "outside what rounding"),
    ],
)
def test_growth_of_a_zone_that_was_enlarged(warehouse, lands, claims, changed_on, verdict, told):
    lands("截至6月底，全区高新技术企业1000家。", published=date(2022, 7, 20))
    lands("截至6月底，全区高新技术企业1500家，同比增长12.0%。")
    if changed_on:
        warehouse.execute("insert into vocabulary.zone_boundaries values ('149900', ?, '扩区')", [changed_on])
    ((stated, *_, judged, reason),) = claims("growth")
    assert (stated, judged) == (12, verdict) and told in reason


def test_a_growth_on_one_basis_does_not_follow_from_the_levels_as_printed(lands, claims):
    lands("截至6月底，全区高新技术企业1000家。", published=date(2022, 7, 20))
    lands("截至6月底，全区高新技术企业1500家，同口径增长12.0%。")
    ((_, _, _, verdict, reason),) = claims("growth")
    assert verdict == "cannot_tell" and "comparable basis" in reason


def test_two_bulletins_on_one_day_before_and_after_the_zone_was_enlarged(warehouse, lands, claims):
    lands("截至2022年12月底，全区高新技术企业1000家。", published=date(2023, 1, 20))
    lands("截至2022年12月底，全区高新技术企业1300家。", published=date(2023, 7, 20))
    ((*_, verdict, _),) = claims("conflict")
    assert verdict == "disagrees"
    warehouse.execute("insert into vocabulary.zone_boundaries values ('149900', date '2023-03-01', '扩区')")
    ((*_, verdict, reason),) = claims("conflict")
    assert verdict == "cannot_tell" and "different boundaries" in reason


# The other side of a gap, from the other area's own bulletin.


@pytest.mark.parametrize(
    ("theirs", "verdict"), [("6.2", "agrees"), ("6.0", "disagrees")]
)  # 8.5 − 6.2 = 2.2 to 2.4; 8.5 − 6.0 = 2.4 to 2.6
def test_a_gap_to_the_province_as_the_province_states_it(lands, claims, theirs, verdict):
    lands("上半年，规上工业增加值同比增长8.5%，比全省高2.3个百分点。")
    lands(f"上半年，全省规上工业增加值同比增长{theirs}%。", area=PROVINCE)
    ((stated, *_, judged, _),) = claims("pp_gap")
    assert (float(stated), judged) == (2.3, verdict)
