"""The pages about everything: the start, the audit, the lists of bulletins and indicators, the search."""

import json
from collections.abc import Iterator
from typing import Any

from flows.site import words
from flows.site.pages import ENTITIES, SHARES, Context, area
from flows.site.rows import Row, Snapshot

SHOWN = 100  # claims of each verdict that the audit quotes; each bulletin's page has all of its own
_FIRST_AREA = """
select area_code from provincial_shares where area_code is not null group by 1
order by max(as_of) filter (basis = 'registers') desc nulls last, count(*) desc, area_code limit 1
"""
_AREAS = """
select area_code, area, max(as_of) as as_of, count(*) filter (verdict = 'agrees') as agrees,
    count(*) filter (verdict = 'disagrees') as disagrees, count(*) filter (verdict = 'cannot_tell') as cannot_tell
from provincial_shares where area_code is not null group by all order by as_of desc, area_code
"""
_BULLETINS = """
select left(document_id, 16) as document, title, publisher, area, published_on, coalesce(figures, 0) as figures,
    coalesce(waiting, 0) as waiting, coalesce(agrees, 0) as agrees, coalesce(disagrees, 0) as disagrees, coalesce(cannot_tell, 0) as cannot_tell
from dim_document
left join (select document_id, count(*) as figures, count(*) filter (review_state = 'open') as waiting from observations group by 1) using (document_id)
left join (select document_id, count(*) filter (verdict = 'agrees') as agrees, count(*) filter (verdict = 'disagrees') as disagrees,
    count(*) filter (verdict = 'cannot_tell') as cannot_tell from claim_audit group by 1) using (document_id)
order by published_on desc, document
"""
_INDICATORS = """
select d.*, coalesce(stated, 0) as stated, coalesce(counted, 0) as counted, stated > 0 or counted > 0 as has_figures from dim_indicator as d
left join (select indicator, count(*) as stated from observations group by 1) using (indicator)
left join (select indicator, count(*) as counted from cohort_counts group by 1) using (indicator)
"""
_FRESHNESS = """
select
    (select built_at at time zone 'Asia/Shanghai' from build_info) as built_at, (select version from build_info) as version,
    (select max(published_on) from dim_document) as published_on, (select count(*) from dim_document) as bulletins,
    (select count(*) from observations) as figures, (select max(register_as_of) from cohort_counts) as register_as_of,
    (select max(lists_as_of) from cohort_counts) as lists_as_of, (select count(*) from reviews where review_state = 'open') as reviews,
    (select count(*) from link_reviews where review_state = 'open') as links, (select sum(rows_open) from quality_summary) as quarantined,
    (select count(*) from quality_summary where last_outcome in ('refused', 'failed')) as refused
"""
_CLAIMS = f"""
select claims.*, dim_document.title from claims join dim_document using (document_id)
qualify row_number() over (partition by verdict order by published_on desc, claim_id) <= {SHOWN}
order by verdict = 'agrees', verdict = 'cannot_tell', published_on desc, claim_id
"""
_SEARCHED = """
select document, part, span_start, placed.indicator_name, indicator_name_en, breakdown, value_text || reported_unit as printed, measure,
    period_start, period_end
from placed left join dim_indicator using (indicator) order by published_on desc, document, span_start
"""


def pages(snapshot: Snapshot) -> Iterator[tuple[str, str, Context]]:
    """Path, template and context of each."""
    bulletins, claims = snapshot.rows(_BULLETINS), snapshot.rows(_CLAIMS)
    totals = snapshot.rows("select kind, basis, verdict, count(*) as claims from claim_audit group by all order by all")
    indicators = snapshot.rows(_INDICATORS)
    yield "index.html", "index.html", _start(snapshot, bulletins, claims)
    yield (
        "audit.html",
        "audit.html",
        {"totals": _pivoted(totals), "claims": claims, "shown": SHOWN},
    )
    yield "bulletins.html", "bulletins.html", {"bulletins": bulletins}
    yield "indicators.html", "indicators.html", {"themes": _themes(indicators)}
    yield "search.html", "search.html", {}
    yield "search-index.js", "search-index.js", {"index": _index(snapshot, bulletins, indicators)}


def _start(snapshot: Snapshot, bulletins: list[Row], claims: list[Row]) -> Context:
    codes = [row["area_code"] for row in snapshot.rows(_FIRST_AREA)]
    shares = snapshot.rows(SHARES, {"values": codes})
    (fresh,) = snapshot.rows(_FRESHNESS)
    return {
        "area": area(shares, snapshot.rows(ENTITIES, {"values": codes})) if shares else None,
        "areas": snapshot.rows(_AREAS), "fresh": fresh, "bulletins": bulletins[:12],
        "changes": snapshot.rows("select cause, count(*) as figures from changes group by 1 order by 2 desc"),
        "disagreements": [claim for claim in claims if claim["verdict"] == "disagrees"],
    }  # fmt: skip


def _pivoted(totals: list[Row]) -> dict[tuple[str, str], dict[str, int]]:
    """Kind and basis to the number of claims of each verdict."""
    table: dict[tuple[str, str], dict[str, int]] = {}
    for row in totals:
        table.setdefault((row["kind"], row["basis"]), {})[row["verdict"]] = row["claims"]
    return table


def _themes(indicators: list[Row]) -> dict[str, list[Row]]:
    """The indicators by theme, in the vocabulary's order."""
    themes: dict[str, list[Row]] = {}
    for row in indicators:
        themes.setdefault(row["theme"], []).append(row)
    return themes


def _label(row: Row) -> words.Text:
    """What a figure is about, in each language: its name, how it is stated, its period."""
    names = (row["indicator_name"], row["indicator_name_en"] or row["indicator_name"])
    measure, period = words.label("measure", row["measure"]), words.period(row["period_start"], row["period_end"])
    said = (
        f"{row['breakdown']} {names[at]}·{measure[at]} {period[at] if row['period_end'] else ''}" for at in range(2)
    )
    return words.Text(*(words.visible(text.strip()) for text in said))


def _index(snapshot: Snapshot, bulletins: list[Row], indicators: list[Row]) -> str:
    """What the search looks through, as a script: a page opened from a file may load scripts, and nothing else."""
    places = {row["document"]: place for place, row in enumerate(bulletins)}
    labels: dict[words.Text, int] = {}
    figures: list[list[Any]] = []
    for row in snapshot.rows(_SEARCHED):
        place = labels.setdefault(_label(row), len(labels))
        figures.append([places[row["document"]], row["part"], row["span_start"], place, words.visible(row["printed"])])
    index = {
        "indicators": [
            [
                r["indicator"],
                r["indicator_name"],
                r["indicator_name_en"],
                r["aliases"] or "",
                r["stated"] + r["counted"],
            ]
            for r in indicators
        ],
        "bulletins": [
            [r["document"], words.visible(r["title"]), words.visible(r["publisher"]), str(r["published_on"])]
            for r in bulletins
        ],
        "labels": list(labels),
        "figures": figures,
    }
    return json.dumps(index, ensure_ascii=False, separators=(",", ":"))
