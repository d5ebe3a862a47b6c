"""Constructions of zones' reports and counties' communiqués, one small hand-marked text each."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.bulletins.reading import Context
from tests.bulletins.reading_of import facts, reading_of

ZONE = Context(area="东山经济技术开发区", published_on=datetime.date(2025, 10, 20), title="2025年前三季度经济运行情况")

# construction: text, and for each figure its name with breakdown, measure, signed value, unit
CONSTRUCTIONS = {
    "average over two years": (
        "工业增加值增长5%，两年平均增长4.1%。",
        [("工业增加值", "growth", "5", "%"), ("工业增加值", "growth", "4.1", "%")],
    ),
    "than a year before, left out": (
        "工业投资3.5亿元，比增12%。",
        [("工业投资", "level", "3.5", "亿元"), ("工业投资", "growth", "12", "%")],
    ),
    "at comparable prices": (
        "农林牧渔业增加值69.7亿元，可比价增长5.1%。",
        [("农林牧渔业增加值", "level", "69.7", "亿元"), ("农林牧渔业增加值", "growth", "5.1", "%")],
    ),
    "gap to what is no area": (
        "装备制造业增加值增长9%，比规模以上工业快3.1个百分点。",
        [("装备制造业增加值", "growth", "9", "%"), ("装备制造业增加值", "pp_gap", "3.1", "个百分点")],
    ),
    "gaps to two areas": (
        "工业增加值增长9%，高于全省2.5个百分点、全市1.3个百分点。",
        [
            ("工业增加值", "growth", "9", "%"),
            ("工业增加值", "pp_gap", "2.5", "个百分点"),
            ("工业增加值", "pp_gap", "1.3", "个百分点"),
        ],
    ),
    "gaps of two": (
        "甲业和乙业增加值分别增长8%和9%，增速分别比工业高1和2个百分点。",
        [
            ("甲业增加值", "growth", "8", "%"),
            ("乙业增加值", "growth", "9", "%"),
            ("甲业增加值", "pp_gap", "1", "个百分点"),
            ("乙业增加值", "pp_gap", "2", "个百分点"),
        ],
    ),
    "ahead of the calendar": (
        "完成投资5亿元，比时间进度快3.8个百分点。",
        [("完成投资", "level", "5", "亿元"), ("完成投资", "target_gap", "3.8", "个百分点")],
    ),
    "task of which a share was done": (
        "到位资金60亿元，增长3%，完成区政府下达任务数80亿元的75%。",
        [
            ("到位资金", "level", "60", "亿元"),
            ("到位资金", "growth", "3", "%"),
            ("到位资金", "target", "80", "亿元"),
            ("到位资金", "level", "75", "%"),
        ],
    ),
    "share risen to": (
        "网上零售额209亿元，增长80%，占零售总额比重提升至26.1%。",
        [
            ("网上零售额", "level", "209", "亿元"),
            ("网上零售额", "growth", "80", "%"),
            ("网上零售额", "share", "26.1", "%"),
        ],
    ),
    "shares before what they are of": (
        "以全市1%的土地贡献了全市20%的税收、30%的出口额。",
        [("土地", "share", "1", "%"), ("税收", "share", "20", "%"), ("出口额", "share", "30", "%")],
    ),
    "list with the verb between": (
        "对甲国、乙国分别出口1.2亿、3.4亿元。",
        [("对甲国出口", "level", "1.2", "亿元"), ("乙国出口", "level", "3.4", "亿元")],
    ),
    "list of different units": (
        "生猪、家禽出栏分别为73万头、18万只。",
        [("生猪出栏", "level", "73", "万头"), ("家禽出栏", "level", "18", "万只")],
    ),
    "list of single characters": (
        "猪、牛、羊肉产量分别增长4%、1%和5%。",
        [("猪肉产量", "growth", "4", "%"), ("牛肉产量", "growth", "1", "%"), ("羊肉产量", "growth", "5", "%")],
    ),
    "list of whole names": (
        "营业收入、净利润、上缴税费和出口总额分别为9亿元、8亿元、7亿元和6亿元。",
        [
            ("营业收入", "level", "9", "亿元"),
            ("净利润", "level", "8", "亿元"),
            ("上缴税费", "level", "7", "亿元"),
            ("出口总额", "level", "6", "亿元"),
        ],
    ),
    "industries without a head": (
        "规模以上工业中，汽车制造业、通用设备制造业分别增长1%、2%。",
        [
            ("汽车制造业规模以上工业增加值", "growth", "1", "%"),
            ("通用设备制造业规模以上工业增加值", "growth", "2", "%"),
        ],
    ),
    "part that bears its siblings' head": (
        "生产总值100亿元。其中，第一产业增加值10亿元；第三产业完成50亿元。",
        [
            ("生产总值", "level", "100", "亿元"),
            ("第一产业增加值", "level", "10", "亿元"),
            ("第三产业增加值", "level", "50", "亿元"),
        ],
    ),
    "attribute of a part": (
        "粮食播种面积90亩。其中，夏粮播种面积30亩，总产量10吨。",
        [
            ("粮食播种面积", "level", "90", "亩"),
            ("夏粮播种面积", "level", "30", "亩"),
            ("夏粮总产量", "level", "10", "吨"),
        ],
    ),
    "sibling, not a part": (
        "新设民营企业增长15%，新设外资企业增长29%。",
        [("新设民营企业", "growth", "15", "%"), ("新设外资企业", "growth", "29", "%")],
    ),
    "firms of a value added are not counted": (
        "规模以上工业增加值增长4%。分经济类型看，私营企业增长3.4%。",
        [("规模以上工业增加值", "growth", "4", "%"), ("私营企业规模以上工业增加值", "growth", "3.4", "%")],
    ),
    "two places are no comparison": (
        "城镇和农村低保对象分别有8人和9人。",
        [("城镇低保对象", "level", "8", "人"), ("农村低保对象", "level", "9", "人")],
    ),
    "rank among those counted": (
        "基地产值增长41.6%，增速在全省27个基地中居第7位。",
        [
            ("基地产值", "growth", "41.6", "%"),
            ("增速在全省基地", "level", "27", "个"),
            ("基地产值", "rank", "7", "位"),
        ],
    ),
    "threshold of those counted": (
        "产值超10亿元企业有6家，比上年增加2家。",
        [("产值超10亿元企业", "level", "6", "家"), ("产值超10亿元企业", "change", "2", "家")],
    ),
    "no record is a figure": (
        "工业增加值增长13%，为10年来最高增幅，投资增长5%，创近15年新高。",
        [("工业增加值", "growth", "13", "%"), ("投资", "growth", "5", "%")],
    ),
    "heading run in by a dash": (
        "对外开放再深化——完成进出口总额38亿元。",
        [("进出口总额", "level", "38", "亿元")],
    ),
    "people": ("全县共有45万人口。", [("人口", "level", "45", "万人")]),
    "ratio of whole numbers": (
        "三次产业结构调整为5：54：41。",
        [
            ("第一产业增加值比重", "share", "5", "%"),
            ("第二产业增加值比重", "share", "54", "%"),
            ("第三产业增加值比重", "share", "41", "%"),
        ],
    ),
    "range with a hyphen": (
        "占有率为10%-30%。",
        [("占有率", "level", "10", "%"), ("占有率", "level", "30", "%")],
    ),
    "stages of a project": (
        "东山电池项目一期8GW，二期9GW。",
        [("东山电池项目一期", "level", "8", "GW"), ("东山电池项目二期", "level", "9", "GW")],
    ),
}


@pytest.mark.parametrize("construction", CONSTRUCTIONS)
def test_construction(construction: str) -> None:
    text, expected = CONSTRUCTIONS[construction]
    assert facts(text) == expected


# text; start and end of the last figure's period
PERIODS = {
    "前9月投资增长3%。": ("2025-01-01", "2025-09-30"),
    "前3季度投资增长3%。": ("2025-01-01", "2025-09-30"),
    "1到9月投资增长3%。": ("2025-01-01", "2025-09-30"),
    "当月投资增长3%。": ("2025-12-01", "2025-12-31"),
    "全年投资增长4%，其中当月投资增长3%；出口增长2%。": ("2025-01-01", "2025-12-31"),
    "截至9月，市场主体36581户。": (None, "2025-09-30"),
    "分季度看，一季度增长6%，二季度增长7%。投资增长3%。": ("2025-01-01", "2025-12-31"),
    "10月份，工业增加值增长5%。其中，采矿业增加值增长4%。": ("2025-10-01", "2025-10-31"),
    "截至2018年底，累计引进外资170亿美元。": ("2018-01-01", "2018-12-31"),
    "今年1至2月，出口增长3%。": ("2026-01-01", "2026-02-28"),  # over when the bulletin came out
    "进出口规模历史同期首次突破10亿元。": ("2025-01-01", "2025-12-31"),
    "总值是2020年的2.4倍。": ("2025-01-01", "2025-12-31"),
    "全年出生人口5人。": ("2025-01-01", "2025-12-31"),
}


@pytest.mark.parametrize("text", PERIODS)
def test_period_of_the_last_figure(text: str) -> None:
    last = reading_of(text)[-1]
    assert (last.period_start, last.period_end) == PERIODS[text]


@pytest.mark.parametrize(
    ("text", "end"),
    [("三次产业结构由上年的5：54：41调整为4：54：42。", "2024-12-31"), ("占比由2020年的45%提高到65%。", "2020-12-31")],
)
def test_an_earlier_value_has_the_time_that_is_said_of_it(text: str, end: str) -> None:
    first, *_, last = reading_of(text)
    assert (first.measure, first.period_end) == ("baseline", end)
    assert (last.measure, last.period_end) == ("share", "2025-12-31")


@given(
    st.sampled_from(["东山经济技术开发区", "东山市经济技术开发区", "东山经开区", "经开区", "开发区", "园区", "全区"])
)
def test_a_zone_is_itself_by_every_name(name: str) -> None:
    (one,) = reading_of(f"{name}固定资产投资增长3%。", ZONE)
    assert (one.ref_area, one.breakdown + one.indicator_name) == ("self", "固定资产投资")


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("天津滨海新区生产总值增长3%。", "天津滨海新区"),
        ("西海市经济技术开发区生产总值增长3%。", "西海市经济技术开发区"),
        ("省级园区5个。", "self"),
        ("工业增加值增长3%，全省排名第3位，出口增长2%。", "self"),
        ("远方公司新增的4条生产线加快投产。", "远方公司"),
        ("推动远方商飞年产50架总装生产线落户。", "远方商飞"),
        ("高新技术项目占总数的40%。", "self"),
        ("城市、县城建成区面积分别增长8%、5%。", "self"),
    ],
)
def test_whose_the_last_figure_is(text: str, area: str) -> None:
    assert reading_of(text, ZONE)[-1].ref_area == area


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("到2027年，高新技术企业突破90家。", "plan"),
        ("二期将新增设备2000台，已安装384台。", "actual"),
        ("2025年主要工作\n固定资产投资878亿元。", "actual"),
    ],
)
def test_how_sure_the_last_figure_is(text: str, status: str) -> None:
    assert reading_of(text)[-1].obs_status == status


def test_a_target_that_was_passed_is_exact() -> None:
    *_, target = reading_of("投资增长34%，高于28%的年度目标。")
    assert (target.measure, target.obs_status, target.bound) == ("target", "plan", "exact")


@given(st.decimals("0.1", "99", places=1), st.sampled_from(["两年平均", "三年平均", "两年年均"]))
def test_an_average_over_years_is_of_what_was_spoken_of_and_never_sure(value: object, words: str) -> None:
    growth, average = reading_of(f"固定资产投资增长3%，{words}增长{value}%。")
    assert (average.indicator_name, average.measure, str(average.reported_value)) == (
        growth.indicator_name,
        "growth",
        str(value),
    )
    assert average.reference == "" and average.confidence < 0.9


@given(st.integers(0, 100), st.integers(0, 100))
def test_a_ratio_of_whole_numbers_is_no_time_of_day(first: int, second: int) -> None:
    found = reading_of(f"三次产业结构为{first}：{second}：41。")
    assert [int(one.reported_value) for one in found] == [first, second, 41]
