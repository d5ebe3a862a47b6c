"""Personal data of the registers: how it is recognised, and what is left of it wherever a row is kept or shown."""

import polars as pl

MASK = "**"
# (?-u:\b): a boundary next to Chinese characters too
_NUMBERS = (
    r"(?-u:\b)1[3-9][0-9]{9}(?-u:\b)",  # mobile telephones
    r"(?-u:\b)0[0-9]{2,3}-[0-9]{7,8}(?-u:\b)",  # telephones with an area code
    r"(?-u:\b)[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx](?-u:\b)",
)
_PERSON = r"^\p{Han}{2,4}$"
LONGEST_PERSON = 16  # bytes
# the last character of names of businesses and places that are as short as a person's
_TRADES = "市县区省店厂行部馆坊社站场屋铺吧院所园室摊司楼阁轩斋居家庄"


def masked(value: pl.Expr) -> pl.Expr:
    """A value of a personal column: its first character, nothing more."""
    return pl.when(value != "").then(value.str.head(1) + MASK).otherwise(value)


def without_numbers(value: pl.Expr) -> pl.Expr:
    """Free text with its telephone and identity numbers masked."""
    for pattern in _NUMBERS:
        value = value.str.replace_all(pattern, MASK)
    return value


def looks_like_a_person(value: pl.Expr) -> pl.Expr:
    """Two to four Han characters that do not end like a trade name: such a name of a business is its owner's."""
    return value.str.contains(_PERSON) & ~value.str.contains(f"[{_TRADES}]$")
