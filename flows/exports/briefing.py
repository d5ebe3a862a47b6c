"""One page a zone on its shares of the province, as such offices write it: DOCX to edit, PDF to show."""

import json
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import msgspec
import pylopdf_fonts_zh_cn
import typst

from flows.exports.briefing_docx import write_docx
from flows.exports.files import printable, safe_name, whole
from flows.exports.source import Source
from flows.exports.topics import VERDICTS
from flows.site import charts

TEMPLATE = Path(__file__).with_name("briefing.typ")
FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent
RULE = "结论：重算占比落在公布数字四舍五入所允许的范围之内为“相符”，之外为“不符”。"
# of each cohort what the registers say, else what the bulletin's own numbers say; the zone's latest day with a printed share
_SHARES = """
    select s.area, s.as_of, coalesce(i.indicator_name, s.indicator) as name, s.part, s.whole, s.share_pct,
        s.published_share_pct as printed, s.verdict, s.basis, s.synthetic, s.document_id, d.title, d.publisher, d.published_on
    from provincial_shares as s
    left join dim_indicator as i using (indicator)
    left join dim_document as d on d.document_id = s.document_id
    where s.breakdown = '' and (s.share_pct is not null or s.published_share_pct is not null)
    qualify s.as_of = max(s.as_of) filter (where s.published_share_pct is not null) over (partition by s.area)
        and row_number() over (
            partition by s.area, s.as_of, s.indicator
            order by s.share_pct is null, s.published_share_pct is null, s.basis = 'bulletin', s.share_id
        ) = 1
    order by s.area, s.published_share_pct is null, s.part desc, s.indicator
"""


class Briefing(msgspec.Struct, frozen=True):
    """What one page says; every line is text, nothing in it is markup."""

    area: str
    title: str
    subtitle: str
    warning: str
    summary: str
    headings: list[str]
    rows: list[list[str]]
    chart_title: str
    notes: list[str]
    dated: str


def write_briefings(source: Source, folder: Path) -> list[Path]:
    paths = []
    zones: dict[str, list[dict[str, Any]]] = {}
    for row in source.rows(_SHARES):
        row = {name: printable(value) if isinstance(value, str) else value for name, value in row.items()}  # noqa: PLW2901
        row["name"] = row["name"].removesuffix("数")  # 高新技术企业1040家, not 高新技术企业数1040家
        zones.setdefault(row["area"], []).append(row)
    for rows in zones.values():
        briefing, chart = _briefing(source, rows), _chart(rows)
        stem = f"占比简报_{safe_name(briefing.area)}_{rows[0]['as_of']}"
        with whole(folder / f"{stem}.docx") as building:
            write_docx(briefing, charts.png(chart), building)
        with whole(folder / f"{stem}.pdf") as building:
            building.write_bytes(_pdf(briefing, charts.svg(chart, briefing.chart_title, briefing.summary)))
        paths += [folder / f"{stem}.docx", folder / f"{stem}.pdf"]
    return paths


def _briefing(source: Source, rows: list[dict[str, Any]]) -> Briefing:
    area, day = rows[0]["area"], _day(rows[0]["as_of"])
    return Briefing(
        area=area,
        title=f"{area}主要指标占全省比重简报",
        subtitle=f"（截至{day}）",
        warning="含合成数据，仅供演示，不是真实情况。Contains SYNTHETIC data."
        if any(r["synthetic"] for r in rows)
        else "",
        summary=f"截至{day}，" + "；".join(_clause(row) for row in rows if row["printed"] is not None) + "。",
        headings=["群体", "本区（家）", "全省（家）", "重算占比（%）", "公布占比（%）", "结论"],
        rows=[_line(row) for row in rows],
        chart_title="占全省比重（%）：重算与公布",
        notes=[
            *_sources(rows),
            RULE,
            f"数据快照 {source.fingerprint[:12]}（zhanbi {source.version}），文件 SHA-256：{source.sha256}",
        ],
        dated=_day(source.built_at.date()),
    )


def _clause(row: dict[str, Any]) -> str:
    part = f"{row['name']}{_count(row['part'])}家，" if row["part"] is not None else row["name"]
    if row["share_pct"] is None:
        return f"{part}公报公布占全省的{_exact(row['printed'])}%，无法重算"
    verdict = VERDICTS[row["verdict"]]
    return f"{part}占全省{_count(row['whole'])}家的{_percent(row['share_pct'])}%，公报公布{_exact(row['printed'])}%，{verdict}"


def _line(row: dict[str, Any]) -> list[str]:
    printed = row["printed"] is not None
    verdict = VERDICTS[row["verdict"]] if printed else "未公布"
    return [
        row["name"],
        _count(row["part"]),
        _count(row["whole"]),
        _percent(row["share_pct"]),
        _exact(row["printed"]),
        verdict,
    ]


def _sources(rows: list[dict[str, Any]]) -> list[str]:
    documents = {
        row["document_id"]: f"《{row['title']}》，{row['publisher']}，{_day(row['published_on'])}"
        for row in rows
        if row["document_id"] and row["title"]
    }
    registers = ["市场主体名录与认定名单" + ("（合成样例）" if any(row["synthetic"] for row in rows) else "")]
    stated = [*documents.values(), *(registers if any(row["basis"] == "registers" for row in rows) else [])]
    return ["资料来源：" + "；".join(stated) + "。"]


def _chart(rows: list[dict[str, Any]]) -> dict[str, Any]:
    shares = [
        charts.Share(row["name"], _float(row["share_pct"]), _float(row["printed"]))
        for row in rows
        if row["printed"] is not None
    ]
    return charts.shares(shares, "重算占比", "公布占比")


def _pdf(briefing: Briefing, chart: str) -> bytes:
    inputs = {"briefing": json.dumps(msgspec.to_builtins(briefing), ensure_ascii=False), "chart": chart}
    return bytes(typst.compile(TEMPLATE, font_paths=[FONTS], ignore_system_fonts=True, sys_inputs=inputs))


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _count(value: Decimal | None) -> str:
    return "" if value is None else f"{value:.0f}"


def _percent(value: Decimal | None) -> str:
    return "" if value is None else str(value.quantize(Decimal("0.01"), ROUND_HALF_UP))


def _exact(value: Decimal | None) -> str:
    """As printed: the digits that the bulletin gives, no more."""
    return "" if value is None else f"{value.normalize():f}"


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
