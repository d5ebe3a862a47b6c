"""Refused rows as they are kept: as printed, personal data masked, with every reason."""

import csv

import msgspec
import polars as pl

from flows.registry.columns import Columns
from flows.registry.personal import looks_like_a_person, masked, without_numbers
from flows.registry.readers.batch import ROW_NUMBER, Ragged
from schemas.profiles import KindProfile

SCHEMA = pl.Schema({ROW_NUMBER: pl.Int64(), "raw": pl.String(), "reasons": pl.List(pl.String)})
_LONGEST_TEXT = 10_000  # characters kept of a ragged row; the whole is in the archived file


def refused_rows(rows: pl.DataFrame, reasons: pl.Series, columns: Columns, profile: KindProfile) -> pl.DataFrame:
    """Rows that fit the header, as a JSON object of printed header and value."""
    shown = [_shown(header, columns, profile) for header in rows.columns if header != ROW_NUMBER]
    raw = pl.struct(shown).struct.json_encode().alias("raw")
    return rows.select(ROW_NUMBER, raw).with_columns(reasons)


def ragged_rows(ragged: list[Ragged], columns: int, profile: KindProfile) -> pl.DataFrame:
    """Rows that do not fit the header, as a JSON list of their fields: no field can be told by its header."""
    found = [
        (
            row.row_number,
            _fields(row.text[:_LONGEST_TEXT], profile),
            [f"row_ragged: 本行{row.fields}个字段，表头{columns}个 / has {row.fields} fields, the header {columns}"],
        )
        for row in ragged
    ]
    return pl.DataFrame(found, schema=SCHEMA, orient="row")


def _shown(header: str, columns: Columns, profile: KindProfile) -> pl.Expr:
    """A column as it may be shown. A shifted row has its persons in columns of other things, so all are looked at."""
    value = pl.col(header)
    if header in columns.personal:
        return masked(value)
    if header == columns.mapped.get("credit_code"):
        return value
    return _without_people(without_numbers(value), profile).alias(header)


def _fields(line: str, profile: KindProfile) -> str:
    fields = next(csv.reader([line.replace("\x00", "\ufffd")], strict=False), [])
    shown = pl.Series("field", fields, dtype=pl.String).to_frame().select(
        _without_people(without_numbers(pl.col("field")), profile)
    )  # fmt: skip
    return msgspec.json.encode(shown.to_series().to_list()).decode()


def _without_people(value: pl.Expr, profile: KindProfile) -> pl.Expr:
    """Values that look like a person's name masked, but not the words the source prints in coded columns."""
    words = [spelling for values in profile.values.values() for spellings in values.values() for spelling in spellings]
    return (
        pl.when(looks_like_a_person(value.str.strip_chars()) & ~value.is_in(words)).then(masked(value)).otherwise(value)
    )
