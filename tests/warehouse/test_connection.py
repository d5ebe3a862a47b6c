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
        "select * from read_csv('/etc/passwd')",
        "copy shares to '/tmp/leak.csv'",
        "attach '/tmp/other.duckdb'",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "set threads = 1",
    ],
)
def test_a_reader_can_neither_write_nor_leave(published, statement):
    with reader(published) as connection:
        with pytest.raises(duckdb.Error):
            connection.execute(statement)
        assert connection.execute("select x from shares").fetchall() == [(1,)]
