"""How a rule on a landed table is declared: a polars expression in a pandera model, with a reason for people."""

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from schemas.polars_models import pa

Rule = Callable[[Any, pl.Expr], pl.Expr]


TOLD = r" \[[^\]]*\]$"  # the row's values at the end of a reason


def rule(column: str, chinese: str, english: str, *, tells: tuple[str, ...] = ()) -> Callable[[Rule], Any]:
    """Declare a rule on `column`: its name is the reason's code, its result true where a row passes.

    A null passes: a missing value has its own reason, so that one fault is not told twice. What the rule `tells` are
    columns whose values end the reason: those that the row as printed does not show.
    """

    def declare(passes: Rule) -> Any:
        def check(cls: type[Any], data: pa.PolarsData) -> pl.LazyFrame:
            return data.lazyframe.select(passes(cls, pl.col(data.key)))

        code = passes.__name__
        check.__name__ = code  # pandera collects checks by the function's name
        check.passes = passes  # type: ignore[attr-defined]  # for `faults`
        check.tells = tells  # type: ignore[attr-defined]  # for `reason`
        return pa.check(column, name=code, error=f"{code}: {chinese} / {english}")(check)

    return declare


def looked_up(columns: list[pl.Expr], fine: Callable[..., pl.Series], judge: Callable[..., pl.Series]) -> pl.Expr:
    """Whether a row passes: where the first column's value is one of the fine ones it does, only the others are judged."""

    def look(values: Sequence[pl.Series]) -> pl.Series:
        if values[0].is_empty():
            return pl.Series([], dtype=pl.Boolean)
        found = values[0].is_in(fine(*values))
        rest = (~found).fill_null(False)
        if not rest.any():
            return found
        return found.scatter(rest.arg_true(), judge(*(column.filter(rest) for column in values)))

    return pl.map_batches(columns, look, pl.Boolean)


class Evidence(pa.DataFrameModel):
    """What is known of a row of an extract beside the columns that land; rules look at it, it is not landed."""

    class Config:
        strict = True

    as_of: pl.Date  # the day the extract describes
    repeated: bool  # an earlier row of the extract has the same key
    unreadable: bool  # an optional date is printed but is no date
    damaged: bool  # holds U+FFFD or NUL: bytes that are no text in the file's encoding

    @rule("damaged", "含无法解码的字节或空字符", "holds bytes that are no text in the file's encoding, or NUL")
    def characters_damaged(cls, damaged: pl.Expr) -> pl.Expr:
        return ~damaged

    @classmethod
    def sound(cls) -> dict[str, pl.Expr]:
        """By column, a quick look that knows most of the values that pass all its rules; see `sound` below."""
        return {}


def faults(model: type[pa.DataFrameModel]) -> dict[str, list[pl.Expr]]:
    """Of each column, whether a row fails: that its value lacks, and each rule of the model on it."""
    found = {}
    for name, column in model.to_schema().columns.items():
        rules = [getattr(model, check.name).passes(model, pl.col(name)) for check in column.checks]
        lacking = [] if column.nullable else [pl.col(name).is_null()]
        found[name] = lacking + [~passes.fill_null(True) for passes in rules]
    return {name: faulty for name, faulty in found.items() if faulty}


def sound(model: type[pa.DataFrameModel], column: str) -> pl.Expr:
    """Where true, the value passes every rule on the column, whatever stands in the others that are not alike in all rows."""
    told = model.sound() if issubclass(model, Evidence) else {}
    return told.get(column, pl.lit(False))


def reason(model: type[pa.DataFrameModel], code: str, text: str) -> pl.Expr:
    """The reason of a rule with the values that it tells."""
    tells: tuple[str, ...] = getattr(model, code).tells
    if not tells:
        return pl.lit(text)
    values = [pl.col(name).cast(pl.String).fill_null("–") for name in tells]
    return pl.lit(f"{text} [") + pl.concat_str(values, separator=", ") + "]"


EVIDENCE = tuple(Evidence.to_schema().columns)


def missing(column: str, title: str) -> str:
    """The reason of a null in a column that must have a value."""
    return f"{column}_missing: {title}空缺或无法识别 / {column} is blank or unreadable"
