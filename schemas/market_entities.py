"""raw.market_entities: one row is one market entity (市场主体) as one register extract has it."""

from typing import Annotated

import polars as pl

from schemas import credit_codes, divisions, industries
from schemas.polars_models import pa
from schemas.rules import Evidence, rule

ENTITY_TYPES = ("enterprise", "self_employed", "cooperative")
STATUSES = ("active", "revoked", "deregistered")
_CODE = ("credit_code", "as_of")
_AUTHORITY = ("authority_code", "registered_on", "as_of")
_DIVISION = ("division_code", "registered_on", "as_of")


class MarketEntities(Evidence):
    """The columns of raw.market_entities less extract_id, with the evidence that the rules need."""

    row_number: pl.Int64
    credit_code: str = pa.Field(title="统一社会信用代码")
    name: str = pa.Field(title="名称")
    entity_type: str = pa.Field(title="主体类型")
    status: str = pa.Field(title="登记状态")
    registered_on: pl.Date = pa.Field(title="成立日期")
    ended_on: pl.Date = pa.Field(nullable=True)
    authority_code: str = pa.Field(title="登记机关代码")
    division_code: str = pa.Field(nullable=True)
    industry_code: str = pa.Field(nullable=True)
    capital_amount: Annotated[pl.Decimal, 20, 2] = pa.Field(nullable=True)
    capital_currency: str = pa.Field(nullable=True)
    capital_text: str = pa.Field(nullable=True)
    extra: str = pa.Field(nullable=True)
    personal: str = pa.Field(nullable=True)

    @classmethod
    def sound(cls) -> dict[str, pl.Expr]:
        as_of = pl.col("as_of")
        return {
            "credit_code": credit_codes.sound(pl.col("credit_code"), as_of),
            "authority_code": divisions.sound(pl.col("authority_code"), as_of),
            "division_code": divisions.sound(pl.col("division_code"), as_of),
            "ended_on": pl.col("ended_on").is_null(),
        }

    @rule("credit_code", "统一社会信用代码不是18位或含不允许的字符", "not 18 characters of the code's alphabet")
    def credit_code_form(cls, code: pl.Expr) -> pl.Expr:
        return credit_codes.well_formed(code)

    @rule("credit_code", "统一社会信用代码校验位不符", "check digit does not match")
    def credit_code_check_digit(cls, code: pl.Expr) -> pl.Expr:
        return code.map_batches(credit_codes.check_digit_matches, return_dtype=pl.Boolean)

    @rule(
        "credit_code", "信用代码第3至8位不是登记机关", "characters 3 to 8 are no authority's at that time", tells=_CODE
    )
    def credit_code_authority(cls, code: pl.Expr) -> pl.Expr:
        return credit_codes.authority_known(code, pl.col("as_of"))

    @rule("repeated", "统一社会信用代码重复，保留首行", "the code stands in an earlier row, which is the one judged")
    def credit_code_duplicate(cls, repeated: pl.Expr) -> pl.Expr:
        return ~repeated

    @rule("entity_type", "主体类型不在代码表中", "entity type is not in the code list")
    def entity_type_unknown(cls, entity_type: pl.Expr) -> pl.Expr:
        return entity_type.is_in(ENTITY_TYPES)

    @rule("status", "登记状态不在代码表中", "status is not in the code list")
    def status_unknown(cls, status: pl.Expr) -> pl.Expr:
        return status.is_in(STATUSES)

    @rule("registered_on", "成立日期晚于名册时点", "registered after the day the extract describes")
    def registered_on_future(cls, registered_on: pl.Expr) -> pl.Expr:
        return registered_on <= pl.col("as_of")

    @rule("unreadable", "注销/吊销日期不是真实日期", "the end is printed but is no date")
    def ended_on_unreadable(cls, unreadable: pl.Expr) -> pl.Expr:
        return ~unreadable

    @rule("ended_on", "注销/吊销日期早于成立日期", "ended before it was registered")
    def ended_on_before_registered_on(cls, ended_on: pl.Expr) -> pl.Expr:
        return ended_on >= pl.col("registered_on")

    @rule("ended_on", "注销/吊销日期晚于名册时点", "ended after the day the extract describes")
    def ended_on_future(cls, ended_on: pl.Expr) -> pl.Expr:
        return ended_on <= pl.col("as_of")

    @rule("ended_on", "存续主体却有注销/吊销日期", "active, yet with the date of its end")
    def ended_on_of_active(cls, ended_on: pl.Expr) -> pl.Expr:
        return ended_on.is_null() | (pl.col("status") != "active")

    @rule("authority_code", "登记机关代码不是6位数字", "registering authority is not six digits")
    def authority_code_form(cls, code: pl.Expr) -> pl.Expr:
        return code.str.contains(r"^[0-9]{6}$")

    @rule(
        "authority_code",
        "登记机关代码未知",
        "no division of GB/T 2260 and no known authority has this code",
        tells=_AUTHORITY,
    )
    def authority_code_area(cls, code: pl.Expr) -> pl.Expr:
        return divisions.known(code)

    @rule(
        "authority_code",
        "登记机关代码在成立至名册时点之间未使用",
        "not in use between registration and the day of the extract",
        tells=_AUTHORITY,
    )
    def authority_code_date(cls, code: pl.Expr) -> pl.Expr:
        return _in_use(code)

    @rule("division_code", "行政区划代码不是6、9或12位数字", "division code is not 6, 9 or 12 digits")
    def division_code_form(cls, code: pl.Expr) -> pl.Expr:
        return code.str.contains(r"^[0-9]{6}([0-9]{3}){0,2}$")

    @rule("division_code", "行政区划代码未知", "no division of GB/T 2260 has this code", tells=_DIVISION)
    def division_code_area(cls, code: pl.Expr) -> pl.Expr:
        return divisions.known(code)

    @rule(
        "division_code",
        "行政区划代码在成立至名册时点之间未使用",
        "not in use between registration and the day of the extract",
        tells=_DIVISION,
    )
    def division_code_date(cls, code: pl.Expr) -> pl.Expr:
        return _in_use(code)

    @rule(
        "industry_code",
        "行业代码不在国民经济行业分类中",
        "industry code is not in GB/T 4754-2017",
        tells=("industry_code",),
    )
    def industry_code_unknown(cls, code: pl.Expr) -> pl.Expr:
        return industries.valid(code, pl.col("as_of"))


def _in_use(code: pl.Expr) -> pl.Expr:
    return divisions.in_use(code, pl.col("registered_on"), pl.col("as_of"))
