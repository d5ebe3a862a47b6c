"""The vocabulary as it stands is whole, and each kind of bad entry is refused with its file and its name."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from time import process_time

import msgspec
import pytest

from schemas import vocabulary
from schemas.errors import UsageError
from schemas.vocabulary import Area, Indicator, Partition, Programme, Theme, Unit, checks, seeds

THEMES_ASKED = {
    "economy",
    "investment_promotion",
    "projects",
    "service_times",
    "market_entities",
    "innovation",
    "settled_problems",
}
# What the seed bulletin reports, as it prints the names.
SEED_NAMES = {
    "地区生产总值(GDP)": "gdp",
    "服务业增加值": "tertiary_industry_value_added",
    "固定资产投资": "fixed_asset_investment",
    "工业投资": "industrial_investment",
    "规上工业增加值": "industrial_value_added_above_size",
    "社会消费品零售总额": "retail_sales",
    "一般公共预算收入": "general_budget_revenue",
    "累计签约总投资": "signed_total_investment",
    "建设项目": "construction_projects",
    "新建项目": "new_projects",
    "续建项目": "continued_projects",
    "工业项目": "industrial_projects",
    "非工业项目": "non_industrial_projects",
    "总投资": "project_total_investment",
    "年度计划投资": "annual_planned_investment",
    "省级重点工程": "provincial_key_projects",
    "投资完成率": "investment_completion_rate",
    "开工率": "project_start_rate",
    "从签约到开工": "signing_to_start_time",
    "市场主体总量": "market_entities",
    "企业占比": "enterprise_share",
    "涉税主体": "tax_active_entities",
    "涉税主体占比": "tax_active_share",
    "高新技术企业": "high_tech_firms",
    "专精特新中小企业": "srdi_sme_firms",
    "省级专精特新“小巨人”企业": "little_giant_provincial_firms",
    "国家级专精特新“小巨人”企业": "little_giant_national_firms",
    "重点国家级专精特新“小巨人”企业": "little_giant_national_key_firms",
    "国家重点实验室": "national_key_laboratories",
    "遗留问题": "legacy_problems",
    "历史欠账": "legacy_debts_paid",
    "新增工业产值": "new_industrial_output",
    "新增工业投资": "new_industrial_investment",
}


@pytest.fixture(scope="module")
def named() -> dict[str, str]:
    return {
        checks.folded(name): entry.code for entry in vocabulary.indicators() for name in (entry.name, *entry.aliases)
    }


def test_the_vocabulary_does_not_contradict_itself() -> None:
    checks.check()


def test_it_has_the_indicators_and_themes_that_communiques_need() -> None:
    assert len(vocabulary.indicators()) >= 250
    assert {theme.code for theme in vocabulary.themes()} >= THEMES_ASKED
    assert {entry.theme for entry in vocabulary.indicators()} == {theme.code for theme in vocabulary.themes()}


def test_each_file_holds_the_indicators_of_its_theme() -> None:
    for theme in vocabulary.themes():
        entries = vocabulary._load(f"indicators/{theme.code}.yml", Indicator)
        assert {entry.theme for entry in entries} == {theme.code}


@pytest.mark.parametrize(("printed", "code"), SEED_NAMES.items())
def test_every_name_of_the_seed_bulletin_is_known(named: dict[str, str], printed: str, code: str) -> None:
    assert named.get(checks.folded(printed)) == code


def test_every_programme_is_counted_by_one_indicator() -> None:
    counted = [entry.programme for entry in vocabulary.indicators() if entry.programme]
    assert sorted(counted) == sorted(programme.code for programme in vocabulary.programmes())


@pytest.mark.parametrize(
    "too_general", ["投资", "收入", "支出", "企业", "项目", "人口", "产量", "面积", "增加值", "数量"]
)
def test_no_name_is_a_word_of_running_text(named: dict[str, str], too_general: str) -> None:
    assert too_general not in named


def test_loading_takes_little_time() -> None:
    """0.06 s on the machine it was written on; the bound is for slower ones."""
    lists = (vocabulary.indicators, vocabulary.themes, vocabulary.programmes, vocabulary.units, vocabulary.areas)

    def load() -> float:
        for one in lists:
            one.cache_clear()
        start = process_time()
        for one in lists:
            one()
        return process_time() - start

    assert min(load() for _ in range(3)) < 0.2


# One bad input a check: files.

GOOD = """
- code: gdp
  name: 地区生产总值
  name_en: Gross regional product
  definition: 一个地区所有常住单位在一定时期内生产活动的最终成果。
  definition_en: The final result of the production of all resident units.
  source: 《中国国民经济核算体系（2016）》
  unit: 元
  kind: flow
  theme: economy
