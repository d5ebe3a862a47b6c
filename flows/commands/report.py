"""What a person sees in the terminal: the night, the shares, a query's rows, the state of things."""

from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

from flows.inbox import orphans, received
from flows.settings import Settings
from flows.terminal import plain, wide_console
from flows.warehouse.connection import reader, writer

if TYPE_CHECKING:
    from flows.night.record import Night

VERDICTS = {
    "agrees": "[green]agrees 相符[/]",
    "disagrees": "[red]disagrees 不符[/]",
    "cannot_tell": "cannot tell 无法判断",
}
OUTCOMES = {"landed": "green", "unchanged": "dim", "refused": "red", "failed": "red"}
SHARES = """
    select s.area, w.area as province, coalesce(i.indicator_name, s.indicator) as indicator_name, s.programme, s.basis,
        s.as_of, s.part, s.whole, s.whole_low, s.whole_high, s.share_pct, s.published_share_pct, s.verdict, s.reason,
        s.synthetic, s.quote
    from provincial_shares as s
    left join dim_indicator as i using (indicator)
    left join dim_area as w on w.area_code = s.whole_area_code
    order by s.area, s.as_of, s.programme is null, s.part desc, s.indicator, s.basis
"""
ENTITIES = "select * from market_entities order by area, as_of, basis"


def share_rows(published: Path) -> list[dict[str, Any]]:
    """The rows of provincial_shares as plain values, for an artifact."""
    with reader(published) as connection:
        return _rows(connection, SHARES)


def print_night(night: "Night") -> None:
    """What came, what became of it, and what was built."""
    console = wide_console()
    for attempt in night.attempts:
        console.print(
            f"[{OUTCOMES[attempt.outcome]}]{attempt.outcome:9}[/] {escape(attempt.file_name)}: {escape(attempt.message.removeprefix(f'{attempt.file_name}: '))}"
        )
    for failure in night.failures:
        console.print(f"[red]failed   [/] {escape(failure)}")
    for name in night.orphans:
        console.print(f"[yellow]orphan   [/] {escape(name)}: a sidecar whose file is not there")
    for name in night.moving:
        console.print(f"[yellow]waiting  [/] {escape(name)}: still being written; the next run takes it")
    if night.built:
        console.print("Built, checked and published a new snapshot. 已构建并发布新快照。")
    else:
        console.print("Nothing new since the last snapshot; nothing changed. 没有新数据，快照未变。")


def print_shares(published: Path) -> None:
    """Each cohort's share of the province, printed and recomputed; the market entities and their gap; the sentences."""
    with reader(published) as connection:
        shares, entities = _rows(connection, SHARES), _rows(connection, ENTITIES)
    console = wide_console()
    synthetic = any(row["synthetic"] for row in shares)
    sentences: list[str] = []
    for (area, as_of), rows in groupby(shares, key=lambda row: (row["area"], row["as_of"])):
        console.print(_share_table(f"{area} · {as_of}", list(rows), sentences))
    for row in entities:
        if row["enterprise_share_pct"] is not None and row["published_enterprise_share_pct"] is not None:
            console.print(_entity_line(row))
    for number, sentence in enumerate(sentences, start=1):
        console.print(f"[bold]\\[{number}][/] {escape(sentence)}")
    if synthetic:
        console.print("[yellow]The registers are SYNTHETIC sample data. 名册为合成样例，非真实登记数据。[/]")


