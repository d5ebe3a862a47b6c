"""A second copy of all that was received, put back after the first is gone."""

import re
import shutil

import pytest

from flows.warehouse.connection import writer
from tests.flows.conftest import LIST
from tests.flows.test_cli import zhanbi
from tests.flows.test_load import names


@pytest.fixture
def folder(house):
    """A data folder with a bulletin and a list landed."""
    house.receive(house.drop_seed())
    house.receive(house.drop("list.csv", names(20), LIST))
    return house.settings.folder


def held(house) -> list[tuple]:
    return [house.count(name) for name in ("documents", "observations", "extracts", "recognitions", "attempts")]


def test_what_is_lost_after_a_backup_comes_back(house, folder, tmp_path):
    before = held(house)
    done = zhanbi("backup", str(tmp_path / "safe"), data=folder)
    assert done.returncode == 0 and "2 received files copied" in done.stdout, done.stderr
    (copy,) = (tmp_path / "safe").glob("zhanbi-*.duckdb")
    house.receive(house.drop("later.csv", names(30, "2022-12-02"), LIST | {"as_of": "2023-07-31"}))
    assert held(house) != before
    shutil.rmtree(house.settings.archive)
    done = zhanbi("restore", str(copy), data=folder)
    assert done.returncode == 0 and "2 received files put back" in done.stdout, done.stderr
    assert held(house) == before
    assert zhanbi("verify", data=folder).returncode == 0
    (aside,) = folder.glob("zhanbi.before-*.duckdb")
    shutil.copy(aside, house.settings.warehouse)
    assert held(house) != before, "the warehouse before was not kept"


def test_a_second_backup_copies_only_what_is_new(house, folder, tmp_path):
    for expected in ("2 received files copied", "0 received files copied"):
        assert expected in zhanbi("backup", str(tmp_path / "safe"), data=folder).stdout
        for copy in (tmp_path / "safe").glob("*.duckdb"):
            copy.unlink()  # of the same second


def test_bytes_that_have_changed_do_not_reach_the_backup(house, folder, tmp_path):
    path = next(path for path in house.settings.archive.glob("*/*"))
    path.chmod(0o600)
    path.write_bytes(b"x" + path.read_bytes()[1:])
    done = zhanbi("backup", str(tmp_path / "safe"), data=folder)
    assert "1 received files copied" in done.stdout and f"{path}: its bytes have changed" in done.stdout
    assert not list((tmp_path / "safe").rglob(path.name))
    found = zhanbi("verify", data=folder)
    assert found.returncode == 1 and str(path) in found.stdout and "1 wrong" in found.stdout


@pytest.mark.parametrize("content", [b"", b"no database" * 1000])
def test_what_is_no_backup_replaces_nothing(house, folder, tmp_path, content):
    before = held(house)
    (tmp_path / "copy.duckdb").write_bytes(content)
    done = zhanbi("restore", str(tmp_path / "copy.duckdb"), data=folder)
    assert done.returncode in (1, 2) and "Nothing is changed" in done.stderr and "Traceback" not in done.stderr
    assert held(house) == before


def test_a_restore_waits_for_who_writes(house, folder, tmp_path):
    zhanbi("backup", str(tmp_path / "safe"), data=folder)
    (copy,) = (tmp_path / "safe").glob("*.duckdb")
    with writer(house.settings.warehouse):
        done = zhanbi("restore", str(copy), data=folder, ZHANBI_LOCK_WAIT_SECONDS="0.2")
    assert done.returncode == 4 and re.search(r"Process \d+ .*writes to the warehouse", done.stderr)