"""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GOOD + "  colour: red\n", r"bad\.yml, entry 1 \(gdp\): .*unknown field `colour`"),
        (GOOD.replace("  unit: 元\n", ""), r"bad\.yml, entry 1 \(gdp\): .*missing required field `unit`"),
        (GOOD.replace("kind: flow", "kind: often"), r"bad\.yml, entry 1 \(gdp\): .*'often'"),
        (GOOD + "  aliases: GDP\n", r"bad\.yml, entry 1 \(gdp\): .*array"),
        (GOOD + "  unit: 吨\n", r"bad\.yml: (?s:.)*unit stands twice"),
        (GOOD + "- 地区生产总值\n", r"bad\.yml, entry 2 \(地区生产总值\)"),
        ("code: gdp\n", r"bad\.yml: a list of entries is expected"),
        ("- code: [gdp\n", r"bad\.yml: "),
    ],
    ids=[
        "unknown key",
        "missing key",
        "bad value",
        "no list",
        "key twice",
        "no entry",
        "no file of entries",
        "no yaml",
    ],
)
def test_a_bad_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str) -> None:
    monkeypatch.setattr(vocabulary, "FOLDER", tmp_path)
    (tmp_path / "bad.yml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        vocabulary._load("bad.yml", Indicator)


def test_a_good_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "FOLDER", tmp_path)
    (tmp_path / "good.yml").write_text(GOOD, encoding="utf-8")
    assert [entry.code for entry in vocabulary._load("good.yml", Indicator)] == ["gdp"]


# One bad input a check: entries.

WHOLE = Indicator(
    code="gdp",
    name="地区生产总值",
    name_en="Gross regional product",
    definition="一个地区所有常住单位在一定时期内生产活动的最终成果。",
    definition_en="The final result of the production of all resident units.",
    source="《中国国民经济核算体系（2016）》",
    unit="元",
    kind="flow",
    theme="economy",
    aliases=("GDP",),
    parts=(("services",),),
)
PART = msgspec.structs.replace(
    WHOLE, code="services", name="服务业增加值", definition="第三产业各行业常住单位的增加值。", aliases=(), parts=()
)
COHORT = msgspec.structs.replace(
    PART,
    code="firms",
    name="高新技术企业数",
    definition="期末证书在有效期内的居民企业数量。",
    unit="家",
    aliases=("高新技术企业",),
    programme="high_tech",
)
YUAN = Unit(symbol="元", name_en="yuan", dimension="money", base="元")
FIRM = Unit(symbol="家", name_en="firm", dimension="count_firm", base="家", aliases=("户",))
PROGRAMME = Programme(
    code="high_tech",
    name="高新技术企业",
    name_en="High-tech enterprise",
    level="national",
    aliases=("高企",),
    definition="证书在有效期内的企业。",
    definition_en="Enterprises with a certificate.",
    source="国科发火〔2016〕32号",
    validity_years=3,
)
ECONOMY = Theme(code="economy", name="综合", name_en="Economy")
Change = Callable[[Indicator], Indicator]


def changed(**fields: object) -> Change:
    return lambda entry: msgspec.structs.replace(entry, **fields)


def problems(*indicators: Indicator) -> list[str]:
    return [
        *checks.theme_problems([ECONOMY], indicators, {"economy"}),
        *checks.entry_problems(indicators),
        *checks.name_clashes(indicators, [PROGRAMME]),
        *checks.reference_problems(indicators, [YUAN, FIRM], [PROGRAMME]),
    ]


def test_good_entries_have_no_problems() -> None:
    assert problems(WHOLE, PART, COHORT) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (changed(code="GDP-total"), "a code is written in lower case"),
        (changed(code="services"), "the code stands 2 times"),
        (changed(name=" 地区生产总值"), "' 地区生产总值' is empty or has blanks around it"),
        (changed(source=""), "'' is empty or has blanks around it"),
        (changed(definition="地区生产总值。"), "the definition says no more than the name"),
        (changed(theme="economics"), "the theme economics is not in themes.yml"),
        (changed(unit="美元"), "美元 is no base unit"),
        (changed(unit="户"), "户 is no base unit"),
        (changed(unit="元/头"), "元/头 is no base unit"),
        (changed(programme="srdi_sme"), "srdi_sme is not in programmes.yml"),
        (changed(parts=(("industry",),)), "its part industry is no other indicator"),
        (changed(parts=(("gdp",),)), "its part gdp is no other indicator"),
        (changed(parts=(("firms",),)), "its part firms is in 家, not 元"),
        (changed(aliases=("服务业增加值",)), "both are called 服务业增加值"),
        (changed(aliases=("“服务业”增加值",)), "both are called 服务业增加值"),
        (changed(aliases=("高 企",)), "both are called 高企"),
    ],
)
def test_a_bad_entry_is_named_with_its_file(change: Change, message: str) -> None:
    bad = change(WHOLE)
    found = problems(bad, PART, COHORT)
    assert any(message in one for one in found)
    assert all(f"schemas/vocabulary/indicators/{bad.theme}.yml: " in one for one in found)


def test_full_width_and_case_make_no_other_name() -> None:
    other = msgspec.structs.replace(PART, aliases=("ｇｄｐ",))
    assert any("gdp and " in one and "both are called gdp" in one for one in checks.name_clashes([WHOLE, other], []))


def test_a_programme_shares_its_names_with_its_own_cohort_alone() -> None:
    assert list(checks.name_clashes([COHORT], [PROGRAMME])) == []
    stranger = msgspec.structs.replace(COHORT, programme=None)
    found = list(checks.name_clashes([stranger], [PROGRAMME]))
    assert len(found) == 1
    assert "economy.yml: firms" in found[0] and "programmes.yml: high_tech" in found[0]


def test_a_file_that_no_theme_names_is_not_passed_over() -> None:
    found = list(checks.theme_problems([ECONOMY], [], {"economy", "weather"}))
    assert len(found) == 1 and "indicators/weather.yml is never read" in found[0]


def test_two_areas_with_one_name_are_named() -> None:
    one = Area(code="140000", name="山西省", name_en="Shanxi", level="province", aliases=("山西",))
    other = Area(code="610000", name="陕西省", name_en="Shaanxi", level="province", aliases=("山西",))
    assert list(checks.area_clashes([one], [])) == []
    found = list(checks.area_clashes([one, other], []))
    assert len(found) == 1 and "140000" in found[0] and "610000" in found[0]


def test_two_units_with_one_spelling_and_a_base_that_is_none_are_named() -> None:
    household = Unit(symbol="农户", name_en="household", dimension="count_firm", base="户", aliases=("户",))
    assert list(checks.unit_problems([YUAN, FIRM])) == []
    found = list(checks.unit_problems([FIRM, household]))
    assert found[0].startswith("schemas/vocabulary/units.yml: 农户: 户 is also 家")
    assert found[1].startswith("schemas/vocabulary/units.yml: 农户: its base 户 is no unit of its own")


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ((("城镇", "城市"),), "needs two parts or more"),
        ((("城镇",), ()), "needs two parts or more"),
        ((("城镇", "市区"), ("乡村", "市区")), "市区 stands twice"),
    ],
)
def test_a_partition_that_divides_nothing_is_named(parts: tuple[tuple[str, ...], ...], message: str) -> None:
    bad = Partition(code="urban_rural", name="城乡", name_en="Urban and rural", parts=parts)
    good = Partition(code="sexes", name="性别", name_en="Sexes", parts=(("男性",), ("女性",)))
    (problem,) = checks.partition_problems([bad, good])
    assert "partitions.yml: urban_rural" in problem and message in problem


def test_check_raises_what_it_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "indicators", lambda: (WHOLE,))
    with pytest.raises(UsageError, match=r"economy\.yml: gdp: its part services is no other indicator"):
        checks.check()


# The seeds that dbt reads.


def test_the_committed_seeds_are_what_the_vocabulary_makes(tmp_path: Path) -> None:
    seeds.write(tmp_path)
    made = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert len(made) == 10
    for name, text in made.items():
        committed = (seeds.FOLDER / name).read_text(encoding="utf-8")
        assert committed == text, f"{name} is out of date: run python -m schemas.vocabulary.seeds"


def test_a_cell_is_written_as_sql_reads_it() -> None:
    assert seeds._cell(("甲", "乙")) == "甲|乙"
    assert seeds._cell(None) == ""
    assert seeds._cell(True) == "true"
    assert seeds._cell(Decimal("0.0000000001")) == "0.0000000001"
    with pytest.raises(UsageError, match=r"'甲\|乙' holds a \|"):
        seeds._cell(("甲|乙",))
