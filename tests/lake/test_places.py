"""A lake on an object store, and each way in which a place can be wrong: told by name, by a run and by `zhanbi check`."""

import json
import urllib.request
from pathlib import Path

import pytest

from flows.commands import check
from flows.lake import contents
from flows.lake.place import Place
from flows.lake.writing import Written, look, vacuum
from flows.settings import load
from schemas.errors import Transient, UsageError
from tests.lake.conftest import Lake, made


@pytest.fixture
def remote(store, tmp_path):
    return made(tmp_path / "data", "s3://lake/zhanbi/raw")


def found(monkeypatch, folder: Path, place: str) -> check.Finding:
    monkeypatch.setenv("ZHANBI_DATA", str(folder))
    monkeypatch.setenv("ZHANBI_LAKE", place)
    (finding,) = check._lake(load())
    return finding


def test_an_object_store_holds_the_same(remote, monkeypatch):
    remote.write()
    assert remote.held() == remote.expected()
    assert remote.write() == Written(0, 0, 0)
    remote.house.drop_seed()
    assert vacuum(remote.place, 0) == 0
    assert remote.held() == remote.expected()
    finding = found(monkeypatch, remote.house.settings.folder, remote.place.url)
    assert (finding.ok, "12 tables" in finding.message) == (True, True), finding


def test_a_store_that_is_not_there(remote, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(Transient, match=r"s3://lake/zhanbi/raw: does not answer .*AWS_ENDPOINT_URL"):
        remote.write()
    finding = found(monkeypatch, remote.house.settings.folder, remote.place.url)
    assert not finding.ok
    assert "does not answer" in finding.message


def test_keys_that_are_refused_and_never_shown(remote, store, monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a-secret-nobody-sees")
    _actions_without_keys(store, b"0")
    try:
        with pytest.raises(UsageError, match=r"refuses these keys .*AWS_ACCESS_KEY_ID") as refusal:
            remote.write()
        finding = found(monkeypatch, remote.house.settings.folder, remote.place.url)
        assert not finding.ok
        assert "refuses these keys" in finding.message
        assert "a-secret" not in finding.message + str(refusal.value)
    finally:
        _actions_without_keys(store, b"Infinity")


def test_no_keys_at_all(remote, monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_METADATA_ENDPOINT", "http://127.0.0.1:9")  # where a role of the machine would be told
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:9")
    finding = found(monkeypatch, remote.house.settings.folder, remote.place.url)
    assert not finding.ok
    assert "there are no keys" in finding.message
    with pytest.raises(UsageError, match="there are no keys"):
        remote.write()


def _actions_without_keys(store: str, count: bytes) -> None:
    """After how many the server asks who one is."""
    plain = {"Content-Type": "text/plain"}
    urllib.request.urlopen(urllib.request.Request(f"{store}/moto-api/reset-auth", count, plain, method="POST"))


def test_a_bucket_that_does_not_exist(store, tmp_path, monkeypatch):
    with pytest.raises(UsageError, match="no such bucket"):
        made(tmp_path / "data", "s3://nobodys/raw").write()
    assert "no such bucket" in found(monkeypatch, tmp_path / "data", "s3://nobodys/raw").message


def test_a_folder_that_cannot_be_made(lake, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    place = str(tmp_path / "file" / "lake")
    with pytest.raises(Transient, match="cannot be written or read"):
        Lake(lake.house.settings.folder, place).write()
    assert "cannot be written" in found(monkeypatch, lake.house.settings.folder, place).message


def test_a_lake_of_a_newer_zhanbi(lake, monkeypatch):
    lake.write()
    before = lake.held()
    monkeypatch.setattr(contents, "LAYOUT", 0)
    for wrong in (lake.write, lambda: look(lake.place)):
        with pytest.raises(UsageError, match=r"layout is number 1.*Upgrade zhanbi"):
            wrong()
    monkeypatch.setattr(contents, "LAYOUT", 1)
    assert lake.held() == before


@pytest.mark.parametrize("table", ["contents", "extracts"])
def test_tables_of_a_newer_delta(lake, table, monkeypatch):
    lake.write()
    log = Path(lake.place.url) / table / "_delta_log"
    protocol = {"protocol": {"minReaderVersion": 99, "minWriterVersion": 99}}
    (log / f"{len(list(log.glob('*.json'))):020}.json").write_text(json.dumps(protocol))
    lake.land_more()
    with pytest.raises(UsageError, match="another version of the Delta format"):
        lake.write()
    finding = found(monkeypatch, lake.house.settings.folder, lake.place.url)
    assert finding.ok == (table == "extracts")  # the version that counts can be read still
    assert finding.ok or "another version of the Delta format" in finding.message


def test_a_table_whose_files_are_gone(lake, monkeypatch):
    lake.write()
    for file in (Path(lake.place.url) / "contents").glob("*.parquet"):
        file.unlink()
    finding = found(monkeypatch, lake.house.settings.folder, lake.place.url)
    assert not finding.ok


@pytest.mark.parametrize("value", ["ftp://lake/raw", "s3://"])
def test_a_place_that_is_none(value, monkeypatch):
    monkeypatch.setenv("ZHANBI_LAKE", value)
    with pytest.raises(UsageError, match="ZHANBI_LAKE"):
        load()


@pytest.mark.parametrize("value", [None, ""])
def test_without_a_lake_nothing_is_looked_at(tmp_path, monkeypatch, value):
    """Nothing after the name: there is none for this command, whatever zhanbi.env says."""
    monkeypatch.setenv("ZHANBI_DATA", str(tmp_path))
    monkeypatch.delenv("ZHANBI_LAKE", raising=False)
    if value is not None:
        monkeypatch.setenv("ZHANBI_LAKE", value)
    assert list(check._lake(load())) == []


def test_a_relative_place_lies_in_the_project(monkeypatch):
    monkeypatch.setenv("ZHANBI_LAKE", "data/lake")
    assert Path(str(load().lake_place)).is_absolute()
    assert not Place(str(load().lake_place)).remote
