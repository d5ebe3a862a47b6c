"""raw.recognitions: one row is one certificate of one recognition programme (认定) as one list has it."""

from collections.abc import Callable

import polars as pl

from schemas import credit_codes
from schemas.polars_models import pa
from schemas.rules import Evidence, rule
from schemas.vocabulary import Programme, programmes

_NUMBER = ("certificate_number", "valid_from")


class Recognitions(Evidence):
    """The columns of raw.recognitions less extract_id, with the evidence that the rules need.

    A certificate that begins after the list's `as_of` is an error of the list; whether it holds on an earlier day of
    interest is for the marts to count.
    """

    row_number: pl.Int64
    programme: str
    name: str = pa.Field(title="企业名称")
    credit_code: str = pa.Field(nullable=True)
    certificate_number: str = pa.Field(nullable=True)
    valid_from: pl.Date = pa.Field(title="发证日期")
    valid_to: pl.Date = pa.Field(nullable=True)
    city: str = pa.Field(nullable=True)
    extra: str = pa.Field(nullable=True)
    personal: str = pa.Field(nullable=True)

    @rule("programme", "认定类别不在词表中", "programme is not in the vocabulary")
    def programme_unknown(cls, programme: pl.Expr) -> pl.Expr:
        return programme.is_in([entry.code for entry in programmes()])

    @rule("credit_code", "统一社会信用代码不是18位或含不允许的字符", "not 18 characters of the code's alphabet")
    def credit_code_form(cls, code: pl.Expr) -> pl.Expr:
        return credit_codes.well_formed(code)

    @rule("credit_code", "统一社会信用代码校验位不符", "check digit does not match")
    def credit_code_check_digit(cls, code: pl.Expr) -> pl.Expr:
        return code.map_batches(credit_codes.check_digit_matches, return_dtype=pl.Boolean)

    @rule(
        "credit_code",
        "信用代码第3至8位不是登记机关",
        "characters 3 to 8 are no authority's at that time",
        tells=("credit_code", "as_of"),
    )
    def credit_code_authority(cls, code: pl.Expr) -> pl.Expr:
        return credit_codes.authority_known(code, pl.col("as_of"))

    @rule(
        "certificate_number",
        "证书编号不合该项目的编号规则",
        "not as the programme's certificates are numbered",
        tells=_NUMBER,
    )
    def certificate_number_form(cls, number: pl.Expr) -> pl.Expr:
        return _of_programme(lambda entry: number.str.contains(f"^{entry.certificate_number or '.*'}$"))

    @rule(
        "certificate_number", "证书编号中的年份与发证日期不符", "bears another year than its first day", tells=_NUMBER
    )
    def certificate_number_year(cls, number: pl.Expr) -> pl.Expr:
        later = pl.col("valid_from").dt.year() - _of_programme(lambda entry: _year(number, entry))
        return later.is_between(0, 1)  # recognised at the end of a year, printed at the beginning of the next

    @rule(
        "repeated",
        "同一企业同一发证日期或同一证书编号重复，保留首行",
        "the firm and first day, or the number, stand in an earlier row",
    )
    def certificate_duplicate(cls, repeated: pl.Expr) -> pl.Expr:
        return ~repeated

    @rule("valid_from", "发证日期晚于名单时点", "begins after the day the list describes")
    def valid_from_future(cls, valid_from: pl.Expr) -> pl.Expr:
        return valid_from <= pl.col("as_of")

    @rule("unreadable", "有效期截止日期不是真实日期", "the last day is printed but is no date")
    def valid_to_unreadable(cls, unreadable: pl.Expr) -> pl.Expr:
        return ~unreadable

    @rule("valid_to", "有效期截止日期早于发证日期", "ends before it begins")
    def valid_to_before_valid_from(cls, valid_to: pl.Expr) -> pl.Expr:
        return valid_to > pl.col("valid_from")

    @rule(
        "valid_to",
        "有效期长于该项目的规定",
        "ends more than a year after the programme's certificates do",
        tells=("valid_from", "valid_to"),
    )
    def valid_to_beyond_programme(cls, valid_to: pl.Expr) -> pl.Expr:
        years = _of_programme(lambda entry: pl.lit(entry.validity_years, pl.Int64))
        return valid_to <= pl.col("valid_from").dt.offset_by(pl.format("{}y", years + 1))


def _of_programme(told: Callable[[Programme], pl.Expr]) -> pl.Expr:
    """What each row's programme tells; null where it is none."""
    return pl.coalesce(pl.when(pl.col("programme") == entry.code).then(told(entry)) for entry in programmes())


def _year(number: pl.Expr, programme: Programme) -> pl.Expr:
    if programme.certificate_number is None:
        return pl.lit(None, pl.Int32)
    return (
        number.str.extract_groups(f"^{programme.certificate_number}$").struct.field("year").cast(pl.Int32, strict=False)
    )
