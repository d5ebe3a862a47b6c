import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.warehouse.archive import kept, location, store, verify


@given(st.binary(max_size=5000))
def test_what_is_stored_is_byte_for_byte_what_came(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("archive")
    path = folder / "file.txt"
    path.write_bytes(content)
    input_id = store(path, folder / "archive")
    assert input_id == hashlib.sha256(content).hexdigest()
    assert location(folder / "archive", input_id).read_bytes() == content
    store(path, folder / "archive")
    assert len([p for p in (folder / "archive").rglob("*") if p.is_file()]) == 1


@pytest.fixture
def archive(tmp_path) -> Path:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(name * 1000, encoding="utf-8")
        store(tmp_path / name, tmp_path / "archive")
    return tmp_path / "archive"


def only(archive: Path, name: str) -> Path:
    return location(archive, hashlib.sha256((name * 1000).encode()).hexdigest())


def test_an_archive_that_is_whole_has_nothing_wrong(archive):
    seen = []
    assert verify(archive, {path.name: "x" for path in kept(archive)}, lambda paths: seen.extend(paths) or paths) == []
    assert len(seen) == 2


@pytest.mark.parametrize("bit", [0, 7, 4999 * 8])
def test_one_flipped_bit_is_found_and_named(archive, bit):
    path = only(archive, "a.txt")
    content = bytearray(path.read_bytes())
    content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(content)
    (wrong,) = verify(archive, {path.name: "2023年上半年.txt"})
    assert str(path) in wrong and "received as 2023年上半年.txt" in wrong and "have changed" in wrong
    assert hashlib.sha256(content).hexdigest() in wrong


def test_missing_bytes_are_named(archive):
    path = only(archive, "b.txt")
    path.unlink()
    (wrong,) = verify(archive, {path.name: "b.txt"})
    assert f"{path}: is missing (received as b.txt)" in wrong


def test_what_is_no_received_file_is_named(archive):
    (archive / "ab").mkdir(exist_ok=True)
    (archive / "ab" / "notes.txt").write_text("x", encoding="utf-8")
    (wrong,) = verify(archive, {})
    assert "notes.txt: not the name of received bytes" in wrong


def test_what_a_killed_run_left_half_copied_is_cleared_away_by_the_next(archive, tmp_path):
    (archive / ".incoming-99999").write_text("half", encoding="utf-8")
    store(tmp_path / "a.txt", archive)
    assert not list(archive.glob(".*"))
    assert verify(archive, {}) == []


def test_received_bytes_are_for_the_owner_alone(archive):
    assert {path.stat().st_mode & 0o777 for path in kept(archive)} == {0o600}


def test_what_is_written_back_on_the_way_is_the_file_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr("flows.warehouse.archive.CHUNK", 1 << 10)
    monkeypatch.setattr("flows.warehouse.archive._WRITTEN_BACK", 4 << 10)
    content = bytes(range(256)) * 50
    (tmp_path / "c.bin").write_bytes(content)
    input_id = store(tmp_path / "c.bin", tmp_path / "archive")
    assert location(tmp_path / "archive", input_id).read_bytes() == content
    assert input_id == hashlib.sha256(content).hexdigest()