def _share_table(title: str, rows: list[dict[str, Any]], sentences: list[str]) -> Table:
    """One line a cohort: from the registers, from the bulletin's own numbers, and what the bulletin prints."""
    table = Table(title=title, box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column("cohort\n群体", overflow="fold", min_width=14)
    for heading in ("zone\n本区", "province\n全省", "registers\n名册重算", "bulletin\n公报重算", "printed\n公布"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("verdict\n结论", no_wrap=True)
    for _, group in groupby(rows, key=lambda row: (row["programme"], row["indicator_name"])):
        bases = {row["basis"]: row for row in group}
        counted, stated = bases.get("registers"), bases.get("bulletin")
        shown = counted or stated
        if shown is None:
            continue
        printed = shown["published_share_pct"]
        table.add_row(
            escape(shown["indicator_name"]) + _reference(shown["quote"], sentences),
            _number(shown["part"]),
            _number(shown["whole"]) or _implied(shown),
            _percent(counted, 3),
            _percent(stated, 3),
            f"{printed}%" if printed is not None else "",
            VERDICTS[shown["verdict"]] if printed is not None else "[dim]not printed 未公布[/]",
        )
    return table


def _entity_line(row: dict[str, Any]) -> str:
    """The enterprises among the market entities, and how far above the province that is, counted and printed."""
    gap = row["enterprise_gap_pp"]
    return (
        f"{escape(row['area'])}: market entities 市场主体 {_number(row['market_entities'])}, enterprises 企业 "
        f"{_number(row['enterprises'])}: {_percent(row, 2, 'enterprise_share_pct')}, printed "
        f"{row['published_enterprise_share_pct']}% {VERDICTS[row['share_verdict']]}; above the province "
        f"({_percent(row, 2, 'province_enterprise_share_pct')}) by {'?' if gap is None else f'{gap:.2f}'} points 个百分点, "
        f"printed {row['published_enterprise_gap_pp']} {VERDICTS[row['gap_verdict']]}"
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,}"


def _percent(row: dict[str, Any] | None, digits: int, column: str = "share_pct") -> str:
    value = row[column] if row else None
    return "" if value is None else f"{value:.{digits}f}%"


def _implied(row: dict[str, Any]) -> str:
    low, high = row["whole_low"], row["whole_high"]
    return "" if low is None or high is None else f"{low:,}–{high:,} implied"


def _reference(quote: str | None, sentences: list[str]) -> str:
    if quote is None:
        return ""
    if quote not in sentences:
        sentences.append(quote)
    return f" \\[{sentences.index(quote) + 1}]"


def print_reviews(published: Path, query: str, parameters: dict[str, str]) -> None:
    """One paragraph a figure: its id, why it is here, how it was read, and the sentence."""
    console = wide_console()
    with reader(published) as connection:
        rows = _rows(connection, query, parameters)
    for row in rows:
        decided = (
            f", {row['review_state']} by {row['decided_by']}: {row['decision_reason']}" if row["decided_by"] else ""
        )
        console.print(f"[bold]{row['observation_id']}[/] {row['reasons']} ({row['confidence']:.2f}){escape(decided)}")
        console.print(
            f"  {escape(row['indicator_name'])} {row['measure']} {row['value_text']}{escape(row['reported_unit'])}"
        )
        console.print(f"  [dim]{escape(row['quote'])}[/]")
    console.print(f"{len(rows)} figures 条")


def status_of(settings: Settings, notify: Callable[[str], None]) -> dict[str, Any]:
    """Inbox, landed inputs, refusals, quarantine and the snapshot, as plain values."""
    state: dict[str, Any] = {
        "inbox": str(settings.inbox),
        "waiting": len(received(settings.inbox)),
        "orphans": [path.name for path in orphans(settings.inbox)],
    }
    if settings.warehouse.exists():
        with writer(settings.warehouse, wait_seconds=3, notify=notify) as connection:
            for name, (_, query) in _STATUS.items():
                state[name] = connection.sql(query).fetchall()[0][0]
            state["refusals"] = _rows(connection, _REFUSED)
    if settings.published.exists():
        with reader(settings.published) as connection:
            (state["snapshot"],) = _rows(connection, "select * from build_info")
    return state


def print_status(settings: Settings) -> None:
    """The same for a person."""
    console = wide_console()
    state = status_of(settings, console.print)
    console.print(f"inbox 收件箱 {state['inbox']}: {state['waiting']} files waiting")
    for name in state["orphans"]:
        console.print(f"  orphan sidecar: {escape(name)}")
    if "refusals" not in state:
        console.print("warehouse 仓库: nothing landed yet")
        return
    for name, (label, _) in _STATUS.items():
        console.print(f"{label}: {state[name]:,}")
    for refusal in state["refusals"]:
        console.print(f"  {refusal['outcome']}: {escape(refusal['message'])}")
    if build := state.get("snapshot"):
        console.print(f"snapshot 快照: built {build['built_at']} by zhanbi {build['version']}")


_REFUSED = """
    select outcome, message
    from (from raw.attempts qualify row_number() over (partition by file_name order by started_at desc) = 1)
    where outcome in ('refused', 'failed')
    order by message
"""
_STATUS = {
    "bulletins": ("bulletins 公报", "select count(distinct document_id) from raw.documents"),
    "observations": ("observations 数据", "select count(*) from raw.observations"),
    "extracts": ("extracts 名册", "select count(*) from raw.extracts"),
    "register_rows": ("register rows 名册行", "select coalesce(sum(rows_landed), 0)::bigint from raw.extracts"),
    "quarantined_open": ("quarantined, open 隔离", "select count(*) from raw.quarantine where state = 'open'"),
}


def _rows(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: dict[str, str] | None = None
) -> list[dict[str, Any]]:
    relation = connection.sql(query, params=parameters)
    return [dict(zip(relation.columns, map(plain, row), strict=True)) for row in relation.fetchall()]
