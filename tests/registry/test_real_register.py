"""A real register of 2019, which lies beside the project and is never shipped."""

import csv
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from stdnum.cn import uscc

from schemas.credit_codes import check_digit_matches, well_formed
from schemas.errors import Refused
from schemas.sidecars import ExtractMetadata
from tests.registry.registers import JudgedExtract

REAL = Path(__file__).parents[3] / "shared" / "registry" / "shanxi_2019.csv"
pytestmark = pytest.mark.skipif(not REAL.exists(), reason="the shared real register is not beside the project")


def test_real_codes_are_judged_like_stdnum():
    with REAL.open(encoding="utf-8-sig", newline="") as file:
        codes = [row["统一社会信用代码"] for row in csv.DictReader(file)]
    ours = (
        pl.Series("code", codes)
        .to_frame()
        .select(
            form=well_formed(pl.col("code")),
            digit=pl.col("code").map_batches(check_digit_matches, return_dtype=pl.Boolean),
        )
    )
    judged = [bool(form and digit) for form, digit in ours.iter_rows()]
    assert judged == [uscc.is_valid(code) and code == uscc.compact(code) for code in codes]
    assert sum(judged) > 5_000


def test_a_register_without_status_and_authority_is_refused_by_name():
    facts = ExtractMetadata(kind="market_entities", area="140000", as_of=date(2019, 12, 31), publisher="x")
    with pytest.raises(Refused) as refused:
        JudgedExtract(REAL, facts)
    for part in ("shanxi_2019.csv", "status", "authority_code", "企业名称", "注册日期", "法人代表"):
        assert part in str(refused.value)


def test_a_list_of_new_registrations_loads_with_every_refused_row_explained():
    facts = ExtractMetadata(
        kind="market_entities", area="140000", as_of=date(2019, 12, 31), publisher="x", profile="new_registrations"
    )
    judged = JudgedExtract(REAL, facts)
    with REAL.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert judged.rows_read == len(rows) == judged.good.height + judged.refused.height
    assert judged.good.height > 0.98 * len(rows)
    wrong = {number for number, row in enumerate(rows, 1) if not uscc.is_valid(row["统一社会信用代码"])}
    told = {row["row_number"]: row["reasons"] for row in judged.refused.iter_rows(named=True)}
    assert wrong <= set(told) and all(told.values())
    for number, row in zip(judged.good["row_number"], judged.good.iter_rows(named=True), strict=True):
        printed = rows[number - 1]
        assert row["authority_code"] == printed["统一社会信用代码"][2:8]
        assert row["capital_text"] == (printed["注册资金"] if printed["注册资金"] not in ("N/A", "-") else None)
        if row["capital_text"]:  # every amount of this file is printed in ten thousands
            amount = Decimal(re.match(r"[0-9,.]+", row["capital_text"]).group().replace(",", ""))
            assert row["capital_amount"] == amount * 10_000
        assert row["status"] == "active"
    assert judged.personal_columns == ["法人代表"]
