"""`zhanbi verify`, `backup`, `restore` and `backfill`: whether all is there still, a second copy of it, a second reading."""

import os
import sys
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from flows.terminal import progress

SHOWN = 40  # differences of a backfill that are printed


@click.command()
def verify() -> None:
    """Read every received file in the archive again, and name those whose bytes changed or are missing. 校验原始文件。

    Exit code 1: something is wrong.
    """
    from flows.settings import settings
    from flows.warehouse import archive, registers
    from flows.working import working_warehouse

    chosen = settings()
    with working_warehouse(chosen, click.echo) as connection:
        expected = registers.inputs(connection)
    sizes = [path.stat().st_size for path in archive.kept(chosen.archive)]
    wrong = archive.verify(chosen.archive, expected, partial(progress, label="校验 verify"))
    for line in wrong:
        click.echo(line)
    click.echo(
        f"{len(sizes):,} files, {sum(sizes):,} bytes read; {len(expected):,} inputs landed; {len(wrong)} wrong. "
        + ("有错误，见上。" if wrong else "全部完好。")
    )
    sys.exit(1 if wrong else 0)


@click.command()
@click.argument("target", type=click.Path(file_okay=False, path_type=Path))
def backup(target: Path) -> None:
    """Copy the working warehouse and what the archive has gained into the folder TARGET. 备份。

    Waits for a run that writes; readers of the snapshot go on reading.
    """
    from flows.settings import settings
    from flows.warehouse.backup import copy_archive, copy_open
    from flows.working import working_warehouse

    chosen = settings()
    if not chosen.warehouse.exists():
        raise click.UsageError(f"{chosen.warehouse}: there is no warehouse yet. Run `zhanbi run` first.")
    copy = target / f"{chosen.warehouse.stem}-{datetime.now():%Y%m%d-%H%M%S}{chosen.warehouse.suffix}"
    with working_warehouse(chosen, click.echo) as connection:
        copy_open(connection, chosen.warehouse, copy)
    files = copy_archive(chosen.archive, target / "archive", click.echo)
    click.echo(
        f"{copy}: {copy.stat().st_size:,} bytes; {files:,} received files copied to {target / 'archive'}. 备份完成。"
    )


@click.command()
@click.argument("copy", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(copy: Path) -> None:
    """Make COPY, made by `zhanbi backup`, the working warehouse, and put missing received files back. 恢复。

    The warehouse before is kept beside it. The next run builds and publishes what the copy holds.
    """
    from flows.settings import settings
    from flows.warehouse.backup import copy_archive, put_back
    from flows.warehouse.locking import one_writer

    chosen = settings()
    with one_writer(chosen.warehouse, wait_seconds=chosen.lock_wait_seconds, notify=click.echo):
        aside = put_back(copy, chosen.warehouse)
        files = copy_archive(copy.parent / "archive", chosen.archive, click.echo)
    before = f"; the one before is {aside}" if aside else ""
    click.echo(f"{chosen.warehouse}: restored from {copy}{before}; {files:,} received files put back. 恢复完成。")


@click.command()
@click.option("--by", metavar="NAME", help="Who decides.")
@click.option("--why", metavar="TEXT", help="The reason, kept with the date.")
@click.option("--documents", "names", multiple=True, metavar="NAME", help="Only this file name or SHA-256; repeatable.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only what was published on that day or later.")
@click.option("--dry-run", is_flag=True, help="Show what would differ; land nothing.")
@click.option("--workers", default=os.cpu_count() or 1, show_default=True, type=click.IntRange(1))
@click.option(
    "--dask", metavar="ADDRESS", help="Workers of this Dask cluster read, tcp://HOST:8786; they see the archive."
)
def backfill(
    by: str | None,
    why: str | None,
    names: tuple[str, ...],
    since: datetime | None,
    dry_run: bool,
    workers: int,
    dask: str | None,
) -> None:
    """Read archived bulletins again with the reader and vocabulary of today. 用现版本重新识读已归档公报。

    What differs is shown; the next build has it in `changes` (cause: reader_changed), before it is published. A backfill that
    was interrupted goes on where it was. Exit code 1: some could not be read.
    """
    from flows.backfill import Choice, run
    from flows.settings import settings

    if not dry_run and not ((by or "").strip() and (why or "").strip()):
        raise click.UsageError(
            "A backfill needs --by NAME and --why TEXT / 须注明决定人和理由; --dry-run does without."
        )
    chosen = Choice(list(names), since.date() if since else None)
    result = run(settings(), chosen, signed=None if dry_run else (str(by), str(why)), workers=workers, dask=dask)
    for difference in result.differences[:SHOWN]:
        click.echo("{}  [{}] {}  {}: {}".format(*difference))
    if len(result.differences) > SHOWN:
        click.echo(f"… and {len(result.differences) - SHOWN:,} more")
    done = "would be read again" if dry_run else "read again"
    click.echo(
        f"{result.read:,} documents {done}, {len(result.differences):,} figures differ, {result.failed:,} could not be read. "
        + (
            "Nothing was landed. 试运行，未入库。"
            if dry_run
            else "`zhanbi run` builds and publishes. 已入库，下次运行时发布。"
        )
    )
    sys.exit(1 if result.failed else 0)
