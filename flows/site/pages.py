"""What stands on the page of a bulletin, of an indicator and of an area."""

from collections.abc import Iterator
from typing import Any

from flows.site import charts, words
from flows.site.marking import paragraphs
from flows.site.rows import Row, Snapshot
from flows.site.words import Text

CERTAIN = 0.8  # a figure read with less is in the table, not in the chart
Context = dict[str, Any]
Page = tuple[str, str, Context]  # name of the page's entry, path below the site, what its template is given
_BULLETINS = "select left(document_id, 16) as document, * from dim_document where document in $values order by document"
_TEXTS = (
    "select left(document_id, 16) as document, body from document_texts where document in $values order by document"
)
_FIGURES = """
select placed.*, indicator_name_en from placed left join (select indicator, indicator_name_en from dim_indicator) using (indicator)
where {column} in $values order by {order}
"""
_CLAIMS = """
select * from (select unnest(documents) as document, * from claims) where document in $values
order by document, verdict = 'agrees', verdict = 'cannot_tell', kind, claim_id
"""
_COUNTS = 'select *, "count" as counted from cohort_counts where indicator in $values order by indicator, area_code, as_of desc'
SHARES = """
select s.*, i.indicator_name, i.indicator_name_en, p.href
from provincial_shares as s left join dim_indicator as i using (indicator)
left join placed as p on p.observation_id = s.share_observation_id
where s.area_code in $values
order by s.area_code, s.as_of desc, s.programme is null, s.part desc nulls last, s.indicator, s.basis desc
"""
ENTITIES = "select * from market_entities where area_code in $values order by area_code, as_of desc, basis desc"


def bulletins(snapshot: Snapshot, names: list[str]) -> Iterator[Page]:
    """A bulletin's text with its figures marked, each figure's reading, and the claims checked in it."""
    texts = snapshot.by("document", names, _TEXTS)
    figures = snapshot.by("document", names, _FIGURES.format(column="document", order="document, span_start"))
    claims = snapshot.by("document", names, _CLAIMS)
    for document in snapshot.rows(_BULLETINS, {"values": names}):
        name = document["document"]
        yield from _parts(document, texts[name][0]["body"], figures.get(name, []), claims.get(name, []))


def _parts(document: Row, text: str, figures: list[Row], claims: list[Row]) -> Iterator[Page]:
    """One page, or several of a bulletin with very many figures; each part begins with the sentence of its first figure."""
    checks: dict[str, list[Row]] = {}
    for claim in claims:
        for source in claim["sources"]:
            checks.setdefault(source["observation_id"], []).append(claim)
    last = figures[-1]["part"] if figures else 1
    start, paths = (
        0,
        [f"bulletins/{document['document']}{f'-{part}' if part > 1 else ''}.html" for part in range(1, last + 1)],
    )
    for part, path in enumerate(paths, 1):
        here = [figure for figure in figures if figure["part"] == part]
        after = next((figure for figure in figures if figure["part"] > part), None)
        end = max(after["quote_start"], here[-1]["span_end"]) if after else len(text)
        yield document["document"], path, {
            "document": document, "figures": here, "total": len(figures), "checks": checks, "claims": claims if part == last else [],
            "paragraphs": paragraphs(text, here, start, end), "paths": paths, "part": part,
        }  # fmt: skip
        start = end


def indicators(snapshot: Snapshot, names: list[str]) -> Iterator[Page]:
    """A definition, the series that bulletins state and registers give, and the sentence behind each value."""
    order = "indicator, area, measure, breakdown, period_end desc, published_on desc, span_start"
    figures = snapshot.by("indicator", names, _FIGURES.format(column="indicator", order=order))
    counts = snapshot.by("indicator", names, _COUNTS)
    for indicator in snapshot.rows("select * from dim_indicator where indicator in $values", {"values": names}):
        name = indicator["indicator"]
        stated, counted = figures.get(name, []), counts.get(name, [])
        yield name, f"indicators/{name}.html", {
            "indicator": indicator, "figures": stated, "counts": counted, "charts": _charts(indicator, stated, counted),
        }  # fmt: skip


def _charts(indicator: Row, stated: list[Row], counted: list[Row]) -> list[Text]:
    """Levels over time: only like with like, so that a half year is never joined to a year, and provinces apart from the rest."""
    places: dict[bool, dict[Text, dict[Any, Any]]] = {False: {}, True: {}}
    for row in reversed(stated):  # the one published last holds
        alike = (row["measure"], row["breakdown"], row["obs_status"], row["bound"]) == ("level", "", "actual", "exact")
        if (
            alike
            and row["standing"] == "current"
            and row["period_end"]
            and row["unit"] == indicator["unit"]
            and row["confidence"] >= CERTAIN
        ):
            name = Text(*(words.visible(f"{row['area'] or row['ref_area']} {span}").strip() for span in _span(row)))
            places[_is_province(row)].setdefault(name, {})[row["period_end"]] = row["value"]
    for row in counted:
        counted_by = Text(*(f"{row['area']} {register}" for register in _register(row)))
        places[_is_province(row)].setdefault(counted_by, {})[row["as_of"]] = row["counted"]
    return [chart for values in places.values() if (chart := _chart(indicator, values))]


def _register(row: Row) -> Text:
    return Text("名册（合成样例）", "register (synthetic sample)") if row["synthetic"] else Text("名册", "register")


def _is_province(row: Row) -> bool:
    return str(row["area_code"]).endswith("0000")


