import subprocess
import sys

import duckdb
import pytest

from flows.warehouse.connection import reader, writer
from schemas.errors import Transient, UsageError, ZhanbiError

HOLD = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


@pytest.fixture
def published(tmp_path):
    path = tmp_path / "snapshot.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table shares as select 1 as x")
    return path


def test_a_second_writer_waits_says_so_and_gives_up(tmp_path):
    path = tmp_path / "w.duckdb"
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    holder.stdout.readline()
    told = []
    try:
        with pytest.raises(Transient, match="another process"), writer(path, wait_seconds=0.5, notify=told.append):
            pass
    finally:
        holder.communicate()
    assert len(told) == 1
    with writer(path, wait_seconds=0.5) as connection:
        assert connection.execute("select count(*) from raw.documents").fetchone() == (0,)


def test_a_damaged_warehouse_is_named_with_the_next_step(tmp_path):
    path = tmp_path / "w.duckdb"
    path.write_bytes(b"not a database at all" * 1000)
    with pytest.raises(ZhanbiError, match=r"w\.duckdb.*restore"), writer(path):
        pass


def test_reading_before_anything_is_published_says_what_to_run(tmp_path):
    with pytest.raises(UsageError, match="zhanbi run"), reader(tmp_path / "none.duckdb"):
        pass


@pytest.mark.parametrize(
    "statement",
    [
        "create table t as select 1",
        "delete from shares",
        "comment on table shares is 'mine'",
        "copy shares to '/tmp/leak.csv'",
        "copy (select 1) to '/tmp/leak.parquet'",
        "export database '/tmp/leak'",
        "import database '/tmp'",
        "attach '/tmp/other.duckdb'",
        "attach ':memory:' as mine",
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd.csv'",
        "select * from read_text('/etc/passwd')",
        "select * from read_blob('~/.ssh/id_rsa')",
        "select * from glob('~/*')",
        "select * from read_duckdb('/tmp/other.duckdb', table_name = 't')",
        "select * from sniff_csv('/etc/passwd')",
        "select getenv('HOME')",
        "select * from statement",
        "install httpfs",
        "load httpfs",
        "load '/tmp/mine.duckdb_extension'",
        "update extensions",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "set threads = 1",
        "set memory_limit = '64GB'",
        "reset memory_limit",
        "set home_directory = '/tmp'",
        "set temp_directory = '/tmp'",
        "pragma memory_limit = '64GB'",
        "pragma profiling_output = '/tmp/leak.json'",
        "create persistent secret mine (type http)",
    ],
)
def test_a_reader_can_neither_write_nor_leave(published, statement):
    with reader(published) as connection, pytest.raises(duckdb.Error):
        connection.execute(statement)
    with reader(published) as connection:
        assert connection.execute("select x from shares").fetchall() == [(1,)]


def test_the_same_statements_work_where_nothing_is_locked(published, tmp_path):
    (tmp_path / "a.csv").write_text("x\n1\n")
    with duckdb.connect(str(tmp_path / "w.duckdb")) as connection:
        for statement in (
            "create table shares as select 1 as x",
            f"copy shares to '{tmp_path}/b.csv'",
            f"attach '{published}' as other (read_only)",
            f"select * from read_text('{tmp_path}/a.csv')",
            "set memory_limit = '1GB'",
            f"call enable_logging('QueryLog', storage = 'file', storage_path = '{tmp_path}/log')",
        ):
            connection.execute(statement)


LOG = """
import sys
from pathlib import Path
from flows.warehouse.connection import reader
with reader(Path(sys.argv[1])) as connection:
    connection.execute(f"call enable_logging('QueryLog', storage = 'file', storage_path = '{sys.argv[2]}')")
    connection.execute("select 1").fetchall()
"""


def test_a_log_into_a_file_is_not_written(published, tmp_path):
    # DuckDB 1.5 refuses the file at the first entry and ends its own process: hence one of its own
    done = subprocess.run([sys.executable, "-c", LOG, published, tmp_path / "log"], capture_output=True, timeout=60)
    assert done.returncode != 0
    assert b"file system operations are disabled" in done.stderr
    assert not (tmp_path / "log").exists()


def test_a_query_that_takes_all_memory_ends_and_leaves_no_file(published):
    with reader(published) as connection, pytest.raises(duckdb.OutOfMemoryException):
        connection.execute("select list(range) from range(10000000000)").fetchall()
    assert [path.name for path in published.parent.iterdir()] == [published.name]
