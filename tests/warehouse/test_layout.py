"""A warehouse of an earlier layout becomes one of this, whole or not at all."""

import shutil
import signal
import subprocess
import sys
import time
from collections import namedtuple
from pathlib import Path

import duckdb
import pytest

from flows.warehouse import backup, layout
from flows.warehouse.connection import writer
from schemas.errors import Transient, UsageError, ZhanbiError

EARLIER = sorted((Path(__file__).parents[1] / "data" / "layouts").glob("*.sql"))
SHAPE = (
    "select table_schema, table_name, ordinal_position, column_name, data_type, is_nullable, column_default from information_schema.columns "
    "where table_schema in ('raw', 'history') order by all",
    "select schema_name, table_name, constraint_type, constraint_text from duckdb_constraints() order by all",
)
ROW = "insert into raw.link_decisions values ('d1', '样例有限公司', null, 'reject', null, '王某', '同名', '2026-01-02 03:04:05+00')"


def shape(connection) -> list[list[tuple]]:
    return [connection.execute(query).fetchall() for query in SHAPE]


@pytest.fixture(params=EARLIER, ids=lambda path: path.stem)
def earlier(tmp_path, request):
    """A warehouse as an earlier version of the code left it, with a row in it."""
    path = tmp_path / "z.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(request.param.read_text(encoding="utf-8"))
        connection.execute(ROW)
    return path


def test_an_earlier_warehouse_gets_the_shape_of_a_new_one_and_keeps_its_rows(earlier, tmp_path):
    told = []
    with writer(tmp_path / "new.duckdb") as connection:
        new = shape(connection)
    with writer(earlier, notify=told.append) as connection:
        assert shape(connection) == new
        assert connection.execute("select name, decided_by from raw.link_decisions").fetchall() == [
            ("样例有限公司", "王某")
        ]
        assert layout.layout_of(connection) == layout.migrations()[-1].number
    assert len(told) == 1 and "backup" in told[0]
    with writer(earlier, notify=told.append):
        pass
    assert len(told) == 1, "brought up twice"


def test_the_backup_made_first_is_the_warehouse_as_it_was(earlier):
    with duckdb.connect(str(earlier)) as connection:
        before, number = shape(connection), layout.layout_of(connection)
    with writer(earlier):
        pass
    (kept,) = backup.folder_of(earlier).iterdir()
    assert kept.name == f"z.layout-{number}.duckdb"
    with duckdb.connect(str(kept), read_only=True) as connection:
        assert shape(connection) == before
        assert connection.execute("select count(*) from raw.link_decisions").fetchone() == (1,)


def test_a_newer_warehouse_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "z.duckdb"
    with writer(path) as connection:
        connection.execute("insert into raw.layouts values (9999, 'to come', '99.0', now())")
    with pytest.raises(UsageError, match=r"layout is number 9999.*Upgrade zhanbi"), writer(path):
        pass


def test_without_room_for_the_backup_nothing_is_begun(earlier, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage(1 << 30, 1 << 30, 1000))
    with pytest.raises(Transient, match=r"0 MB free.*Make room"), writer(earlier):
        pass
    with duckdb.connect(str(earlier)) as connection:
        assert layout.layout_of(connection) == 1


def test_a_migration_that_fails_leaves_the_old_layout_and_says_which(earlier, tmp_path):
    folder = steps(tmp_path, "alter table raw.documents add column tone varchar; select 1/'x'")
    with (
        duckdb.connect(str(earlier)) as connection,
        pytest.raises(ZhanbiError, match=r"stays 1: 0002_step\.sql failed"),
    ):
        layout.bring_up(connection, earlier, folder=folder)
    with duckdb.connect(str(earlier)) as connection:
        assert layout.layout_of(connection) == 1
        assert not connection.execute("select 1 from duckdb_columns() where column_name = 'tone'").fetchall()


@pytest.mark.parametrize("names", [("0002_a.sql", "0002_b.sql"), ("0002_a.sql", "0004_b.sql"), ("0003_a.sql",)])
def test_numbers_given_twice_or_left_out_are_found(tmp_path, names):
    for name in names:
        (tmp_path / name).touch()
    with pytest.raises(ZhanbiError, match="not numbered one after the other"):
        layout.migrations(tmp_path)


def steps(tmp_path: Path, sql: str) -> Path:
    folder = tmp_path / "migrations"
    shutil.copytree(layout.MIGRATIONS, folder)
    (folder / "0002_layouts.sql").rename(folder / "0002_step.sql")
    step = folder / "0002_step.sql"
    step.write_text(f"{step.read_text(encoding='utf-8')};\n{sql};", encoding="utf-8")
    return folder


BRING_UP = """
import sys, duckdb
from pathlib import Path
from flows.warehouse.layout import bring_up
path = Path(sys.argv[1])
connection = duckdb.connect(str(path))
print("go", flush=True)
bring_up(connection, path, folder=Path(sys.argv[2]))
print("done", flush=True)
"""


@pytest.mark.slow
def test_an_upgrade_killed_at_any_instant_leaves_the_old_layout_or_the_new(tmp_path):
    folder = steps(
        tmp_path, "create table raw.big as select range as x, sha256(range::varchar) as y from range(1_000_000)"
    )
    path, states, took = tmp_path / "z.duckdb", set(), 0.0
    for instant in (None, *(tenth / 10 for tenth in range(1, 11))):
        for old in tmp_path.glob("z.duckdb*"):
            old.unlink()
        with duckdb.connect(str(path)) as connection:
            connection.execute(EARLIER[0].read_text(encoding="utf-8"))
            connection.execute(ROW)
        child = subprocess.Popen(
            [sys.executable, "-c", BRING_UP, str(path), str(folder)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout and child.stdout.readline() == "go\n"
        began = time.monotonic()
        if instant is not None:
            time.sleep(took * instant)
            child.send_signal(signal.SIGKILL)
        told = "done" in child.stdout.read()
        child.wait()
        took = took or time.monotonic() - began
        with duckdb.connect(str(path)) as connection:
            whole = layout.layout_of(connection) == layout.migrations(folder)[-1].number
            rows = connection.execute("select sum(estimated_size) from duckdb_tables() where table_name = 'big'")
            assert rows.fetchone()[0] == (1_000_000 if whole else None)
            assert connection.execute("select count(*) from raw.link_decisions").fetchone() == (1,)
        assert whole or not told
        states.add(whole)
    assert states == {True, False}, "no instant before, or none after"