def _chart(indicator: Row, values: dict[Text, dict[Any, Any]]) -> Text | None:
    """The series of two days and more, the longest first, as many as colours can tell apart; drawn in each language."""
    shown = sorted((name for name in values if len(values[name]) > 1), key=lambda name: -len(values[name]))
    shown = shown[: len(charts.PALETTE)]
    if not shown:
        return None
    largest = max(abs(value) for name in shown for value in values[name].values())
    units = (indicator["unit"], words.unit_en(indicator["unit"], largest))
    titles = (indicator["indicator_name"], indicator["indicator_name_en"])
    drawn = []
    for at, (factor, prefix) in enumerate(words.scales(largest)):
        points = [
            charts.Point(name[at], day, float(value / factor))
            for name in shown
            for day, value in sorted(values[name].items())
        ]
        unit = f"{prefix}{units[at]}".strip()
        told = "; ".join(f"{p.series} {p.day} {words.number(p.value)}" for p in points[:12])
        drawn.append(charts.svg(charts.series(points, unit), f"{titles[at]} ({unit})" if unit else titles[at], told))
    return Text(*drawn)


def _span(row: Row) -> Text:
    """What part of the year a flow covers."""
    start, end = row["period_start"], row["period_end"]
    if start is None:
        return Text("", "")
    if start.year != end.year:
        return Text(f"{start}起", f"since {start}")
    if (start.month, end.month) == (1, 12):
        return Text("全年", "whole year")
    months = words.MONTHS
    return Text(f"{start.month}—{end.month}月", f"{months[start.month - 1]}–{months[end.month - 1]}")


def areas(snapshot: Snapshot, names: list[str]) -> Iterator[Page]:
    """The shares of an area in its province, as printed and as counted anew."""
    shares = snapshot.by("area_code", names, SHARES)
    entities = snapshot.by("area_code", names, ENTITIES)
    for code, rows in shares.items():
        yield code, f"areas/{code}.html", area(rows, entities.get(code, []))


def area(shares: list[Row], entities: list[Row]) -> Context:
    """One table a day, the latest first; the first shown is the latest on which a share is printed."""
    days: dict[Any, dict[str, dict[str, Row]]] = {}
    for row in shares:
        days.setdefault(row["as_of"], {}).setdefault(f"{row['indicator']} {row['breakdown']}", {})[row["basis"]] = row
    printed = [row["as_of"] for row in shares if row["published_share_pct"] is not None]
    first = max(printed, default=shares[0]["as_of"])
    tables = [(day, _lines(days[day])) for day in sorted(days, key=lambda day: (day != first, -day.toordinal()))]
    return {
        "name": shares[0]["area"], "code": shares[0]["area_code"], "whole": shares[0]["whole_area"], "tables": tables,
        "entities": [row for row in entities if row["as_of"] == first], "synthetic": any(row["synthetic"] for row in shares),
        "chart": _share_chart(tables[0][1]), "trend": _trend(shares),
    }  # fmt: skip


def _lines(groups: dict[str, dict[str, Row]]) -> list[Row]:
    """One line an indicator: what the registers give, what the bulletin's own figures give, what it prints."""
    lines = []
    for bases in groups.values():
        counted, stated = bases.get("registers"), bases.get("bulletin")
        shown = counted or stated
        if shown is not None:
            lines.append(
                {**shown, "counted": counted, "stated": stated, "href": shown["href"] or (stated or {}).get("href")}
            )
    return lines


def _share_chart(lines: list[Row]) -> Text | None:
    cohorts = [line for line in lines if line["programme"]]
    if not cohorts:
        return None
    drawn = []
    for at, title in enumerate(("各群体占全省比重（%）", "Share of the province by cohort (%)")):
        counted, printed = (
            ("按" + _register(cohorts[0]).zh, "公布")
            if at == 0
            else ("from the " + _register(cohorts[0]).en, "printed")
        )
        shown = [charts.Share(_name(line)[at], _float(line, "counted"), _printed(line)) for line in cohorts]
        told = "; ".join(f"{s.name}: {counted} {_percent(s.counted)}, {printed} {_percent(s.printed)}" for s in shown)
        drawn.append(charts.svg(charts.shares(shown, counted, printed), title, told))
    return Text(*drawn)


def _name(line: Row) -> Text:
    zh = words.visible(line["indicator_name"] or line["indicator"])
    return Text(zh, words.visible(line["indicator_name_en"] or zh))


def _trend(shares: list[Row]) -> Text | None:
    """The shares counted from registers, where they are counted on two days or more."""
    counted = [r for r in shares if r["basis"] == "registers" and r["programme"] and r["share_pct"] is not None]
    if len({row["as_of"] for row in counted}) < 2:
        return None
    counted.sort(key=lambda r: (r["indicator"], r["as_of"]))
    register = _register(counted[0])
    drawn = []
    for at, title in enumerate((f"按{register.zh}重算的占比（%）", f"Shares counted from the {register.en} (%)")):
        points = [charts.Point(_name(r)[at], r["as_of"], float(r["share_pct"])) for r in counted]
        told = "; ".join(f"{p.series} {p.day} {p.value:.2f}%" for p in points)
        drawn.append(charts.svg(charts.series(points, "%", height=240), title, told))
    return Text(*drawn)


def _float(line: Row, which: str) -> float | None:
    row = line[which] or line["stated"]
    return None if row is None or row["share_pct"] is None else float(row["share_pct"])


def _printed(line: Row) -> float | None:
    return None if line["published_share_pct"] is None else float(line["published_share_pct"])


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}%"
