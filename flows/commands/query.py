"""`zhanbi sql` and `zhanbi shell`: questions to the published snapshot, with no way out of it."""

import csv
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flows.terminal import as_json, plain, print_json, visible, wide_console
from schemas.errors import UsageError, ZhanbiError

if TYPE_CHECKING:
    import duckdb
    from rich.console import Console

TABLE_ROWS = 500  # what a person may still scroll through
COLUMN = 10  # characters that a column needs to be read
BATCH = 1000
form_option = click.option(
    "--format", "form", type=click.Choice(["table", "csv", "jsonl"]), default="table", show_default=True
)


@click.command()
@click.argument("query")
@form_option
@as_json("form", flag_value="jsonl")
@click.option("--seconds", default=60, show_default=True, type=click.IntRange(1), help="Stop the query then, 超时秒数.")
def sql(query: str, form: str, seconds: int) -> None:
    """Run a query on the published snapshot, read-only, with no way to other files or to settings. 查询。

    Ready questions: share_of_province(…) 占全省比重, trace(…) 溯源.
    """
    from flows.settings import settings

    print_query(settings().published, query, form, seconds=seconds)


@click.command()
def shell() -> None:
    """Open DuckDB's own command line on the published snapshot, locked down as `zhanbi sql` is. 交互查询。"""
    from flows.settings import settings
    from flows.warehouse.connection import MEMORY, reader

    published = settings().published
    with reader(published):
        pass  # it is there, and can be read
    beside = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    program = shutil.which("duckdb", path=beside)
    if program is None:
        raise UsageError("`duckdb` is not on the path. Install the package duckdb-cli, or use `zhanbi sql`.")
    limits = f"set memory_limit='{MEMORY}'; set allow_persistent_secrets=false; set temp_directory=''"
    # safe mode comes last: it locks the settings, other files, the environment and the commands that reach them
    os.execv(program, [program, "-readonly", "-no-init", "-cmd", limits, "-cmd", ".safe_mode", str(published)])  # noqa: S606


def print_query(
    published: Path, query: str, form: str, parameters: dict[str, str] | None = None, seconds: int = 60
) -> None:
    """The rows of one query on the snapshot as table, csv or jsonl. Raises UsageError with DuckDB's own message."""
    from flows.warehouse.connection import reader

    with reader(published) as connection, _limited(connection, seconds):
        connection.execute(query, parameters)
        if connection.description is None:
            return  # nothing but a comment
        names = [column[0] for column in connection.description]
        if form == "table":
            _print_table(connection, names)
        elif form == "csv":
            csv.writer(sys.stdout).writerows([names, *_rows(connection)])
        else:
            print_json(dict(zip(names, row, strict=True)) for row in _rows(connection))


def _print_table(connection: "duckdb.DuckDBPyConnection", names: list[str]) -> None:
    from rich.table import Table

    console = wide_console()
    rows = connection.fetchmany(TABLE_ROWS + 1)
    shown = [[visible(plain(value)) for value in row] for row in rows[:TABLE_ROWS]]
    if len(names) * COLUMN > console.width:
        _print_upright(console, names, shown)
    else:
        table = Table(*map(visible, names))
        for row in shown:
            table.add_row(*row)
        console.print(table)
    if len(rows) > TABLE_ROWS:
        click.echo(f"The first {TABLE_ROWS} rows; --format csv prints all. 仅显示前 {TABLE_ROWS} 行。", err=True)


def _print_upright(console: "Console", names: list[str], rows: list[list[str]]) -> None:
    """A table a row, a column a line, where all columns side by side could not be read."""
    from rich.table import Table

    for number, row in enumerate(rows, start=1):
        table = Table("", "", show_header=False, title=f"{number}", title_justify="left")
        for name, value in zip(names, row, strict=True):
            table.add_row(visible(name), value)
        console.print(table)
    if not rows:
        console.print(", ".join(map(visible, names)))


def _rows(connection: "duckdb.DuckDBPyConnection") -> Iterator[tuple[Any, ...]]:
    while batch := connection.fetchmany(BATCH):
        yield from batch


@contextmanager
def _limited(connection: "duckdb.DuckDBPyConnection", seconds: int) -> Iterator[None]:
    """Stop whatever runs after so many seconds, and put DuckDB's refusals into our words."""
    import duckdb

    from flows.warehouse.connection import MEMORY

    timer = threading.Timer(seconds, connection.interrupt)
    timer.start()
    try:
        yield
    except duckdb.InterruptException as error:
        raise ZhanbiError(
            f"The query was stopped after {seconds} s. Narrow it, or give --seconds. 查询超时。"
        ) from error
    except duckdb.OutOfMemoryException as error:
        raise ZhanbiError(
            f"The query needs more than the {MEMORY} it may use. Narrow it. 查询所需内存过多。"
        ) from error
    except duckdb.Error as error:
        raise UsageError(visible(error)) from error
    finally:
        timer.cancel()
