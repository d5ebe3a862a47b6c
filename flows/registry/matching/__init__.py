"""Which entity a list row means. A wrong link is worse than a missing one: what is not sure goes to review.

First the names themselves, each step folding away more: as printed, one spelling of the legal form, look-alikes of a
scan. Then candidates by their rarest pairs of characters, scored; such a candidate is linked only where what differs is
a slip in the generic part of the name, never in the trade name (字号), which is what tells two firms apart.
"""

import polars as pl

from flows.registry.matching import names
from flows.registry.matching.candidates import candidates
from flows.registry.matching.slips import judged

THRESHOLD = 0.9  # a score below it is never a link
SCORES = {"name": 1.0, "old_name": 0.99, "key": 0.98, "old_key": 0.97, "fold": 0.95, "old_fold": 0.94}
_STEPS = ("name", "key", "fold")
_ROW = "row"
LINKS = pl.Schema(
    {
        _ROW: pl.UInt32(),
        "credit_code": pl.String(),
        "score": pl.Float64(),
        "reason": pl.String(),
        "candidates": pl.String(),
    }
)


def match(listed: pl.DataFrame, entities: pl.DataFrame) -> pl.DataFrame:
    """Link each row of `listed` (name, city, industry) to an entity, or say why not; one row a row, in order.

    `entities` has one row for each name an entity bears or bore: credit_code, name, current, place (the first four digits of
    its authority), industry. The result has `listed` with credit_code (null: for review), score (0 to 1,
    of the best candidate), reason and candidates (JSON, best first).
    """
    rows = _keyed(listed.with_row_index(_ROW))
    known = _keyed(entities.unique(["credit_code", "name", "current"]))
    places = _places(rows, known)
    found: list[pl.DataFrame] = []
    for step in _STEPS:
        named = _named(rows, known, step, places)
        found.append(named)
        rows = rows.join(named, on=_ROW, how="anti")
    found.append(_guessed(rows, known, places))
    links = pl.concat(found).sort(_ROW)
    return listed.with_row_index(_ROW).join(links, on=_ROW, how="left", maintain_order="left").drop(_ROW)


def _keyed(frame: pl.DataFrame) -> pl.DataFrame:
    """With the name under each step's key, under the step's name; the printed one as `printed`."""
    return (
        frame.rename({"name": "printed"})
        .with_columns(name=names.plain(pl.col("printed")))
        .with_columns(key=names.key(pl.col("name")))
        .with_columns(fold=names.fold(pl.col("key")))
    )


def _places(rows: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """What the lists call a place (city -> place), learnt from the names that one entity alone bears."""
    sole = known.filter("current").filter(pl.col("credit_code").n_unique().over("name") == 1)
    seen = rows.join(sole, on="name").filter(pl.col("city").is_not_null(), pl.col("place").is_not_null())
    counts = seen.group_by("city", "place").len()
    total = pl.col("len").sum().over("city")
    return counts.filter(total >= 5, pl.col("len") >= 0.1 * total).select("city", "place")


def _named(rows: pl.DataFrame, known: pl.DataFrame, step: str, places: pl.DataFrame) -> pl.DataFrame:
    """The rows whose name under this step's key some entity bears: linked where the ties can be broken."""
    pairs = rows.filter(pl.col(step).str.len_chars() >= 4).join(known, on=step, suffix="_known")
    pairs = _agreeing(pairs, places)
    elsewhere = pl.col("city_agrees").not_().fill_null(False) & pl.lit(step != "name")
    merits = (pl.col("current"), pl.col("city_agrees").fill_null(False), pl.col("industry_agrees").fill_null(False))
    ranked = pairs.with_columns(
        # a name that differs in print, of a firm elsewhere, is another firm's
        elsewhere=elsewhere,
        merit=pl.sum_horizontal(
            weight * merit.cast(pl.Int8) for weight, merit in zip((8, 4, 2, 1), (~elsewhere, *merits), strict=True)
        ),
    )
    best = ranked.filter(pl.col("merit") == pl.col("merit").max().over(_ROW))
    sole = (pl.col("credit_code").n_unique() == 1) & ~pl.col("elsewhere").any()
    old = ~pl.col("current").any()
    how = pl.when(old).then(pl.lit(f"old_{step}")).otherwise(pl.lit(step))
    verdict = best.group_by(_ROW).agg(
        credit_code=pl.when(sole).then(pl.col("credit_code").first()),
        score=how.replace_strict(SCORES, return_dtype=pl.Float64).first(),
        reason=pl.when(sole)
        .then(how.first())
        .when(pl.col("elsewhere").any())
        .then(pl.lit("elsewhere"))
        .otherwise(pl.lit("ambiguous")),
    )
    return _with_candidates(verdict, ranked.with_columns(score=pl.lit(SCORES[step])))


def _agreeing(pairs: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Whether city and industry agree; null where either is not known."""
    agreed = pairs.join(
        places.with_columns(pl.lit(True).alias("agreed")), on=["city", "place"], how="left", maintain_order="left"
    )
    known_city = pl.col("city").is_in(places["city"].unique().to_list()) & pl.col("place").is_not_null()
    return agreed.with_columns(
        city_agrees=pl.when(known_city).then(pl.col("agreed").fill_null(False)),
        industry_agrees=pl.col("industry").str.head(1) == pl.col("industry_known").str.head(1),
    )


def _guessed(rows: pl.DataFrame, known: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """The rows that no entity's name fits: their candidates scored, the one sure slip linked."""
    scored = judged(candidates(rows, known), known)
    scored = _agreeing(scored, places).filter(pl.col("score") >= 0.6)
    likely = pl.col("is_slip") & (pl.col("score") >= THRESHOLD) & pl.col("city_agrees").fill_null(True)
    sole = pl.col("credit_code").filter(likely).n_unique() == 1
    verdict = (
        scored.sort("score", descending=True)
        .group_by(_ROW, maintain_order=True)
        .agg(
            credit_code=pl.when(sole).then(pl.col("credit_code").filter(likely).first()),
            score=pl.when(sole).then(pl.col("score").filter(likely).first()).otherwise(pl.col("score").first()),
            reason=pl.when(sole).then(pl.lit("slip")).otherwise(pl.lit("unsure")),
        )
    )
    told = _with_candidates(verdict, scored)
    nobody = rows.join(told, on=_ROW, how="anti").select(
        _ROW, credit_code=pl.lit(None, pl.String), score=pl.lit(0.0), reason=pl.lit("unknown"), candidates=pl.lit("[]")
    )
    return pl.concat([told, nobody])


def _with_candidates(verdict: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """The verdict with its five best candidates as JSON."""
    shown = pl.struct("credit_code", pl.col("printed_known").alias("name"), "score")
    best = (
        pairs.sort(_ROW, "score", "credit_code", descending=[False, True, False])
        .unique([_ROW, "credit_code"], keep="first", maintain_order=True)
        .group_by(_ROW, maintain_order=True)
        .agg(shown.head(5).alias("candidates"))
        .with_columns(
            pl.struct("candidates")
            .struct.json_encode()
            .str.strip_prefix('{"candidates":')
            .str.strip_suffix("}")
            .alias("candidates")
        )
    )
    return verdict.join(best, on=_ROW).select(LINKS.names()).cast(LINKS)
