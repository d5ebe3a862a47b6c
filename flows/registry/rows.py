"""From rows as printed to candidates: the columns of the landed table, with the evidence that the rules look at."""

from datetime import date
from typing import Protocol

import polars as pl

from flows.registry import values
from flows.registry.columns import Columns
from flows.registry.personal import MASK, looks_like_a_person, without_numbers
from flows.registry.readers.batch import ROW_NUMBER, Batch
from schemas.profiles import KindProfile

# a code's department and category, GB 32100-2015, table 1
_CATEGORIES = {"91": "enterprise", "92": "self_employed", "93": "cooperative"}
DAMAGE = ["\x00", "\ufffd"]


class Facts(Protocol):
    """What the extract's metadata says of all its rows."""

    @property
    def as_of(self) -> date: ...
    @property
    def programme(self) -> str | None: ...


def as_printed(
    batch: Batch, columns: Columns, profile: KindProfile, blank: tuple[str, ...], *, keep_personal: bool = False
) -> pl.DataFrame:
    """The mapped columns under our names (null throughout where the extract has none), `extra`, `personal`, `damaged`."""
    rows = batch.rows
    ours = [
        _column(rows, columns.mapped.get(name), profile.implied.get(name), blank).alias(name)
        for name in profile.columns
    ]
    damaged = pl.lit(False) if batch.sound else pl.any_horizontal(pl.col(pl.String).str.contains_any(DAMAGE))
    extra = _json([without_numbers(pl.col(name)) for name in columns.unknown]).alias("extra")
    # a business may bear its owner's name, which is masked where it lands
    private = [*columns.personal, columns.mapped["name"]] if keep_personal else []
    personal = _json([pl.col(name) for name in private]).alias("personal")
    return rows.select(ROW_NUMBER, *ours, extra, personal, damaged.alias("damaged"))


def market_entities(printed: pl.DataFrame, facts: Facts, profile: KindProfile) -> pl.DataFrame:
    """Candidates for raw.market_entities, less `repeated`."""
    ended_on = values.dates(printed["ended_on"])
    code = values.code(printed["credit_code"])
    entity_type = values.coded(printed["entity_type"], profile.values["entity_type"])
    if "entity_type" in profile.from_credit_code:
        entity_type = entity_type.fill_null(code.str.head(2).replace_strict(_CATEGORIES, default=None))
    authority = values.code(printed["authority_code"])
    if "authority_code" in profile.from_credit_code:
        authority = authority.fill_null(code.str.slice(2, 6))
    return printed.select(
        ROW_NUMBER,
        code,
        _without_owners(printed["name"], entity_type),
        entity_type.alias("entity_type"),
        values.coded(printed["status"], profile.values["status"]).alias("status"),
        values.dates(printed["registered_on"]).alias("registered_on"),
        ended_on.alias("ended_on"),
        authority,
        *(values.code(printed[name]) for name in ("division_code", "industry_code")),
        *values.capital(printed["capital_text"]),
        "extra",
        "personal",
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
        "personal",
        "damaged",
        programme=pl.lit(facts.programme, pl.String),
        as_of=facts.as_of,
        unreadable=last_day.is_null() & printed["last_day"].is_not_null(),
    )


def _column(rows: pl.DataFrame, header: str | None, implied: str | None, blank: tuple[str, ...]) -> pl.Series:
    """A printed column as text; what its profile implies where nothing is printed."""
    if header is None:
        return pl.Series([implied], dtype=pl.String).new_from_index(0, rows.height)
    read = values.text(rows[header], blank)
    return read if implied is None else read.fill_null(pl.Series([implied]).new_from_index(0, rows.height))


def _without_owners(names: pl.Series, entity_type: pl.Series) -> pl.Series:
    """Names of businesses that are their owner's, masked: he is no firm."""
    both = pl.DataFrame({"name": names, "entity_type": entity_type})
    firm = pl.col("entity_type").is_in(["enterprise", "cooperative"])
    owner = both.select(looks_like_a_person(pl.col("name")) & ~firm).to_series()
    if not owner.any():
        return names
    return pl.select(name=pl.when(owner).then(names.str.head(1) + MASK).otherwise(names)).to_series()


def _json(columns: list[pl.Expr]) -> pl.Expr:
    """The columns as one JSON object a row; null where there are none."""
    return pl.struct(columns).struct.json_encode() if columns else pl.lit(None, pl.String)
