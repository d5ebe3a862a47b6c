"""When a file is complete, and in which order files land."""

import errno
import os
import threading
import time
from pathlib import Path

import pytest

from flows import nightly
from flows.inbox import by_day, changed_at, received, settled
from flows.night.record import Night
from schemas.errors import Transient
from tests.flows.conftest import BULLETIN, LIST
from tests.registry.registers import ROWS, table


def test_a_file_that_grows_is_left_and_one_that_stands_still_is_taken(house):
    still, growing = house.drop("still.txt", "甲", BULLETIN), house.drop("growing.txt", "乙", BULLETIN)
    over = threading.Event()

    def grow() -> None:
        while not over.wait(0.05):
            with growing.open("a", encoding="utf-8") as file:
                file.write("乙")

    writing = threading.Thread(target=grow)
    writing.start()
    complete, moving = settled(received(house.inbox), 0.4)
    over.set()
    writing.join()
    assert (complete, moving) == ([still], [growing])


def test_a_file_whose_sidecar_has_just_come_is_looked_at_twice(house):
    path = house.drop("a.txt", "甲")
    os.utime(path, (1, 1))
    threading.Timer(0.2, lambda: house.drop("a.txt", "甲", BULLETIN)).start()
    house.drop("b.txt", "乙")
    assert settled([path], 0.6) == ([path], [])  # nothing of it is young
    assert settled([path, house.inbox / "b.txt"], 0.1)[1] == []


def test_old_files_cost_no_waiting(house):
    paths = [house.drop(f"{n}.txt", "甲", BULLETIN) for n in range(3)]
    for path in house.inbox.iterdir():
        os.utime(path, (1, 1))
    started = time.monotonic()
    assert settled(paths, 30) == (paths, [])
    assert time.monotonic() - started < 10


def test_a_file_from_the_future_is_not_waited_for_for_ever(house):
    path = house.drop("a.txt", "甲", BULLETIN)
    os.utime(path, (time.time() + 3600,) * 2)  # written before the clock was set back
    assert settled([path], 0.1) == ([path], [])


def test_inputs_land_in_the_order_of_their_days(house):
    late = house.drop("a.csv", "x", LIST | {"as_of": "2023-06-30"})
    early = house.drop("z.csv", "x", LIST | {"as_of": "2022-06-30"})
    bulletin = house.drop("m.txt", "x", BULLETIN | {"published_on": "2023-01-15"})
    bare = house.drop("bare.txt", "x")
    assert by_day(received(house.inbox)) == [early, bulletin, late, bare]


def test_mending_the_sidecar_counts_as_a_change(house):
    path = house.drop("a.txt", "甲")
    before = changed_at(path)
    time.sleep(0.05)
    house.drop("a.txt.yml", "kind: bulletin")
    assert changed_at(path) > before


def test_a_register_lands_under_the_area_and_day_that_its_profile_tells(house, declared):
    attempt = house.receive(house.drop("名册_20230630.csv", table(ROWS), declared))
    assert attempt.outcome == "landed", attempt.message
    assert house.rows("select area_code, as_of::varchar from raw.extracts") == [("140000", "2023-06-30")]


def test_a_register_of_another_area_or_without_a_day_stays_with_its_reason(house, declared):
    other = house.drop("名册_20230630.csv", table(ROWS), declared | {"area": "149900"})
    undated = house.drop("名册.csv", table(ROWS), declared)
    coming = house.drop("名册_29990101.csv", table(ROWS), declared)
    for path, says in ((other, "149900, but"), (undated, "found: none"), (coming, "2999-01-01 lies in the future")):
        attempt = house.receive(path)
        assert attempt.outcome == "refused" and says in attempt.message
        assert path.exists()


def test_a_profile_that_cannot_be_read_puts_its_file_last(house, declared):
    broken = house.drop("a_20230101.csv", "x", declared | {"profile": "broken"})
    late = house.drop("b_20230630.csv", "x", declared)
    early = house.drop("c_20220630.csv", "x", declared)
    assert by_day(received(house.inbox)) == [early, late, broken]


@pytest.fixture
def stale(house, monkeypatch):
    """The share goes in the middle of a listing: the folder is there, its second entry is not to be had."""
    house.drop("a.txt", "甲", BULLETIN)
    listed = Path.iterdir

    def torn(folder: Path):
        for entry in listed(folder):
            yield entry
            if folder == house.inbox:
                raise OSError(errno.ESTALE, os.strerror(errno.ESTALE), str(folder))

    monkeypatch.setattr(Path, "iterdir", torn)
    return house


def test_a_share_that_goes_while_it_is_listed_is_no_empty_inbox(stale):
    with pytest.raises(Transient, match=r"inbox: cannot be read \(Stale file handle\)\. Is the share mounted\?"):
        received(stale.inbox)


def test_a_night_without_its_share_tells_so_once_and_goes_on(stale, monkeypatch):
    monkeypatch.setattr(nightly, "settings", lambda: stale.settings)
    night = Night()
    nightly.land(night, prompt=False)
    nightly.look(night)
    assert [("Is the share mounted?" in failure) for failure in night.failures] == [True]
    assert (night.attempts, night.refused) == ([], [])
