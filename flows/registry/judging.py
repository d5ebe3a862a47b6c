"""Every rule on every row: which rows a pandera model refuses, and all the reasons."""

from typing import Any

import pandera.polars as pa
import polars as pl
from pandera.config import ValidationDepth, config_context
from pandera.errors import SchemaError, SchemaErrors

from schemas.rules import missing

REASONS = "reasons"


class Seen:
    """The keys of the rows so far: a key counts for the first row that has it, in file order, whatever else is wrong."""

    def __init__(self) -> None:
        self._keys: pl.Series | None = None

    def repeated(self, keys: pl.Series) -> pl.Series:
        """Whether an earlier row has the same key; never where the key is null."""
        again = ~keys.is_first_distinct()
        if self._keys is not None:
            again |= keys.is_in(self._keys.implode())
        new = keys.filter(~again)
        self._keys = new if self._keys is None else pl.concat([self._keys, new])
        return again & keys.is_not_null()


def reasons(candidates: pl.DataFrame, model: type[pa.DataFrameModel]) -> pl.Series:
    """For each row the list of its reasons, empty for a good one."""
    try:
        # whatever PANDERA_VALIDATION_ENABLED and _DEPTH say: a row that is not judged would pass
        with config_context(validation_enabled=True, validation_depth=ValidationDepth.SCHEMA_AND_DATA):
            model.validate(candidates, lazy=True)
    except SchemaErrors as found:
        return _collected([_failures(error) for error in found.schema_errors], candidates.height)
    return pl.Series(REASONS, [[]], dtype=pl.List(pl.String)).new_from_index(0, candidates.height)


def _failures(error: SchemaError) -> pl.Series:
    """Which rows fail one check, under the name of the check's reason."""
    output: Any = error.check_output
    if not isinstance(output, pl.DataFrame):  # not a matter of rows: the candidates are not what the model describes
        raise error
    null = error.check == "not_nullable"
    reason = missing(error.schema.name, error.schema.title) if null else error.check.error
    return (~output.to_series()).alias(reason)


def _collected(failures: list[pl.Series], height: int) -> pl.Series:
    told = [pl.when(pl.col(failing.name)).then(pl.lit(failing.name)) for failing in failures]
    return pl.DataFrame(failures).select(pl.concat_list(told).list.drop_nulls().alias(REASONS)).to_series()
