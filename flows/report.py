"""What a person sees in the terminal: the night, the shares, a query's rows, the state of things."""

import csv
import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from flows.inbox import orphans, received
from flows.settings import Settings
from flows.warehouse.connection import reader, writer
from schemas.errors import UsageError

if TYPE_CHECKING:
    from flows.nightly import Night

VERDICTS = {
    "agrees": "[green]agrees 相符[/]",
    "disagrees": "[red]disagrees 不符[/]",
    "cannot_tell": "cannot tell 无法判断",
}
OUTCOMES = {"landed": "green", "unchanged": "dim", "refused": "red", "failed": "red"}
SHARES = """
    select s.area, p.name as province, coalesce(g.name, i.name) as cohort, s.basis, s.as_of, s.part, s.whole,
        s.whole_low, s.whole_high, s.share_pct, s.published_share_pct, s.verdict, s.synthetic, s.quote
    from provincial_shares as s
    join dim_indicator as i using (indicator)
    join dim_area as a on a.area_code = s.area_code
    left join dim_area as p on p.area_code = a.province_code
    left join dim_programme as g on g.programme = s.programme
    order by s.area, s.as_of, s.indicator, s.basis
"""


def share_rows(published: Path) -> list[dict[str, Any]]:
    """The rows of provincial_shares as plain values, for an artifact."""
    with reader(published) as connection:
        rows = connection.sql(SHARES).fetchall()
        names = connection.sql(SHARES).columns
    return [{name: _plain(value) for name, value in zip(names, row, strict=True)} for row in rows]


def print_night(night: "Night") -> None:
    """What came, what became of it, and what was built."""
    console = Console()
    for attempt in night.attempts:
        console.print(
            f"[{OUTCOMES[attempt.outcome]}]{attempt.outcome:9}[/] {escape(attempt.file_name)}: {escape(attempt.message)}"
        )
    for failure in night.failures:
        console.print(f"[red]failed   [/] {escape(failure)}")
    for name in night.orphans:
        console.print(f"[yellow]orphan   [/] {escape(name)}: a sidecar whose file is not there")
    if night.built:
        console.print("Built, checked and published a new snapshot. 已构建并发布新快照。")
    else:
        console.print("Nothing new since the last snapshot; nothing changed. 没有新数据，快照未变。")


def print_query(published: Path, query: str, form: str) -> None:
    """The rows of one query on the snapshot as table, csv or jsonl. Raises UsageError with DuckDB's own message."""
    with reader(published) as connection:
        try:
            relation = connection.sql(query)
        except duckdb.Error as error:
            raise UsageError(str(error)) from error
        if relation is None:
            return
        names, rows = relation.columns, relation.fetchall()
    if form == "csv":
        csv.writer(sys.stdout).writerows([names, *rows])
    elif form == "jsonl":
        for row in rows:
            print(json.dumps(dict(zip(names, map(_plain, row), strict=True)), ensure_ascii=False))
    else:
        table = Table(*names)
        for row in rows:
            table.add_row(*("" if value is None else escape(str(_plain(value))) for value in row))
        Console().print(table)


def print_status(settings: Settings) -> None:
    """Inbox, landed inputs, refusals, quarantine and the age of the snapshot."""
    console = Console()
    waiting = received(settings.inbox)
    console.print(f"inbox 收件箱 {settings.inbox}: {len(waiting)} files waiting")
    for path in orphans(settings.inbox):
        console.print(f"  orphan sidecar: {escape(path.name)}")
    if not settings.warehouse.exists():
        console.print("warehouse 仓库: nothing landed yet")
        return
    with writer(settings.warehouse, wait_seconds=settings.lock_wait_seconds, notify=console.print) as connection:
        for label, query in _STATUS.items():
            console.print(f"{label}: {connection.execute(query).fetchone()[0]}")  # type: ignore[index]
        refusals = connection.execute(
            "select message from raw.attempts where outcome in ('refused', 'failed') "
            "qualify row_number() over (partition by file_name order by started_at desc) = 1 order by started_at desc limit 10"
        ).fetchall()
    for (message,) in refusals:
        console.print(f"  refused: {escape(message)}")
    if settings.published.exists():
        with reader(settings.published) as connection:
            console.print(
                "snapshot 快照: built", connection.execute("select built_at::varchar from build_info").fetchone()[0]
            )  # type: ignore[index]


_STATUS = {
    "bulletins 公报": "select count(distinct document_id) from raw.documents",
    "observations 数据": "select count(*) from raw.observations",
    "extracts 名册": "select count(*) from raw.extracts",
    "register rows 名册行": "select coalesce(sum(rows_landed), 0)::bigint from raw.extracts",
    "quarantined, open 隔离": "select count(*) from raw.quarantine where state = 'open'",
}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value)
