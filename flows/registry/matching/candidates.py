"""Candidates for names that no entity bears: those that share their rarest pairs of characters."""

from collections.abc import Iterator

import polars as pl

RARE = 2_000  # a pair that more names have tells nothing
PAIRS_USED = 5  # of a name's pairs, the rarest
MOST = 20  # candidates a row
_LONGEST = 40  # characters of a name that are looked at


def candidates(rows: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Pairs of a row and a name that share rare pairs of characters, both sides' columns (`_known` behind the name's)."""
    asked = pairs_of(rows.select(id="row", text="fold"))
    known = known.with_row_index("id_known")
    named = known.select(id="id_known", text="fold")
    rare = frequencies(named, asked["pair"].unique()).filter(pl.col("frequency") <= RARE)
    used = (
        asked.join(rare, on="pair").sort("id", "frequency", "pair").group_by("id", maintain_order=True).head(PAIRS_USED)
    )
    shared = (
        used.join(pairs_of(named, used["pair"].unique()), on="pair", suffix="_known")
        .group_by("id", "id_known")
        .agg(weight=(1.0 / (1 + pl.col("frequency")).log()).sum())
        .sort("id", "weight", "id_known", descending=[False, True, False])
        .group_by("id", maintain_order=True)
        .head(MOST)
    )
    return (
        shared.join(rows, left_on="id", right_on="row")
        .rename({"id": "row"})
        .join(known, on="id_known", suffix="_known")
    )


def pairs_of(names: pl.DataFrame, wanted: pl.Series | None = None) -> pl.DataFrame:
    """Of the columns `id` and `text`: each adjacent pair of characters (id, pair), once a name; only the wanted ones."""
    nothing = pl.DataFrame(schema={"id": names.schema["id"], "pair": pl.String})
    return pl.concat([nothing, *_parts(names, wanted)]).unique()


def frequencies(names: pl.DataFrame, wanted: pl.Series) -> pl.DataFrame:
    """How often each of the wanted pairs stands in the texts: pair, frequency."""
    nothing = pl.DataFrame(schema={"pair": pl.String, "frequency": pl.UInt32})
    counts = [part.group_by("pair").len("frequency") for part in _parts(names, wanted)]
    return pl.concat([nothing, *counts]).group_by("pair").agg(pl.col("frequency").sum())


def _parts(names: pl.DataFrame, wanted: pl.Series | None) -> Iterator[pl.DataFrame]:
    """The pairs by their place in the name, so that never more than one a name is held."""
    for start in range(_LONGEST - 1):
        part = names.select("id", pair=pl.col("text").str.slice(start, 2)).filter(pl.col("pair").str.len_chars() == 2)
        if part.is_empty():
            return
        yield part if wanted is None else part.filter(pl.col("pair").is_in(wanted.implode()))
