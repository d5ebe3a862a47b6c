"""Printed values as typed ones. What cannot be read becomes null; whether that may be is for the rules to say."""

from datetime import date

import polars as pl

MONEY = pl.Decimal(20, 2)
_DATE = r"^([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?(?:[ T][0-9:.]+)?$"
_COMPACT_DATE = r"^([0-9]{4})([0-9]{2})([0-9]{2})$"
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
_CAPITAL = (
    r"^(?:人民币)?(?<amount>[0-9][0-9,]*(?:\.[0-9]+)?)(?<unit>万?元?(?:人民币|美元|港元|港币|欧元|日元|英镑)?元?)$"
)
_CURRENCIES = {"美元": "USD", "港元": "HKD", "港币": "HKD", "欧元": "EUR", "日元": "JPY", "英镑": "GBP"}


def text(printed: pl.Series, blank: tuple[str, ...]) -> pl.Series:
    """Without the white space around it; null where nothing stands, or what the source prints for nothing."""
    stripped = printed.str.strip_chars()
    nothing = ["", *blank]
    if not (stripped.str.len_bytes() <= max(len(word.encode()) for word in nothing)).any():
        return stripped
    return stripped.set(stripped.is_in(nothing), None)


def code(printed: pl.Series) -> pl.Series:
    """A code in half-width capitals without spaces and without the mark by which spreadsheets force text."""
    odd = ~printed.str.contains("^[0-9A-Z]*$")
    if not odd.any():
        return printed
    mended = printed.str.normalize("NFKC").str.replace_all(r"[\s'`]", "").str.to_uppercase()
    return mended.alias(printed.name)


def dates(printed: pl.Series, forms: tuple[str, ...] = ()) -> pl.Series:
    """2023-06-30, 2023/6/30, 2023.6.30, 20230630, 2023年6月30日, with or without a time, then the source's own forms.

    Null where no real date.
    """
    read = printed.str.to_date("%Y-%m-%d", strict=False)
    others = (read.is_null() & printed.is_not_null()).arg_true()
    if len(others):
        plain = printed.gather(others).str.replace(_DATE, "$1-$2-$3").str.replace(_COMPACT_DATE, "$1-$2-$3")
        tried = [plain.str.to_date(form, strict=False) for form in ("%Y-%m-%d", *forms)]
        read = read.scatter(others, pl.select(pl.coalesce(tried)).to_series())
    return read.set(~read.is_between(_FIRST_DAY, _LAST_DAY), None)


def coded(printed: pl.Series, values: dict[str, tuple[str, ...]]) -> pl.Series:
    """Our value for the printed one, with or without what stands after it in brackets or behind a space; unknown ones stay as printed."""
    ours = {spelling: value for value, spellings in values.items() for spelling in spellings}
    bare = printed.str.replace(r"[\s（(].*$", "")
    found = [spelling.replace_strict(ours, default=None, return_dtype=pl.String) for spelling in (printed, bare)]
    return found[0].fill_null(found[1]).fill_null(printed)


def capital(printed: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Registered capital: amount in whole units of the currency, and the currency (ISO 4217).

    The amount is null where the text has no number or no unit: a bare number may be yuan or ten thousand yuan.
    """
    plain = printed.str.normalize("NFKC").str.replace_all(r"[\s()]", "")
    parts = plain.str.extract_groups(_CAPITAL).struct.unnest()
    unit = pl.when(pl.col("unit") != "").then("unit")
    factor = pl.when(unit.str.contains("万")).then(10_000.0).otherwise(1.0)
    currency = unit.str.extract(f"({'|'.join(_CURRENCIES)})").replace_strict(_CURRENCIES, default="CNY")
    amount = (pl.col("amount").str.replace_all(",", "").cast(pl.Float64, strict=False) * factor).round(2)
    read = parts.select(
        capital_amount=pl.when(unit.is_not_null()).then(amount).cast(MONEY, strict=False),
        capital_currency=pl.when(unit.is_not_null()).then(currency),
    )
    return read["capital_amount"], read["capital_currency"]
