"""Of when, of whom and how sure a figure is: one small hand-marked text a rule."""

import datetime

import pytest

from flows.bulletins.observation import Observation
from flows.bulletins.reading import Context
from tests.bulletins.reading_of import CONTEXT, reading_of

YEAR = ("2025-01-01", "2025-12-31")


def only(text: str, context: Context = CONTEXT) -> Observation:
    found = reading_of(text, context)
    assert len(found) == 1, found
    return found[0]


def period(one: Observation) -> tuple[str | None, str | None]:
    return one.period_start, one.period_end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年固定资产投资增长2%。", YEAR),
        ("上半年固定资产投资增长2%。", ("2025-01-01", "2025-06-30")),
        ("前三季度固定资产投资增长2%。", ("2025-01-01", "2025-09-30")),
        ("1-11月份固定资产投资增长2%。", ("2025-01-01", "2025-11-30")),
        ("12月当月，消费价格上涨0.4%。", ("2025-12-01", "2025-12-31")),
        ("2024年固定资产投资增长2%。", ("2024-01-01", "2024-12-31")),
        ("“十四五”时期，固定资产投资年均增长2%。", ("2021-01-01", "2025-12-31")),
        ("去年，实现“十四五”圆满收官，固定资产投资增长2%。", ("2025-01-01", "2025-12-31")),
        ("年末常住人口859.9万人。", (None, "2025-12-31")),
        ("截至6月底，市场主体总量达到52692家。", (None, "2025-06-30")),
        ("各项存款余额6790.84亿元。", (None, "2025-12-31")),
        ("建成公园5处。", YEAR),
        ("年末拥有公园5处。", (None, "2025-12-31")),
    ],
)
def test_period(text: str, expected: tuple[str | None, str]) -> None:
    assert period(only(text)) == expected


def test_the_earlier_value_has_the_earlier_period() -> None:
    _, earlier = reading_of("上半年固定资产投资增长2%（同期为下降31.9%）。")
    assert (str(earlier.reported_value), *period(earlier)) == ("-31.9", "2024-01-01", "2024-06-30")


def test_year_comes_from_publication_only_with_a_printed_period() -> None:
    context = Context(area="某区", published_on=datetime.date(2023, 8, 1))
    assert period(only("1-6月份，全区生产总值增长2%。", context)) == ("2023-01-01", "2023-06-30")
    assumed = only("全区生产总值增长2%。", context)
    assert "period_assumed" in assumed.flags and assumed.confidence < 0.9


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("全市生产总值增长2%。", "self"),
        ("我市生产总值增长2%。", "self"),
        ("全省生产总值增长2%。", "全省"),
        ("分县市看，清水县工业增加值增长2%。", "清水县"),
        ("新登记市场主体4.8万户。", "self"),
        ("东山科技园三期项目全年有望新增产值40亿元以上。", "东山科技园三期"),
    ],
)
def test_area(text: str, area: str) -> None:
    assert only(text).ref_area == area


@pytest.mark.parametrize(
    ("bearer", "area"),
    [("“240万吨/年深加工”等东山核心项目", "东山"), ("甲、乙等一批项目", "self")],  # its own; of several
)
def test_whose_a_figure_behind_a_list_of_projects_is(bearer: str, area: str) -> None:
    *_, last = reading_of(f"东山“年产50万吨乙炔”、{bearer}年内将全面建成投产，年内有望新增产值30亿元。")
    assert (last.value_text, last.ref_area) == ("30", area)


@pytest.mark.parametrize(
    ("text", "status", "bound"),
    [
        ("全年零售总额预计115亿元。", "estimate", "exact"),
        ("全年有望新增产值40亿元以上。", "forecast", "at_least"),
        ("力争全年工业投资增长15%。", "plan", "exact"),
        ("高新技术企业突破4500家。", "actual", "at_least"),
        ("开展调研150余次。", "actual", "at_least"),
        ("完成改造1万余个小区。", "actual", "at_least"),
        ("占比稳定在80%左右。", "actual", "about"),
        ("全长近30公里。", "actual", "about"),
        ("空气超标不到3天。", "actual", "at_most"),
    ],
)
def test_status_and_bound(text: str, status: str, bound: str) -> None:
    one = only(text)
    assert (one.obs_status, one.bound) == (status, bound)


def test_an_estimate_of_what_is_to_come_is_a_forecast() -> None:
    context = Context(area="某区", published_on=datetime.date(2025, 8, 1), title="2025年上半年某区经济运行情况")
    assert only("全年预计产值10亿元。", context).obs_status == "forecast"


def test_a_plan_in_a_plan_section_is_a_target() -> None:
    context = Context(area="某省", published_on=datetime.date(2026, 2, 1), title="2026年某省政府工作报告")
    text = "二、2026年工作安排\n主要预期目标是：地区生产总值增长5%左右。"
    one = only(text, context)
    assert (one.measure, one.obs_status, one.bound, *period(one)) == (
        "target",
        "plan",
        "about",
        "2026-01-01",
        "2026-12-31",
    )


def test_programmes_are_not_mixed() -> None:
    text = (
        "省级专精特新“小巨人”企业94家；国家级专精特新“小巨人”企业35家；"
        "重点国家级专精特新“小巨人”企业7个。专精特新中小企业447家。"
    )
    assert [one.programme for one in reading_of(text)] == [
        "little_giant_provincial",
        "little_giant_national",
        "little_giant_national_key",
        "srdi_sme",
    ]


def test_rounding_interval() -> None:
    share = reading_of("高新技术企业1040家，占全省的26.6%。")
    count, part = share
    assert (count.value_low, count.value, count.value_high) == (1040, 1040, 1040)
    assert (str(part.value_low), str(part.value_high)) == ("26.55", "26.65")
    amount = only("固定资产投资12.5亿元。")
    assert (amount.value, amount.value_low, amount.value_high, amount.unit) == (
        1250000000,
        1245000000,
        1255000000,
        "元",
    )


def test_misprint_is_flagged_and_low() -> None:
    one = only("投资完成20,54亿元。")
    assert "misprint" in one.flags and one.confidence < 0.5 and one.value_text == "20,54"


@pytest.mark.parametrize(
    ("sentence", "area", "whole", "name"),
    [
        ("占全省高新技术企业3910家的26.6%", "全省", "3910", "高新技术企业"),
        ("占全省3910家高新技术企业的26.6%", "全省", "3910", "高新技术企业"),
        ("占山西省高新技术企业总数3910家的比重为26.6%", "山西省", "3910", "高新技术企业"),
        ("占全省规上工业企业8000家的13%", "全省", "8000", "规上工业企业"),
    ],
)
def test_the_number_of_a_whole_in_the_middle_of_its_share_is_of_the_whole(sentence, area, whole, name):
    part, total, share = reading_of(f"全市高新技术企业1040家，{sentence}。")
    assert (part.ref_area, part.value_text, part.measure) == ("self", "1040", "level")
    assert (total.ref_area, total.value_text, total.measure) == (area, whole, "level")
    assert total.indicator_name == name
    assert (share.ref_area, share.measure, share.reference.startswith(f"of:{area}")) == ("self", "share", True)


@pytest.mark.parametrize("sentence", ["占全市前10名的20%", "占全省2022年的20%", "占全部25个项目的48%"])
def test_a_number_beside_a_share_that_is_of_no_area_is_not_taken_for_a_whole(sentence):
    assert {one.ref_area for one in reading_of(f"全市重点项目12个，{sentence}。")} == {"self"}
