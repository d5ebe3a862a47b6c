"""One row of raw.observations: the figure stands in its text, and its numbers and dates fit each other."""

from typing import Annotated, Any

import polars as pl

from schemas import vocabulary
from schemas.polars_models import pa
from schemas.rules import rule

NUMBER = pl.Decimal(38, 10)
COLUMNS: dict[str, Any] = {
    "reading_id": pl.String,
    "document_id": pl.String,
    "observation_id": pl.String,
    "span_start": pl.Int32,
    "span_end": pl.Int32,
    "value_text": pl.String,
    "quote": pl.String,
    "quote_start": pl.Int32,
    "quote_end": pl.Int32,
    "element": pl.String,
    "section": pl.String,
    "indicator": pl.String,
    "indicator_name": pl.String,
    "breakdown": pl.String,
    "programme": pl.String,
    "measure": pl.String,
    "reported_value": NUMBER,
    "reported_unit": pl.String,
    "value": NUMBER,
    "unit": pl.String,
    "value_low": NUMBER,
    "value_high": NUMBER,
    "bound": pl.String,
    "obs_status": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "ref_area": pl.String,
    "reference": pl.String,
    "rule": pl.String,
    "confidence": pl.Float64,
    "flags": pl.List(pl.String),
}


EVIDENCE = ("text_at_span", "text_at_quote", "again")


class Observations(pa.DataFrameModel):
    """The rules; each one's name is the reason that a refused figure is quarantined with."""

    observation_id: str
    value_text: str
    text_at_span: str
    text_at_quote: str
    again: bool
    indicator: str = pa.Field(nullable=True)
    indicator_name: str
    programme: str = pa.Field(nullable=True)
    measure: str
    bound: str
    obs_status: str
    confidence: float
    value: Annotated[pl.Decimal, 38, 10]

    @rule("again", "同一数字读了两次", "the same number was read before")
    def observation_duplicate(cls, again: pl.Expr) -> pl.Expr:
        return ~again

    @rule("value_text", "正文该处不是所读的数字", "the characters at the span are not the printed number")
    def value_not_in_text(cls, printed: pl.Expr) -> pl.Expr:
        return printed == pl.col("text_at_span")

    @rule("text_at_quote", "引文与正文不符或不含该数字", "the sentence is not in the text, or not around the number")
    def quote_not_in_text(cls, there: pl.Expr) -> pl.Expr:
        around = (pl.col("quote_start") <= pl.col("span_start")) & (pl.col("span_end") <= pl.col("quote_end"))
        return around & (there == pl.col("quote"))

    @rule("indicator", "指标不在词表中", "indicator is not in the vocabulary")
    def indicator_unknown(cls, indicator: pl.Expr) -> pl.Expr:
        return indicator.is_in([entry.code for entry in vocabulary.indicators()])

    @rule("indicator_name", "没有指标名称", "the figure has no name")
    def indicator_unnamed(cls, name: pl.Expr) -> pl.Expr:
        return name.str.len_chars() > 0

    @rule("programme", "认定类别不在词表中", "programme is not in the vocabulary")
    def programme_unknown(cls, programme: pl.Expr) -> pl.Expr:
        return programme.is_in([entry.code for entry in vocabulary.programmes()])

    @rule("measure", "度量不在词表中", "measure is not in the vocabulary")
    def measure_unknown(cls, measure: pl.Expr) -> pl.Expr:
        return measure.is_in([entry.code for entry in vocabulary.measures()])

    @rule("value", "数值不在其舍入区间内", "rounding cannot give the printed value")
    def value_outside_interval(cls, value: pl.Expr) -> pl.Expr:
        return value.is_between("value_low", "value_high")

    @rule("again", "时期的结束早于开始", "the period ends before it begins")
    def period_backwards(cls, _: pl.Expr) -> pl.Expr:
        return (pl.col("period_start") <= pl.col("period_end")).fill_null(True)

    @rule("confidence", "置信度不在0与1之间", "confidence is not between 0 and 1")
    def confidence_out_of_range(cls, confidence: pl.Expr) -> pl.Expr:
        return confidence.is_between(0, 1)


def candidates(rows: list[dict[str, Any]], text: str) -> pl.DataFrame:
    """The observations of one text as a frame, with what the text has at their spans beside them."""
    plain = pl.DataFrame(
        [row | {"flags": list(row["flags"])} for row in rows],
        schema=COLUMNS | {"period_start": pl.String, "period_end": pl.String},
    ).with_columns(pl.col("period_start", "period_end").str.to_date())
    return plain.with_columns(
        pl.Series("text_at_span", [text[r["span_start"] : r["span_end"]] for r in rows], pl.String),
        pl.Series("text_at_quote", [text[r["quote_start"] : r["quote_end"]] for r in rows], pl.String),
        again=~pl.col("observation_id").is_first_distinct(),
    )
