"""Which indicator a figure is of where its name says more than the vocabulary's; whose it is where several are named."""

import datetime
from pathlib import Path

import pytest

from flows.bulletins.reading import Context
from tests.bulletins.reading_of import reading_of

SEED = Path(__file__).parents[2] / "flows" / "sample" / "sx_zgq_2023h1.txt"


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        ("通过“一窗通办”产业类用地项目从签约到开工由200天压缩至90天。", ["signing_to_start_time"] * 2),
        ("共起底梳理各类遗留问题30个，已80%解决。", ["legacy_problems", "legacy_problem_resolution_rate"]),
        ("甲乙新材料项目一期4条生产线已投产，二期6条生产线加快建设。", ["production_lines"] * 2),
        ("甲乙新材料项目全年有望新增投资20亿元，全年预计产值10亿元。", ["new_investment", "project_output"]),
        ("甲乙科技“年产3万吨高纯硅项目”落户。", ["project_capacity"]),
        ("“年产5万吨二胺和9万吨聚酰胺”“20万吨/年玉米深加工”等甲乙核心项目年内投产。", ["project_capacity"] * 3),
        ("甲乙集团拟向丙丁公司战略投资6亿元。", ["strategic_investment"]),
        ("力争新投产项目新增工业产值20亿元以上。", ["new_industrial_output"]),
        ("新转化落地某大学研究院3项科技成果。", ["achievements_transformed"]),
        ("班子成员累计开展调查研究60余次。", ["field_studies"]),
        ("规模以上工业企业产品销售率97.5%。", ["industrial_sales_rate"]),
        # a unit that the indicator cannot have, and a narrower thing than the indicator counts
        ("甲乙新材料项目一期4亿元生产线已投产。", [None]),
        ("新签约亿元以上项目140个。", [None]),
    ],
)
def test_the_indicator_is_found(text: str, indicators: list[str | None]) -> None:
    assert [one.indicator for one in reading_of(text)] == indicators


def test_what_narrows_the_indicator_is_set_apart() -> None:
    (one,) = reading_of("力争新投产项目新增工业产值20亿元以上。")
    assert (one.breakdown, one.indicator_name, one.measure, one.bound) == (
        "新投产项目", "新增工业产值", "target", "at_least",
    )  # fmt: skip


def test_firms_listed_with_their_investments_are_kept_apart() -> None:
    found = reading_of("新引进落地了投资50亿元的甲乙能源、投资8亿元的丙丁碳纤和投资7亿元的戊己玻纤等一批重大项目。")
    assert [(one.ref_area, str(one.reported_value)) for one in found] == [
        ("甲乙能源", "50"), ("丙丁碳纤", "8"), ("戊己玻纤", "7"),
    ]  # fmt: skip
    assert {one.indicator for one in found} == {"project_total_investment"}
    assert [one.indicator_name for one in found[1:]] == ["投资", "投资"]


def test_a_capacity_is_of_the_firm_named_before_its_quotation() -> None:
    (one,) = reading_of("积极对接引进甲乙锦纶“年产50万吨切片”等转型项目。")
    assert one.ref_area == "甲乙锦纶" and one.obs_status == "plan"


def test_what_is_counted_in_passing_bears_no_attributes() -> None:
    found = {one.indicator: one for one in reading_of("成立九个重点项目专班，上半年投资完成率52.4%。")}
    assert found["investment_completion_rate"].breakdown == ""


@pytest.mark.parametrize("firm", ["山西甲乙集团", "上海甲乙丙集团", "某甲乙公司"])
def test_a_place_is_not_cut_out_of_a_firms_name(firm: str) -> None:
    (one,) = reading_of(f"{firm}新增投资3亿元。")
    assert (one.ref_area, one.indicator) == (firm, "new_investment")


def test_a_place_with_its_rank_is_a_place() -> None:
    (one,) = reading_of("山西省新增投资3亿元。")
    assert one.ref_area == "山西省"


def test_every_figure_of_the_seed_has_an_indicator() -> None:
    text = SEED.read_text(encoding="utf-8")
    context = Context(area="山西转型综改示范区", published_on=datetime.date(2023, 8, 1))
    figures = [one for one in reading_of(text, context) if one.value_text.isascii()]
    unnamed = [one.quote[:10] for one in figures if one.indicator is None]
    assert len(figures) > 100 and unnamed == ["334个项目中，工业"]  # the sum named again, to be divided
