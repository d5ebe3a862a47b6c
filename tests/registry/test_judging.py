"""The models against a judge in plain Python, on generated dirt; and rows kept apart over batches."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.config import ValidationDepth, config_context
from stdnum.cn import uscc

from flows.registry import rows
from flows.registry.judging import Seen, failing, reasons, told_by_model
from flows.registry.kinds import Kinds, constant, kinds
from schemas.market_entities import MarketEntities
from schemas.observations import Observations
from schemas.profiles import profile
from schemas.recognitions import Recognitions
from tests.registry.registers import MARKET

KIND = profile("default").market_entities
STEMS = ["91140105MA0K00001", "92149900MA0K00002", "93110000MA0K00003"]
GOOD_CODES = [stem + uscc.calc_check_digit(stem) for stem in STEMS]
BAD_CODES = [
    "",
    "12",
    GOOD_CODES[0][:17],
    GOOD_CODES[0][:-1] + ("0" if GOOD_CODES[0][-1] != "0" else "1"),
    "9" * 18,
    "样例样例样例",
]  # the last has 18 bytes
DATES = ["2015-03-01", "2023-06-30", "2023-07-01", "2022-02-30", "", "not a day", "2014-01-01"]

dirty_row = st.fixed_dictionaries(
    {
        "credit_code": st.sampled_from([*GOOD_CODES, *BAD_CODES]),
        "name": st.sampled_from(["样例有限公司", "", "N/A"]),
        "entity_type": st.sampled_from(["企业", "个体工商户", "未知", ""]),
        "status": st.sampled_from(["存续", "注销", "未知", ""]),
        "registered_on": st.sampled_from(DATES),
        "ended_on": st.sampled_from(DATES),
        "authority_code": st.sampled_from(["149900", "140105", "140481", "141105", "100000", "990000", "14", ""]),
        "industry_code": st.sampled_from(
            ["", "A", "0111", "C3411", "I65", "65", "C6513", "I6510", "98", "00", "C", "U", "51111"]
        ),
        "division_code": st.sampled_from(["140105", "140481001", "140105001002", "990000", "1401050", ""]),
    }
)


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def known(code: str) -> bool:
    return code[:6] in ("149900", "140105", "140481", "100000")


def in_use(code: str, registered: date | None) -> bool:
    """潞城市 (140481) became a district in 2018; for three years more its number is no wonder."""
    return code[:6] != "140481" or registered is None or registered.year <= 2021


def judged_by_hand(row: dict[str, str], earlier: set[str]) -> set[str]:
    """The rules as a clerk would apply them to one row."""
    code, authority, division = row["credit_code"], row["authority_code"], row["division_code"]
    registered, ended = day(row["registered_on"]), day(row["ended_on"])
    found = {
        "credit_code_missing": not code,
        "credit_code_form": code and len(code) != 18,
        "credit_code_check_digit": len(code) == 18 and not uscc.is_valid(code),
        "credit_code_authority": len(code) == 18 and code[2:8] == "999999",
        "credit_code_duplicate": code and code in earlier,
        "name_missing": row["name"] in ("", "N/A"),
        "entity_type_missing": not row["entity_type"],
        "entity_type_unknown": row["entity_type"] == "未知",
        "status_missing": not row["status"],
        "status_unknown": row["status"] == "未知",
        "registered_on_missing": registered is None,
        "registered_on_future": registered and registered > MARKET.as_of,
        "ended_on_unreadable": row["ended_on"] and ended is None,
        "ended_on_before_registered_on": ended and registered and ended < registered,
        "ended_on_future": ended and ended > MARKET.as_of,
        "ended_on_of_active": ended and row["status"] == "存续",
        "authority_code_missing": not authority,
        "authority_code_form": authority and len(authority) != 6,
        "authority_code_area": len(authority) == 6 and not known(authority),
        "authority_code_date": len(authority) == 6 and not in_use(authority, registered),
        "division_code_form": division and len(division) not in (6, 9, 12),
        "industry_code_unknown": row["industry_code"] in ("C6513", "I6510", "98", "00", "U", "51111"),
        "division_code_area": division and not known(division),
        "division_code_date": division and not in_use(division, registered),
    }
    return {reason for reason, holds in found.items() if holds}


def candidates(table: list[dict[str, str]], seen: Seen) -> pl.DataFrame:
    return pl.DataFrame({name: column.rows() for name, column in columns_of(table, seen).items()})


def columns_of(table: list[dict[str, str]], seen: Seen) -> dict[str, Kinds]:
    printed = {
        name: kinds(pl.Series([row.get(name) or None for row in table], dtype=pl.String)) for name in KIND.columns
    }
    printed["name"] = printed["name"].each(lambda names: names.replace("N/A", None))
    printed["row_number"] = Kinds(pl.int_range(1, len(table) + 1, eager=True))
    columns = rows.market_entities(
        printed
        | dict.fromkeys(["extra", "personal"], constant(None, pl.String, len(table)))
        | {"damaged": constant(False, pl.Boolean, len(table))},
        MARKET,
        KIND,
    )
    return columns | {"repeated": Kinds(seen.repeated(columns["credit_code"].rows()))}


def codes(why: pl.Series) -> list[set[str]]:
    return [{reason.split(":")[0] for reason in row} for row in why.to_list()]


@settings(deadline=None, max_examples=60)
@given(st.lists(dirty_row, min_size=1, max_size=8))
def test_the_models_refuse_what_a_clerk_refuses_for_the_same_reasons(table):
    earlier: set[str] = set()
    expected = []
    for row in table:
        expected.append(judged_by_hand(row, earlier))
        earlier.add(row["credit_code"])
    frame = candidates(table, Seen())
    why = reasons(frame, MarketEntities)
    assert codes(why) == expected
    survivors = frame.filter(why.list.len() == 0)
    assert codes(reasons(survivors, MarketEntities)) == [set()] * survivors.height


@settings(deadline=None, max_examples=60)
@given(st.lists(dirty_row, max_size=12))
def test_the_fast_way_refuses_what_the_model_refuses_for_the_same_reasons(table):
    columns = columns_of(table, Seen())
    frame = pl.DataFrame({name: column.rows() for name, column in columns.items()})
    told = told_by_model(frame, MarketEntities)
    assert failing(columns, MarketEntities).to_list() == (told.list.len() > 0).to_list()
    assert reasons(frame, MarketEntities).to_list() == told.to_list()


certificate = st.fixed_dictionaries(
    {
        "programme": st.sampled_from(["high_tech", "unicorn"]),
        "name": st.sampled_from(["样例有限公司", None]),
        "credit_code": st.sampled_from([*GOOD_CODES, *BAD_CODES, None]),
        "valid_from": st.sampled_from([date(2020, 1, 1), date(2024, 1, 1), None]),
        "valid_to": st.sampled_from([date(2019, 1, 1), date(2023, 1, 1), None]),
        "repeated": st.booleans(),
        "unreadable": st.booleans(),
        "damaged": st.booleans(),
    }
)


@settings(deadline=None, max_examples=60)
@given(st.lists(certificate, max_size=12))
def test_the_fast_way_judges_lists_like_the_model(table):
    columns = Recognitions.to_schema().columns
    plain = [{name: None for name in columns} | row | {"row_number": 1, "as_of": MARKET.as_of} for row in table]
    frame = pl.DataFrame(plain, schema={name: column.dtype.type for name, column in columns.items()})
    assert reasons(frame, Recognitions).to_list() == told_by_model(frame, Recognitions).to_list()


@pytest.mark.parametrize("model", [MarketEntities, Recognitions, Observations])
def test_every_rule_of_a_model_is_in_the_fast_way(model):
    checks = [check.name for column in model.to_schema().columns.values() for check in column.checks]
    assert len(checks) > 5 and len(set(checks)) == len(checks)
    assert all(hasattr(getattr(model, name), "passes") for name in checks)
    assert not model.to_schema().checks  # a rule on the whole frame would be left out


@settings(deadline=None, max_examples=20)
@given(st.lists(dirty_row, min_size=2, max_size=10), st.data())
def test_batches_are_judged_like_the_whole(table, data):
    cut = data.draw(st.integers(1, len(table) - 1))
    whole = reasons(candidates(table, Seen()), MarketEntities).to_list()
    seen = Seen()
    parts = [reasons(candidates(part, seen), MarketEntities).to_list() for part in (table[:cut], table[cut:])]
    assert [*parts[0], *parts[1]] == whole


def test_pandera_cannot_be_switched_off_from_outside():
    frame = candidates([{"credit_code": "12"}], Seen())
    expected = codes(reasons(frame, MarketEntities))
    with config_context(validation_enabled=False, validation_depth=ValidationDepth.SCHEMA_ONLY):
        assert codes(reasons(frame, MarketEntities)) == expected
    assert "credit_code_form" in expected[0]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.one_of(st.none(), st.integers(0, 400).map(str)), max_size=200), max_size=5))
def test_repeats_are_those_of_a_set(batches):
    seen, kept = Seen(), set()
    for batch in batches:
        expected = []
        for key in batch:
            expected.append(key is not None and key in kept)
            kept.add(key)
        assert seen.repeated(pl.Series(batch, dtype=pl.String)).to_list() == expected


def test_a_full_table_grows_and_forgets_nothing():
    seen = Seen()
    keys = pl.int_range(150_000, eager=True).cast(pl.String)
    assert not seen.repeated(keys[:20_000]).any()
    assert not seen.repeated(keys[20_000:]).any()
    assert seen.repeated(keys).all()


def test_null_keys_are_never_repeats():
    seen = Seen()
    assert seen.repeated(pl.Series(["a", None, "a", None])).to_list() == [False, False, True, False]
    assert seen.repeated(pl.Series([None, "b", "a"])).to_list() == [False, False, True]
