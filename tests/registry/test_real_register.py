"""A real register of 2019, which lies beside the project and is never shipped."""

import csv
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from stdnum.cn import uscc

from flows.registry.extract import ExtractMetadata
from schemas.credit_codes import check_digit_matches, well_formed
from schemas.errors import Refused
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
