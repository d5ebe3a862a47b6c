"""`zhanbi quarantine list` and `show`: what was refused for what, and one refused row field by field."""

import json
import re
from itertools import groupby

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from flows.terminal import plain, visible, wide_console
from flows.warehouse.quarantine import SHORT, Refusal
from schemas.rules import TOLD

STATES = {"open": "open 待处理", "replayed": "replayed 已重放入库", "dismissed": "dismissed 已驳回"}


def print_refusals(totals: list[tuple[str, str, int]], rows: list[Refusal], state: str) -> None:
    """How many rows of each file were refused for what, then the rows."""
    console = wide_console()
    if not rows:
        nothing = "Nothing is in quarantine. 隔离区为空。" if state == "all" else f"Nothing is {state}. 无此状态的行。"
        console.print(nothing)
        return
    for name, reasons in groupby(totals, key=lambda total: total[0]):
        _print_table(console, name, [(f"{count:,}", reason) for _, reason, count in reasons])
    table = Table("row 记录", "file 文件", "no. 行号", "state 状态", "why 原因", box=SIMPLE_HEAD)
    for row in rows:
        why = "; ".join(_code_and_values(reason) for reason in row.reasons)
        table.add_row(
            row.quarantine_id[:SHORT], visible(row.file_name), str(row.row_number), STATES[row.state], visible(why)
        )
    console.print(table)
    console.print("One row: `zhanbi quarantine show ROW`. 查看一行：zhanbi quarantine show 记录号。", highlight=False)


def print_refusal(row: Refusal) -> None:
    """One row as received, with every reason, what was decided, and what can be done."""
    console = wide_console()
    name = row.quarantine_id[:SHORT]
    console.print(
        f"[bold]{name}[/]  {visible(row.file_name)}, row {row.row_number}, {STATES[row.state]}", highlight=False
    )
    _print_reasons(console, "Refused for 拒收原因", row.reasons)
    if row.judged_at:
        console.print(f"\nJudged anew 重新判定: {row.judged_at:%Y-%m-%d %H:%M %Z}", highlight=False)
    if row.first_reasons:
        _print_reasons(console, f"On arrival 入隔离区时 ({row.quarantined_at:%Y-%m-%d})", row.first_reasons)
    _print_table(console, "As received, personal data masked 原始记录，个人信息已脱敏", _fields(row.raw))
    if row.decided_by:
        decided = f"{STATES[row.state]}: {row.decided_by}, {row.decided_at:%Y-%m-%d %H:%M %Z}: {row.decision_note}"
        console.print(visible(decided), highlight=False)
    else:
        console.print(
            "Mend the profile or the rule, then `zhanbi quarantine replay`; "
            f"or `zhanbi quarantine dismiss {name} --by NAME --why TEXT`.",
            highlight=False,
        )


def print_json(rows: list[Refusal]) -> None:
    for row in rows:
        values = {name: plain(value) for name, value in row._asdict().items()}
        click.echo(json.dumps(values | {"raw": json.loads(row.raw)}, ensure_ascii=False))


def _code_and_values(reason: str) -> str:
    """The reason without its sentence."""
    told = re.search(TOLD, reason)
    return reason.partition(":")[0] + (told.group() if told else "")


def _print_reasons(console: Console, title: str, reasons: list[str]) -> None:
    console.print(f"\n{title}", highlight=False)
    for reason in reasons:
        console.print(f"  [red]•[/] {visible(reason)}", highlight=False)


def _print_table(console: Console, title: str, rows: list[tuple[str, str]]) -> None:
    console.print(f"\n{visible(title)}", highlight=False)
    table = Table(box=None, show_header=False, padding=(0, 1, 0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for left, right in rows:
        table.add_row(visible(left), visible(right))
    console.print(table)


def _fields(raw: str) -> list[tuple[str, str]]:
    """Printed header and value; of a ragged row the number of the field."""
    record = json.loads(raw)
    named = (
        record.items() if isinstance(record, dict) else ((str(place), value) for place, value in enumerate(record, 1))
    )
    return [(name, "" if value is None else str(value)) for name, value in named]
