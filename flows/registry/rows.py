"""From rows as printed to candidates: the columns of the landed table, with the evidence that the rules look at."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Protocol

import polars as pl

from flows.registry import values
from flows.registry.columns import Columns
from flows.registry.kinds import Kinds, constant, kinds
from flows.registry.personal import LONGEST_PERSON, MASK, looks_like_a_person, without_numbers
from flows.registry.readers.batch import ROW_NUMBER, Batch
from schemas.profiles import KindProfile

# a code's department and category, GB 32100-2015, table 1
_CATEGORIES = {"91": "enterprise", "92": "self_employed", "93": "cooperative"}
HARDLY_REPEATED = ("credit_code", "name", "certificate_number")
DAMAGE = ["\x00", "\ufffd"]


class Facts(Protocol):
    """What the extract's metadata says of all its rows."""

    @property
    def as_of(self) -> date: ...
    @property
    def programme(self) -> str | None: ...


def as_printed(
    batch: Batch, columns: Columns, profile: KindProfile, blank: tuple[str, ...], *, keep_personal: bool = False
) -> dict[str, Kinds]:
    """The mapped columns under our names (null throughout where the extract has none), `extra`, `personal`, `damaged`."""
    ours = {
        name: _column(batch, name, columns.mapped.get(name), profile.implied.get(name), blank)
        for name in profile.columns
    }
    # a business may bear its owner's name, which is masked where it lands
    private = [*columns.personal, columns.mapped["name"]] if keep_personal else []
    return {
        ROW_NUMBER: Kinds(batch.numbers),
        **ours,
        "extra": _json(batch, columns.unknown, without_numbers),
        "personal": _json(batch, private),
        "damaged": constant(False, pl.Boolean, batch.height) if batch.sound else _damaged(batch),
    }


def market_entities(printed: dict[str, Kinds], facts: Facts, profile: KindProfile) -> dict[str, Kinds]:
    """Candidates for raw.market_entities, less `repeated`."""
    dates = partial(values.dates, forms=profile.date_forms)
    ended_on, code = printed["ended_on"].each(dates), printed["credit_code"].each(values.code)
    entity_type = printed["entity_type"].each(partial(values.coded, values=profile.values["entity_type"]))
    if "entity_type" in profile.from_credit_code:
        category = code.rows().str.head(2).replace_strict(_CATEGORIES, default=None)
        entity_type = Kinds(entity_type.rows().fill_null(category))
    authority = printed["authority_code"].each(values.code)
    if "authority_code" in profile.from_credit_code:
        authority = Kinds(authority.rows().fill_null(code.rows().str.slice(2, 6)))
    height, capital = len(printed[ROW_NUMBER].values), printed["capital_text"]
    amount, currency = values.capital(capital.values)
    return {
        ROW_NUMBER: printed[ROW_NUMBER],
        "credit_code": code,
        "name": Kinds(_without_owners(printed["name"].rows(), entity_type)),
        "entity_type": entity_type,
        "status": printed["status"].each(partial(values.coded, values=profile.values["status"])),
        "registered_on": printed["registered_on"].each(dates),
        "ended_on": ended_on,
        "authority_code": authority,
        "division_code": printed["division_code"].each(values.code),
        "industry_code": printed["industry_code"].each(values.code),
        "capital_amount": Kinds(amount, capital.places),
        "capital_currency": Kinds(currency, capital.places),
        "capital_text": capital,
        "extra": printed["extra"],
        "personal": printed["personal"],
        "damaged": printed["damaged"],
        "as_of": constant(facts.as_of, pl.Date, height),
        "unreadable": _unreadable(printed["ended_on"], ended_on),
    }


def recognitions(printed: dict[str, Kinds], facts: Facts, profile: KindProfile) -> dict[str, Kinds]:
    """Candidates for raw.recognitions, less `repeated`. Lists print the last day; `valid_to` is the day after it."""
    dates = partial(values.dates, forms=profile.date_forms)
    last_day = printed["last_day"].each(dates)
    height = len(printed[ROW_NUMBER].values)
    return {
        ROW_NUMBER: printed[ROW_NUMBER],
        "name": printed["name"],
        "credit_code": printed["credit_code"].each(values.code),
        "certificate_number": printed["certificate_number"].each(values.code),
        "valid_from": printed["valid_from"].each(dates),
        "valid_to": last_day.each(lambda day: day.dt.offset_by("1d")),
        "city": printed["city"],
        "extra": printed["extra"],
        "personal": printed["personal"],
        "damaged": printed["damaged"],
        "programme": constant(facts.programme, pl.String, height),
        "as_of": constant(facts.as_of, pl.Date, height),
        "unreadable": _unreadable(printed["last_day"], last_day),
    }


def _column(batch: Batch, name: str, header: str | None, implied: str | None, blank: tuple[str, ...]) -> Kinds:
    """A printed column as text; what its profile implies where nothing is printed."""
    if header is None:
        return constant(implied, pl.String, batch.height)
    column = batch.columns[header]
    if column.places is None and name not in HARDLY_REPEATED:
        column = kinds(column.values)
    read = column.each(partial(values.text, blank=blank))
    return read if implied is None else read.each(lambda printed: printed.fill_null(pl.lit(implied)))


def _unreadable(printed: Kinds, read: Kinds) -> Kinds:
    return Kinds(read.values.is_null() & printed.values.is_not_null(), read.places)


def _without_owners(names: pl.Series, entity_type: Kinds) -> pl.Series:
    """Names of businesses that are their owner's, masked: he is no firm."""
    firms = entity_type.each(lambda kind: kind.is_in(["enterprise", "cooperative"]).fill_null(True)).rows()
    short = names.str.len_bytes() <= LONGEST_PERSON  # most are not, and are not looked at
    others = names.to_frame("name").with_row_index("place").filter(~firms, short)
    owners = others.filter(looks_like_a_person(pl.col("name")))
    return names if owners.is_empty() else names.scatter(owners["place"], owners["name"].str.head(1) + MASK)


def _json(batch: Batch, names: list[str], shown: Callable[[pl.Expr], pl.Expr] = lambda value: value) -> Kinds:
    """The columns as one JSON object a row; null where there are none."""
    if not names:
        return constant(None, pl.String, batch.height)
    rows = pl.DataFrame({name: batch.columns[name].rows() for name in names})
    return Kinds(rows.select(pl.struct(shown(pl.col(name)) for name in names).struct.json_encode()).to_series())


def _damaged(batch: Batch) -> Kinds:
    damaged = [column.each(lambda text: text.str.contains_any(DAMAGE)).rows() for column in batch.columns.values()]
    return Kinds(pl.select(pl.any_horizontal(damaged)).to_series())
