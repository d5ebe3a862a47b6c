"""A file is whole or absent, whoever else writes to it at the same time, whatever a killed run left."""

import os
import time

import pytest

from flows.warehouse import files
from flows.warehouse.files import ABANDONED, whole, write_text


@pytest.fixture(autouse=True)
def first_time():
    files._sweep.cache_clear()


def test_two_at_once_never_mix_and_the_last_to_end_has_it(tmp_path):
    path = tmp_path / "list.json"
    with whole(path) as first:
        first.write_text("first, hal")
        write_text(path, "second")
        assert path.read_text() == "second"
        first.write_text("first, whole")
    assert path.read_text() == "first, whole"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_leaves_what_stood_there_and_nothing_beside_it(tmp_path):
    path = tmp_path / "list.json"
    write_text(path, "before")
    with pytest.raises(ZeroDivisionError), whole(path) as building:
        building.write_text("torn")
        raise ZeroDivisionError
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_run_left_goes_when_nobody_can_be_writing_it(tmp_path):
    left, written_now = tmp_path / ".list.json.1-1.building", tmp_path / ".list.json.2-2.building"
    left.write_text("torn")
    written_now.write_text("in hand")
    os.utime(left, (time.time() - ABANDONED - 1,) * 2)
    write_text(tmp_path / "other.json", "{}")
    assert (left.exists(), written_now.exists()) == (False, True)
