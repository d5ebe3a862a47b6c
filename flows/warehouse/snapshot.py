"""The published snapshot: the marts of one build in a file of their own, replaced in one rename."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from flows.warehouse import disk
from flows.warehouse.files import put
from schemas.days import SHANGHAI
from schemas.errors import ZhanbiError

MARTS = "marts"
WORKING = "zhanbi"  # the name under which dbt knows the working file: views name their tables by it
MACROS = Path(__file__).with_name("snapshot_macros.sql")
BUILD_COMMENTS = """
comment on table build_info is '这一快照由什么构建 / what this snapshot was built from';
comment on column build_info.fingerprint is '所有输入与定义的指纹，即快照编号 / fingerprint of every input and definition: the id of the snapshot';
comment on column build_info.version is 'zhanbi 的版本 / version of zhanbi';
comment on column build_info.built_at is '构建时间 / when it was built';
"""
# a view's dimension means what it means in the table the view reads
VIEW_COLUMNS = """
select v.view_name, c.column_name,
    case c.column_name
        when 'value' then '指标的值，单位见视图说明 / value of the metric, in the unit that the comment of the view names'
        when 'day' then '日期 / the day'
        else t.comment
    end as comment
from duckdb_views() as v
inner join duckdb_columns() as c on c.database_name = v.database_name and c.table_name = v.view_name
left join duckdb_columns() as t
    on t.database_name = v.database_name and t.column_name = c.column_name
    and t.table_name = regexp_extract(v.sql, '(?i)from "?(\w+)"?', 1)
where v.database_name = current_database() and not v.internal
"""


def publish(
    working: Path, published: Path, *, fingerprint: str, version: str, views: str = "", days_kept: int = 7
) -> None:
    """Copy the marts into a new file beside `published` and rename it over. Old readers keep the file they opened.

    `views` is SQL that makes views and macros on the copied tables. The last snapshot of each day stays under its date,
    of the latest `days_kept` days that had one.
    """
    try:
        _publish(working, published, fingerprint, version, views)
        for old in dated_snapshots(published)[days_kept:]:
            old.unlink()
    except (duckdb.Error, OSError) as error:
        if failure := disk.failure(error, published):
            raise failure from error
        raise


def _publish(working: Path, published: Path, fingerprint: str, version: str, views: str) -> None:
    published.parent.mkdir(parents=True, exist_ok=True)
    for leftover in published.parent.glob(f".{published.name}.*"):
        leftover.unlink()  # of a run that was killed
    building = published.with_name(f".{published.name}.building")
    with duckdb.connect() as connection:
        connection.execute(f"attach '{quoted(building)}' as snapshot; use snapshot")
        connection.execute(f"attach '{quoted(working)}' as {WORKING} (read_only)")
        _copy_marts(connection)
        connection.execute(views)
        connection.execute(
            "create table build_info as select ?::varchar as fingerprint, ?::varchar as version, ?::timestamptz as built_at",
            [fingerprint, version, datetime.now(UTC)],
        )
        connection.execute(BUILD_COMMENTS)
        _comment_views(connection)
        connection.execute("checkpoint")
    os.chmod(building, 0o444)
    dated = published.with_name(f"{published.stem}-{datetime.now(SHANGHAI):%Y%m%d}{published.suffix}")
    put(building, dated)
    _link(dated, building)
    put(building, published)


def dated_snapshots(published: Path) -> list[Path]:
    """The snapshots kept under their dates, the latest first."""
    return sorted(published.parent.glob(f"{published.stem}-{'[0-9]' * 8}{published.suffix}"), reverse=True)


def _link(path: Path, other: Path) -> None:
    """A second name for the file; a second copy where the file system knows no such thing."""
    try:
        os.link(path, other)
    except OSError:
        shutil.copyfile(path, other)
        os.chmod(other, 0o444)


def fingerprint_of(published: Path) -> str | None:
    """The fingerprint the snapshot was built from; None when there is none or it cannot be read."""
    if not published.exists():
        return None
    try:
        with duckdb.connect(str(published), read_only=True) as connection:
            row = connection.execute("select fingerprint from build_info").fetchone()
    except duckdb.Error:
        return None  # a damaged snapshot is built anew
    return str(row[0]) if row else None


def remember(working: duckdb.DuckDBPyConnection, published: Path) -> None:
    """Put the figures of the published snapshot beside the new build, for the mart `changes` to compare with."""
    working.execute("delete from history.published_figures")
    if not published.exists():
        return
    try:
        working.execute(f"attach '{quoted(published)}' as published (read_only)")
        working.execute("insert into history.published_figures by name from published.figures")
    except duckdb.Error:
        return  # damaged, or of a version whose figures were others: everything counts as new
    finally:
        working.execute("detach database if exists published")


def _copy_marts(connection: duckdb.DuckDBPyConnection) -> None:
    """Tables with their keys and not-nulls; a view of the working file is a table in the snapshot."""
    marts = connection.execute(
        "select table_name, sql, comment from duckdb_tables() where database_name = $working and schema_name = $marts "
        "union all select view_name, null, comment from duckdb_views() where database_name = $working and schema_name = $marts "
        "order by 1",
        {"working": WORKING, "marts": MARTS},
    ).fetchall()
    if not marts:
        raise ZhanbiError("The warehouse holds no marts to publish. Run `zhanbi run` and read what dbt says.")
    for name, sql, comment in marts:
        if sql:
            connection.execute(sql.replace(f"CREATE TABLE {MARTS}.", "CREATE TABLE ", 1))
            connection.execute(f'insert into "{name}" from {WORKING}.{MARTS}."{name}"')
        else:
            connection.execute(f'create table "{name}" as from {WORKING}.{MARTS}."{name}"')
        if comment:
            connection.execute(f"""comment on table "{name}" is '{quoted(comment)}'""")
    columns = connection.execute(
        "select table_name, column_name, comment from duckdb_columns() where database_name = ? "
        "and schema_name = ? and comment is not null",
        [WORKING, MARTS],
    ).fetchall()
    for table, column, comment in columns:
        connection.execute(f"""comment on column "{table}"."{column}" is '{quoted(comment)}'""")


def _comment_views(connection: duckdb.DuckDBPyConnection) -> None:
    for view, column, comment in connection.execute(VIEW_COLUMNS).fetchall():
        if comment:
            connection.execute(f"""comment on column "{view}"."{column}" is '{quoted(comment)}'""")


def quoted(text: object) -> str:
    return str(text).replace("'", "''")
