import subprocess
import sys

import duckdb
import pytest

from flows.warehouse.connection import writer
from flows.warehouse.snapshot import dated_snapshots, fingerprint_of, publish, remember
from schemas.errors import ZhanbiError

READ = """
import duckdb, sys
c = duckdb.connect(sys.argv[1], read_only=True)
print(c.execute('select part from shares').fetchone()[0], flush=True)
sys.stdin.readline()
print(c.execute('select part from shares').fetchone()[0], flush=True)
"""


@pytest.fixture
def working(tmp_path):
    path = tmp_path / "w.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema raw; create schema marts; create table raw.secret as select 1 as x")
        connection.execute("create table marts.shares (part integer primary key, note varchar not null)")
        connection.execute("insert into marts.shares values (1040, '占''比')")
        connection.execute("comment on table marts.shares is '占比 / it''s a share'")
        connection.execute("comment on column marts.shares.part is '分子 / part'")
    return path


def test_the_snapshot_has_the_marts_with_keys_and_comments_and_nothing_else(working, tmp_path):
    published = tmp_path / "published" / "z.duckdb"
    publish(working, published, fingerprint="f1", version="0")
    with duckdb.connect(str(published), read_only=True) as connection:
        assert connection.execute("select * from shares").fetchall() == [(1040, "占'比")]
        tables = {row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()}
        assert tables == {"shares", "build_info"}
        kinds = connection.execute(
            "select constraint_type from duckdb_constraints() where table_name = 'shares'"
        ).fetchall()
        assert ("PRIMARY KEY",) in kinds
        assert connection.execute("select comment from duckdb_tables() where table_name = 'shares'").fetchone() == (
            "占比 / it's a share",
        )
        assert ("分子 / part",) in connection.execute("select comment from duckdb_columns()").fetchall()
    assert fingerprint_of(published) == "f1"


def test_an_old_reader_keeps_its_version_and_a_new_one_sees_the_new(working, tmp_path):
    published = tmp_path / "z.duckdb"
    publish(working, published, fingerprint="f1", version="0")
    reader = subprocess.Popen(
        [sys.executable, "-c", READ, str(published)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert reader.stdout.readline().strip() == "1040"
    with duckdb.connect(str(working)) as connection:
        connection.execute("update marts.shares set part = 1041")
    publish(working, published, fingerprint="f2", version="0")
    assert reader.communicate("\n")[0].strip() == "1040"
    with duckdb.connect(str(published), read_only=True) as connection:
        assert connection.execute("select part from shares").fetchone() == (1041,)


def test_a_publish_that_fails_leaves_the_old_snapshot_and_no_litter(working, tmp_path):
    published = tmp_path / "out" / "z.duckdb"
    publish(working, published, fingerprint="f1", version="0")
    with duckdb.connect(str(working)) as connection:
        connection.execute("drop schema marts cascade")
    with pytest.raises(ZhanbiError, match="no marts"):
        publish(working, published, fingerprint="f2", version="0")
    assert fingerprint_of(published) == "f1"
    (published.parent / ".z.duckdb.building").write_bytes(b"left by a killed run")
    with duckdb.connect(str(working)) as connection:
        connection.execute("create schema marts; create table marts.shares (part integer)")
    publish(working, published, fingerprint="f3", version="0")
    assert not list(published.parent.glob(".*"))


def test_the_last_snapshot_of_each_day_is_kept_for_so_many_days(working, tmp_path):
    published = tmp_path / "out" / "z.duckdb"
    published.parent.mkdir()
    for day in ("20250101", "20250103", "20250102"):
        (published.parent / f"z-{day}.duckdb").write_bytes(b"old")
    (published.parent / "z-notes.duckdb").write_bytes(b"somebody's own")
    for fingerprint in ("f1", "f2"):
        publish(working, published, fingerprint=fingerprint, version="0", days_kept=2)
    today, before = dated_snapshots(published)
    assert before.name == "z-20250103.duckdb"
    assert fingerprint_of(today) == "f2" and today.samefile(published), "the last of the day, and it takes no room"
    assert (published.parent / "z-notes.duckdb").exists()


def test_without_hard_links_the_day_has_a_copy(working, tmp_path, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("flows.warehouse.snapshot.os.link", refuse)
    publish(working, tmp_path / "z.duckdb", fingerprint="f1", version="0")
    (today,) = dated_snapshots(tmp_path / "z.duckdb")
    assert fingerprint_of(today) == fingerprint_of(tmp_path / "z.duckdb") == "f1"


def test_a_damaged_snapshot_counts_as_none(tmp_path):
    published = tmp_path / "z.duckdb"
    published.write_bytes(b"cut off")
    assert fingerprint_of(published) is None


FIGURES = "create schema if not exists marts; create or replace table marts.figures as from history.published_figures; "


@pytest.fixture
def remembering(tmp_path):
    """A working file, and a snapshot that holds one figure: 1040."""
    path, published = tmp_path / "new.duckdb", tmp_path / "z.duckdb"
    with writer(path) as connection:
        connection.execute(FIGURES)
        connection.execute(
            "insert into marts.figures by name select 'stated:x' as figure_id, 'stated' as kind, '区' as area, "
            "'高新技术企业' as indicator_name, 'level' as subject, 1040 as value, '个' as unit"
        )
    publish(path, published, fingerprint="f", version="0", views="create view metric_x as select value from figures")
    return path, published


def remembered(path, published):
    with writer(path) as connection:
        remember(connection, published)
        remember(connection, published)  # a build that failed is tried again
        return connection.execute("select figure_id, value from history.published_figures").fetchall()


def test_the_figures_published_last_are_put_beside_the_new_build(remembering):
    path, published = remembering
    assert remembered(path, published) == [("stated:x", 1040)]
    with duckdb.connect(str(published), read_only=True) as connection:
        assert connection.execute("from metric_x").fetchall() == [(1040,)]


@pytest.mark.parametrize(
    "before", ["drop table figures cascade", "alter table figures add column other integer", None, b"torn"]
)
def test_without_figures_to_compare_with_everything_is_new(remembering, before):
    path, published = remembering
    with writer(path) as connection:
        remember(connection, published)  # what an earlier build had put there must go
    published.chmod(0o644)
    if isinstance(before, str):
        with duckdb.connect(str(published)) as connection:
            connection.execute("drop view metric_x")
            connection.execute(before)
    elif before:
        published.write_bytes(before)
    else:
        published.unlink()
    assert remembered(path, published) == []
