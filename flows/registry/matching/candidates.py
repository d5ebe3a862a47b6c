"""Candidates for names that no entity bears: those that share their rarest pairs of characters."""

import polars as pl

RARE = 2_000  # a pair that more names have tells nothing
PAIRS_USED = 5  # of a name's pairs, the rarest
MOST = 20  # candidates a row
_LONGEST = 40  # characters of a name that are looked at


def pairs_of(names: pl.DataFrame, wanted: pl.Series | None = None) -> pl.DataFrame:
    """Of the columns `id` and `text`: each adjacent pair of characters (id, pair); only the wanted ones."""
    parts = []
    for start in range(_LONGEST - 1):
        part = names.select("id", pair=pl.col("text").str.slice(start, 2)).filter(pl.col("pair").str.len_chars() == 2)
        if part.is_empty():
            break
        parts.append(part if wanted is None else part.filter(pl.col("pair").is_in(wanted.implode())))
    return pl.concat(parts).unique() if parts else pl.DataFrame(schema={"id": pl.UInt32, "pair": pl.String})


def candidates(rows: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Pairs of a row and a name that share rare pairs of characters, both sides' columns (`_known` behind the name's)."""
    asked = pairs_of(rows.select(id="row", text="fold"))
    index = pairs_of(known.with_row_index("id").select("id", text="fold"), asked["pair"].unique())
    counts = index.group_by("pair").len("frequency")
    used = (
        asked.join(counts.filter(pl.col("frequency") <= RARE), on="pair")
        .sort("id", "frequency", "pair")
        .group_by("id", maintain_order=True)
        .head(PAIRS_USED)
    )
    shared = (
        used.join(index, on="pair", suffix="_known")
        .group_by("id", "id_known")
        .agg(weight=(1.0 / (1 + pl.col("frequency")).log()).sum())
        .sort("id", "weight", "id_known", descending=[False, True, False])
        .group_by("id", maintain_order=True)
        .head(MOST)
    )
    named = known.with_row_index("id_known")
    return (
        shared.join(rows, left_on="id", right_on="row")
        .rename({"id": "row"})
        .join(named, on="id_known", suffix="_known")
    )
