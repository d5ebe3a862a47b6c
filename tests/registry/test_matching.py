"""Which entity a list row means, case by case and measured on a real register with its names damaged."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.registry.matching import match
from flows.registry.matching import names as spelt
from tests.registry.damage import labelled, precision_and_recall

REGISTER = Path(__file__).resolve().parents[3] / "shared" / "registry" / "shanxi_2019.csv"
TEXT = {"name": pl.String, "city": pl.String, "industry": pl.String}
ENTITY = {"credit_code": pl.String, "name": pl.String, "current": pl.Boolean, "place": pl.String, "industry": pl.String}


def entity(code: str, name: str, current=True, place="1401", industry=None) -> tuple:
    return code, name, current, place, industry


def link(name: str, *entities: tuple, city=None, industry=None) -> tuple:
    """What one listed name is linked to, and why. Ten firms of 太原 and of 大同 tell what the cities are called."""
    others = [
        entity(f"{place}-{n}", f"{city}市第{n}号样板有限公司", place=place)
        for place, city in (("1401", "太原"), ("1402", "大同"))
        for n in range(10)
    ]
    told = [(firm[1], "太原市" if firm[3] == "1401" else "大同市", None) for firm in others]
    listed = pl.DataFrame([(name, city, industry), *told], schema=TEXT, orient="row")
    matched = match(listed, pl.DataFrame([*entities, *others], schema=ENTITY, orient="row"))
    assert matched.height == listed.height and matched["name"].to_list() == listed["name"].to_list()
    return matched.row(0, named=True)["credit_code"], matched.row(0, named=True)["reason"]


@pytest.mark.parametrize(
    ("listed", "registered", "reason"),
    [
        ("山西甲乙科技有限公司", "山西甲乙科技有限公司", "name"),
        (" 山西甲乙　科技有限公司", "山西甲乙科技有限公司", "name"),
        ("山西（甲乙）ＡＢ科技有限公司", "山西(甲乙)AB科技有限公司", "name"),
        ("山西甲乙科技有限责任公司", "山西甲乙科技有限公司", "key"),
        ("山西省甲乙科技有限公司", "山西甲乙科技有限公司", "key"),
        ("太原甲乙科技有限公司", "太原市甲乙科技有限公司", "key"),
        ("山西侯氏科技有限公司", "山西候氏科技有限公司", "fold"),
    ],
)
def test_what_printing_and_scanning_change_is_no_difference(listed, registered, reason):
    assert link(listed, entity("X", registered)) == ("X", reason)


@pytest.mark.parametrize(
    ("listed", "registered"),
    [
        ("太原天京商贸有限公司", "太原天都商贸有限公司"),  # two firms of the real register
        ("介休市盛通汽贸有限公司", "介休市盛源通汽贸有限公司"),  # these too
        ("大同市同烟实业公司同心三部", "大同市同烟实业公司同心四部"),
        ("山西甲乙科技股份有限公司", "山西甲乙科技有限公司"),
        ("山西甲乙商贸有限公司", "山西甲乙工贸有限公司"),
        ("太原甲乙科技有限公司", "大同甲乙科技有限公司"),
    ],
)
def test_what_tells_two_firms_apart_is_left_to_a_person(listed, registered):
    assert (
        link(
            listed,
            entity("X", registered),
            *(entity(f"s{n}", f"山西丙{chr(0x4E00 + n)}商贸有限公司") for n in range(30)),
        )[0]
        is None
    )


def test_a_slip_in_a_generic_word_is_told_from_another_word():
    others = [entity(f"s{n}", f"山西丙{chr(0x5E00 + n)}商贸有限公司") for n in range(60)]
    assert link("山西甲乙商货有限公司", entity("X", "山西甲乙商贸有限公司"), *others) == ("X", "slip")
    assert link("山西甲乙商贸贸有限公司", entity("X", "山西甲乙商贸有限公司"), *others) == ("X", "slip")


def test_an_old_name_links_and_gives_way_to_the_firm_that_bears_the_name_today():
    old = entity("X", "山西甲乙科技有限公司", current=False)
    assert link("山西甲乙科技有限公司", old, entity("X", "山西丙丁科技有限公司")) == ("X", "old_name")
    assert link("山西甲乙科技有限公司", old, entity("Y", "山西甲乙科技有限公司")) == ("Y", "name")


def test_of_two_firms_of_one_name_the_city_or_the_industry_tells_or_nobody():
    two = (
        entity("T", "甲乙科技有限公司", place="1401", industry="C35"),
        entity("D", "甲乙科技有限公司", place="1402", industry="I65"),
    )
    assert link("甲乙科技有限公司", *two, city="太原市") == ("T", "name")
    assert link("甲乙科技有限公司", *two, city="大同市") == ("D", "name")
    assert link("甲乙科技有限公司", *two, industry="I65") == ("D", "name")
    assert link("甲乙科技有限公司", *two) == (None, "ambiguous")


def test_a_likeness_elsewhere_is_not_the_firm():
    assert link("甲乙科技有限责任公司", entity("X", "甲乙科技有限公司", place="1402"), city="太原市") == (
        None,
        "elsewhere",
    )
    assert link("甲乙科技有限责任公司", entity("X", "甲乙科技有限公司", place="1401"), city="太原市") == ("X", "key")


def test_a_name_like_no_other_is_said_to_be_unknown():
    assert link("丙丁戊己", entity("X", "山西甲乙科技有限公司")) == (None, "unknown")


def test_review_shows_the_likely_ones_best_first():
    listed = pl.DataFrame([("山西甲乙丙科技有限公司", None, None)], schema=TEXT, orient="row")
    likely = [entity("far", "山西甲乙丁戊机械有限公司"), entity("near", "山西甲乙丁科技有限公司")]
    row = match(listed, pl.DataFrame(likely, schema=ENTITY, orient="row")).row(0, named=True)
    assert row["credit_code"] is None and row["reason"] == "unsure"
    assert (
        row["candidates"].index("near") < row["candidates"].index("far")
        and "山西甲乙丁科技有限公司" in row["candidates"]
    )


def test_an_empty_list_and_an_empty_register():
    none = pl.DataFrame(schema=TEXT)
    nobody = pl.DataFrame(schema=ENTITY)
    one = pl.DataFrame([entity("X", "山西甲乙科技有限公司")], schema=ENTITY, orient="row")
    assert match(none, one).height == 0
    assert match(pl.DataFrame([("山西甲乙科技有限公司", None, None)], schema=TEXT, orient="row"), nobody)[
        "reason"
    ].to_list() == ["unknown"]


@given(st.text("山西太原市省甲乙科技限公司()（） 　・ABＡＢ12１２", min_size=1, max_size=20))
def test_folding_again_changes_nothing(name):
    once = pl.select(pl.lit(name)).select(plain=spelt.plain(pl.first()))
    again = once.select(spelt.plain(pl.col("plain")))
    assert again.item() == once.item()


def test_look_alikes_stand_in_one_group_and_are_no_numerals():
    characters = "".join(spelt.LOOKALIKES.split())
    assert len(characters) == len(set(characters))
    assert not set(characters) & set("一二三四五六七八九十")


@pytest.mark.skipif(not REGISTER.exists(), reason="the real register of 2019 is not here")
@pytest.mark.parametrize("seed", [1, 2])
def test_precision_and_recall_on_a_real_register_with_damaged_names(seed):
    firms = pl.read_csv(REGISTER, infer_schema_length=0, truncate_ragged_lines=True).select(
        name="企业名称", credit_code="统一社会信用代码", city="地区"
    )
    whole = firms.filter(pl.col("credit_code").str.len_chars() == 18, pl.col("name").str.len_chars() > 6).unique(
        "credit_code", maintain_order=True
    )
    listed, register = labelled(whole, seed)
    assert listed["truth"].null_count() > 900
    precision, recall = precision_and_recall(match(listed, register))
    assert precision >= 0.995 and recall >= 0.95
