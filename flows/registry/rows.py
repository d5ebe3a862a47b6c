"""From rows as printed to candidates: the columns of the landed table, with the evidence that the rules look at."""

from datetime import date
from typing import Protocol

import polars as pl

from flows.registry import values
from flows.registry.columns import Columns
from flows.registry.personal import MASK, looks_like_a_person, without_numbers
from flows.registry.readers.batch import ROW_NUMBER, Batch
from schemas.profiles import KindProfile

DAMAGE = ["\x00", "\ufffd"]


class Facts(Protocol):
    """What the extract's metadata says of all its rows."""

    @property
    def as_of(self) -> date: ...
    @property
    def programme(self) -> str | None: ...


def as_printed(batch: Batch, columns: Columns, profile: KindProfile, blank: tuple[str, ...]) -> pl.DataFrame:
    """The mapped columns under our names (null throughout where the extract has none), with `extra` and `damaged`."""
    rows = batch.rows
    ours = [
        values.text(rows[columns.mapped[name]], blank).alias(name)
        if name in columns.mapped
        else pl.Series(name, [None], dtype=pl.String).new_from_index(0, rows.height)
        for name in profile.columns
    ]
    damaged = pl.lit(False) if batch.sound else pl.any_horizontal(pl.col(pl.String).str.contains_any(DAMAGE))
    return rows.select(ROW_NUMBER, *ours, _extra(columns.unknown), damaged.alias("damaged"))


def market_entities(printed: pl.DataFrame, facts: Facts, profile: KindProfile) -> pl.DataFrame:
    """Candidates for raw.market_entities, less `repeated`."""
    ended_on = values.dates(printed["ended_on"])
    entity_type = values.coded(printed["entity_type"], profile.values["entity_type"])
    return printed.select(
        ROW_NUMBER,
        values.code(printed["credit_code"]),
        _without_owners(printed["name"], entity_type),
        entity_type.alias("entity_type"),
        values.coded(printed["status"], profile.values["status"]).alias("status"),
        values.dates(printed["registered_on"]).alias("registered_on"),
        ended_on.alias("ended_on"),
        *(values.code(printed[name]) for name in ("authority_code", "division_code", "industry_code")),
        *values.capital(printed["capital_text"]),
        "extra",
        "damaged",
        as_of=facts.as_of,
        unreadable=ended_on.is_null() & printed["ended_on"].is_not_null(),
    )


def recognitions(printed: pl.DataFrame, facts: Facts, profile: KindProfile) -> pl.DataFrame:
    """Candidates for raw.recognitions, less `repeated`. Lists print the last day; `valid_to` is the day after it."""
    last_day = values.dates(printed["last_day"])
    return printed.select(
        ROW_NUMBER,
        "name",
        values.code(printed["credit_code"]),
        "certificate_number",
        values.dates(printed["valid_from"]).alias("valid_from"),
        last_day.dt.offset_by("1d").alias("valid_to"),
        "city",
        "extra",
        "damaged",
        programme=pl.lit(facts.programme, pl.String),
        as_of=facts.as_of,
        unreadable=last_day.is_null() & printed["last_day"].is_not_null(),
    )


def _without_owners(names: pl.Series, entity_type: pl.Series) -> pl.Series:
    """Names of businesses that are their owner's, masked: he is no firm."""
    both = pl.DataFrame({"name": names, "entity_type": entity_type})
    firm = pl.col("entity_type").is_in(["enterprise", "cooperative"])
    owner = both.select(looks_like_a_person(pl.col("name")) & ~firm).to_series()
    if not owner.any():
        return names
    return pl.select(name=pl.when(owner).then(names.str.head(1) + MASK).otherwise(names)).to_series()


def _extra(unknown: list[str]) -> pl.Expr:
    """The unknown columns as one JSON object a row."""
    if not unknown:
        return pl.lit(None, pl.String).alias("extra")
    return pl.struct(without_numbers(pl.col(name)) for name in unknown).struct.json_encode().alias("extra")
