"""`zhanbi lake`: what lies in the lake, written now, cleaned now."""

from typing import TYPE_CHECKING

import click

from flows.terminal import as_json, notify, print_json

if TYPE_CHECKING:
    from flows.lake.place import Place


@click.group()
def lake() -> None:
    """The lake that ZHANBI_LAKE names: the raw tables as Delta tables, for engines of many machines. 数据湖。"""


@lake.command()
def write() -> None:
    """Bring the lake to what the warehouse says now; every run does this by itself. 写入数据湖。"""
    from flows.lake.writing import write as write_lake
    from flows.settings import settings
    from flows.working import working_warehouse

    chosen, place = settings(), _place()
    with working_warehouse(chosen, notify) as connection:
        done = write_lake(connection, place, notify)
    click.echo(
        f"{place.url}: {done.parts:,} parts written ({done.rows:,} rows), {done.removed:,} taken out. 写入完成。"
        if done.parts or done.removed
        else f"{place.url}: holds what the warehouse says already. 无变化。"
    )


@lake.command()
@as_json()
def show(as_json: bool) -> None:
    """The tables of the lake: rows, parts, the version of each that counts, and where it lies. 湖中各表。"""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from flows.lake.contents import recall
    from flows.lake.writing import standing
    from flows.terminal import wide_console

    place = _place()
    rows = [each._asdict() for each in standing(place, recall(place))]
    if as_json:
        print_json(rows)
        return
    table = Table("table 表", "rows 行", "parts 分块", "version 版本", "address 地址", title=place.url, box=SIMPLE_HEAD)
    for row in rows:
        table.add_row(row["table"], f"{row['rows']:,}", f"{row['parts']:,}", str(row["version"]), row["address"])
    wide_console().print(table if rows else f"{place.url}: nothing yet. `zhanbi lake write` 尚无数据。")


@lake.command()
@click.option("--hours", default=7 * 24, show_default=True, type=click.IntRange(0), help="Keep what was needed then.")
def vacuum(hours: int) -> None:
    """Remove files that nothing needs: of older versions, and what killed runs left half written. 清理。

    With --hours 0 a reader that opened an older version fails. Every run that writes does this by itself, for 7 days.
    """
    from flows.lake.writing import vacuum as clean
    from flows.settings import settings
    from flows.warehouse.locking import one_writer

    chosen, place = settings(), _place()
    with one_writer(chosen.warehouse, wait_seconds=chosen.lock_wait_seconds, notify=notify):
        removed = clean(place, hours)
    click.echo(f"{place.url}: {removed:,} files removed. 已清理。")


def _place() -> "Place":
    from flows.lake.place import Place
    from flows.settings import settings

    if settings().lake_place is None:
        raise click.UsageError(
            "There is no lake. Set ZHANBI_LAKE to a folder or s3://bucket/prefix / 请设置 ZHANBI_LAKE."
        )
    return Place(str(settings().lake_place))
