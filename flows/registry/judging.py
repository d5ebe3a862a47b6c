"""Every rule on every row: which rows a pandera model refuses, and all the reasons."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from flows.registry.kinds import Kinds
from schemas.polars_models import ValidationDepth, config_context, pa
from schemas.rules import faults, missing, reason, sound

REASONS = "reasons"
Hashes = NDArray[np.uint64]
_MOVED_TOGETHER = 500_000  # keys: what moving needs beside the table stays small
_NONE = pl.Series(REASONS, [[]], dtype=pl.List(pl.String))


class Seen:
    """The keys of the rows so far: a key counts for the first row that has it, in file order, whatever else is wrong.

    An open-addressing table of 64-bit hashes, so that the cost of a batch does not grow with what was seen: 16 to 32
    bytes a key. Among 30 million keys two that differ share a hash once in 40,000 extracts; then one row too many is
    in quarantine, to be seen there. A hash's first bits are its place, so that sorted ones walk through memory.
    """

    def __init__(self) -> None:
        self._bits = 16
        self._slots = np.zeros(1 << self._bits, dtype=np.uint64)  # 0: free
        self._count = 0

    def repeated(self, keys: pl.Series) -> pl.Series:
        """Whether an earlier row has the same key; never where the key is null."""
        some = keys.is_not_null()
        hashes = keys.filter(some).hash().clip(1)
        ordered = np.sort(hashes.to_numpy())
        twice = ordered[1:] == ordered[:-1]
        known = pl.Series(self._add(np.concatenate([ordered[:1], ordered[1:][~twice]])))
        doubtful = pl.concat([known, pl.Series(ordered[1:][twice])])
        places = hashes.is_in(doubtful.implode()).arg_true()
        found = hashes.gather(places)
        again = pl.repeat(False, len(hashes), eager=True).scatter(
            places, found.is_in(known.implode()) | ~found.is_first_distinct()
        )
        return again if len(again) == len(keys) else (some & False).scatter(some.arg_true(), again)

    def _add(self, hashes: Hashes) -> Hashes:
        """Those, of different ones in order, that were there; afterwards all are."""
        self._make_room(len(hashes))
        last, there = len(self._slots) - 1, [hashes[:0]]
        todo, place = hashes, (hashes >> np.uint64(64 - self._bits)).view(np.int64)
        while len(todo):
            held = self._slots.take(place)
            there.append(todo[held == todo])
            free = held == 0
            self._slots[place[free]] = todo[free]  # of several that claim one slot the last gets it
            left = self._slots.take(place) != todo
            todo, place = todo[left], (place[left] + 1) & last
        known = np.concatenate(there)
        self._count += len(hashes) - len(known)
        return known

    def _make_room(self, more: int) -> None:
        """Keep at least half of the slots free."""
        if 2 * (self._count + more) <= len(self._slots):
            return
        held = self._slots[self._slots != 0]
        self._bits = (2 * (self._count + more)).bit_length()
        self._slots, self._count = np.zeros(1 << self._bits, dtype=np.uint64), 0
        for first in range(0, len(held), _MOVED_TOGETHER):
            self._add(held[first : first + _MOVED_TOGETHER])


def frame(columns: Mapping[str, Kinds], places: pl.Series) -> pl.DataFrame:
    """Some of the rows, by their places."""
    return pl.DataFrame({name: column.at(places) for name, column in columns.items()})


def failing(columns: Mapping[str, Kinds], model: type[pa.DataFrameModel]) -> pl.Series:
    """Whether each row fails any rule of the model, without the reason.

    What the model calls sound is not looked at again. Of the rest, a rule on one column alone is asked for each of its
    different values once, one on several columns for each row.
    """
    same = {name: pl.lit(column.values.item(), column.values.dtype) for name, column in columns.items() if column.same}
    found: list[pl.Series] = []
    for name, faulty in faults(model).items():
        column = columns[name]
        own = pl.DataFrame({name: column.values}).with_columns(**(same | {name: pl.col(name)}))
        known = sound(model, name)
        usable = {name, *same} >= set(known.meta.root_names())
        doubtful = own.with_columns(doubtful=~(known.fill_null(False) if usable else pl.lit(False)))["doubtful"]
        if not doubtful.any():
            continue
        narrow = [fault for fault in faulty if {name, *same} >= set(fault.meta.root_names())]
        failed = _asked(own, narrow, doubtful)
        found.append(Kinds(failed, column.places).rows())
        if len(narrow) < len(faulty):
            wide = [fault for fault in faulty if not {name, *same} >= set(fault.meta.root_names())]
            roots = {root: columns[root] for fault in wide for root in fault.meta.root_names()}
            rows = Kinds(doubtful & ~failed, column.places).rows()
            places = rows.arg_true()
            found.append(rows.scatter(places, frame(roots, places).select(pl.any_horizontal(wide)).to_series()))
    return pl.select(pl.any_horizontal(found)).to_series() if found else _no(columns)


def _asked(values: pl.DataFrame, faulty: list[pl.Expr], doubtful: pl.Series) -> pl.Series:
    """Which of the doubtful values fail any of the rules."""
    if not faulty:
        return doubtful & False
    failed = values.filter(doubtful).select(pl.any_horizontal(faulty)).to_series()
    return doubtful.clone().scatter(doubtful.arg_true(), failed)  # scatter writes in place


def _no(columns: Mapping[str, Kinds]) -> pl.Series:
    height = next(len(column.rows()) for column in columns.values())
    return pl.Series([False], dtype=pl.Boolean).new_from_index(0, height)


def reasons(candidates: pl.DataFrame, model: type[pa.DataFrameModel]) -> pl.Series:
    """For each row the list of its reasons, empty for a good one.

    The model's own rules find the rows that fail any; the model itself tells the reasons of these few, and that the
    columns are what it describes. A rule sees its own row only, so that nothing is lost.
    """
    failed = failing({column.name: Kinds(column) for column in candidates}, model)
    told = told_by_model(candidates.filter(failed), model)
    place = pl.when(failed).then(failed.cast(pl.UInt32).cum_sum() - 1)
    return told.gather(pl.select(place).to_series()).fill_null([])


def told_by_model(candidates: pl.DataFrame, model: type[pa.DataFrameModel]) -> pl.Series:
    """What `reasons` gives, from the model alone, on every row."""
    try:
        # whatever PANDERA_VALIDATION_ENABLED and _DEPTH say: a row that is not judged would pass
        with config_context(validation_enabled=True, validation_depth=ValidationDepth.SCHEMA_AND_DATA):
            model.validate(candidates, lazy=True)
    except pa.errors.SchemaErrors as found:
        return _collected([_failure(error, model) for error in found.schema_errors], candidates)
    return _NONE.new_from_index(0, candidates.height)


def _failure(error: pa.errors.SchemaError, model: type[pa.DataFrameModel]) -> tuple[pl.Series, pl.Expr]:
    """Which rows fail one check, and the reason."""
    output: Any = error.check_output
    if not isinstance(output, pl.DataFrame):  # not a matter of rows: the candidates are not what the model describes
        raise error
    if error.check == "not_nullable":
        why = pl.lit(missing(error.schema.name, error.schema.title))
    else:
        why = reason(model, error.check.name, error.check.error)
    return ~output.to_series(), why


def _collected(failures: list[tuple[pl.Series, pl.Expr]], candidates: pl.DataFrame) -> pl.Series:
    told = [pl.when(failing).then(why) for failing, why in failures]
    return candidates.select(pl.concat_list(told).list.drop_nulls().alias(REASONS)).to_series()
