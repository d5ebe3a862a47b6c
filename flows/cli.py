"""The zhanbi command. Each subcommand imports what it needs, so that help and reading start at once."""

import sys
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from flows.commands.check import check
from flows.commands.completion import completion
from flows.commands.export import export
from flows.commands.lake import lake
from flows.commands.links import match_links
from flows.commands.query import shell, sql
from flows.commands.registers import load, quarantine
from flows.commands.review import desk, review
from flows.commands.serve import serve
from flows.commands.spark import spark
from flows.commands.upkeep import backfill, backup, restore, verify
from flows.terminal import as_json, notify, print_json, working
from schemas.errors import ZhanbiError


class Group(click.Group):
    """Turns our errors into one message and an exit code; no traceback for a user's mistake."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ZhanbiError as error:
            click.echo(f"zhanbi: {error}", err=True)
            ctx.exit(error.exit_code)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="zhanbi")
def main() -> None:
    """占比: what development zones report, read to the character and checked against the registers.

    \b
    Exit codes: 0 done, 1 an error, 2 wrong use, 3 an input was refused, 4 something outside failed (try again).
    """


for command in (
    backfill,
    backup,
    check,
    completion,
    desk,
    export,
    lake,
    load,
    match_links,
    quarantine,
    restore,
    review,
    serve,
    shell,
    spark,
    sql,
    verify,
):
    main.add_command(command)


@main.command()
def sample() -> None:
    """Put the sample input into the inbox: the seed bulletin and SYNTHETIC registers. 示例数据（名册为合成数据）。"""
    from flows.sample.registers import write_sample
    from flows.settings import settings

    for path in write_sample(settings().inbox):
        click.echo(f"{path.name}  {path.stat().st_size:>12,} bytes")


@main.command()
def run() -> None:
    """Run the nightly flow now: land what lies in the inbox, build, check, publish, show the shares."""
    from flows.commands.report import print_night, print_shares
    from flows.inbox import received
    from flows.marts import warm_up
    from flows.serving.prefect_home import prepare_run
    from flows.settings import settings

    prepare_run(settings())
    from flows.nightly import nightly

    if received(settings().inbox):
        threading.Thread(target=warm_up, args=[settings()], daemon=True).start()
    night = nightly()
    print_night(night)
    if settings().published.exists():
        print_shares(settings().published)
    if night.failures:
        sys.exit(1)
    if any(attempt.outcome == "refused" for attempt in night.attempts):
        sys.exit(3)


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--area", metavar="NAME", help="The area the bulletin is about, 地区.")
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), help="The day it was published, 发布日期.")
@click.option("--format", "form", type=click.Choice(["jsonl", "csv", "table"]), default="jsonl", show_default=True)
@click.option("--explain", is_flag=True, help="Show each sentence with its figures marked and how each was read.")
def read(files: tuple[Path, ...], area: str | None, published: datetime | None, form: str, explain: bool) -> None:
    """Read bulletins and print their observations; the warehouse is not touched.

    Area and date come from the options, or from the sidecar FILE.yml.
    """
    from flows.commands.reading_output import read_files

    read_files(files, area, published.date() if published else None, "explain" if explain else form)


@main.command()
@as_json()
def shares(as_json: bool) -> None:
    """The shares of the zones in their provinces: published against recomputed. 占比：公布值与重算值。"""
    from flows.commands.report import print_shares, share_rows
    from flows.settings import settings

    if as_json:
        print_json(share_rows(settings().published))
    else:
        print_shares(settings().published)


@main.command()
def docs() -> None:
    """Write the definitions of the metrics as one static page and print where it lies."""
    from flows.marts import write_docs
    from flows.settings import settings

    with working("口径网页 definitions"):
        write_docs(settings(), compiled=False)
    click.echo(settings().site / "docs" / "index.html")


@main.command()
def site() -> None:
    """Write the site of figures with their sources, as files, and print where it starts. 生成离线网页。"""
    from flows.marts import write_site
    from flows.settings import settings

    built = write_site(settings())
    click.echo(f"{built.written} pages written, {built.kept} unchanged, {built.removed} removed / 已写、未变、已删")
    click.echo(settings().site / "index.html")


@main.command()
@as_json()
def status(as_json: bool) -> None:
    """What lies in the inbox, what was landed, refused and quarantined, and how fresh the snapshot is."""
    from flows.commands.report import print_status, status_of
    from flows.settings import settings

    if as_json:
        print_json([status_of(settings(), notify)])
    else:
        print_status(settings())
