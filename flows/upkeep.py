"""`zhanbi verify`, `backup` and `restore`: whether all is there still, and a second copy of it."""

import sys
from datetime import datetime
from pathlib import Path

import click


@click.command()
def verify() -> None:
    """Read every received file in the archive again, and name those whose bytes changed or are missing. 校验原始文件。

    Exit code 1: something is wrong.
    """
    from rich.progress import Progress

    from flows.settings import settings
    from flows.warehouse import archive, registers
    from flows.warehouse.connection import writer

    chosen = settings()
    with writer(chosen.warehouse, wait_seconds=chosen.lock_wait_seconds, notify=click.echo) as connection:
        expected = registers.inputs(connection)
    sizes = {path: path.stat().st_size for path in archive.kept(chosen.archive)}
    with Progress(transient=True, disable=not sys.stdout.isatty()) as progress:
        task = progress.add_task("校验 / verifying", total=sum(sizes.values()))
        wrong = archive.verify(chosen.archive, expected, lambda path: progress.advance(task, sizes.get(path, 0)))
    for line in wrong:
        click.echo(line)
    click.echo(
        f"{len(sizes):,} files, {sum(sizes.values()):,} bytes read; {len(expected):,} inputs landed; {len(wrong)} wrong. "
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
    from flows.warehouse.connection import writer

    chosen = settings()
    if not chosen.warehouse.exists():
        raise click.UsageError(f"{chosen.warehouse}: there is no warehouse yet. Run `zhanbi run` first.")
    copy = target / f"{chosen.warehouse.stem}-{datetime.now():%Y%m%d-%H%M%S}{chosen.warehouse.suffix}"
    with writer(chosen.warehouse, wait_seconds=chosen.lock_wait_seconds, notify=click.echo) as connection:
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
