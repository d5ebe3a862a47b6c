"""Killed at any instant: what counts stays whole, and the next run ends as if nothing had been."""

import random
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from flows.lake.place import Place
from flows.lake.writing import vacuum, write
from flows.warehouse.connection import writer
from tests.flows import nights
from tests.flows.nights import FORKS
from tests.lake.conftest import Lake, made

ROWS = 3_000
KILLS = 6


def _write(pipe: Connection, warehouse: Path, url: str) -> None:
    import deltalake  # noqa: F401  what a run has imported long before

    with writer(warehouse) as connection:
        pipe.send("begun")
        write(connection, Place(url))


def _begun(warehouse: Path, url: str):
    """A process that has just begun to write."""
    pipe, other = FORKS.Pipe()
    process = FORKS.Process(target=_write, args=(other, warehouse, url))
    process.start()
    assert pipe.recv() == "begun"
    return process


def _parquet(table: Path) -> set[Path]:
    return set(table.rglob("*.parquet"))


@pytest.mark.slow
def test_a_write_killed_at_many_instants(tmp_path):
    before = made(tmp_path / "data", str(tmp_path / "before"), ROWS)
    folder = before.house.settings.folder
    before.write()
    old = before.held()
    before.land_more(ROWS)
    expected = before.expected()
    timed = nights.copied(Path(before.place.url), tmp_path / "timed")
    process, since = _begun(before.warehouse, str(timed)), time.monotonic()
    process.join()
    seconds = time.monotonic() - since
    chance, found = random.Random(KILLS), set()
    for part in range(KILLS):
        lake = Lake(folder, str(nights.copied(Path(before.place.url), tmp_path / f"lake{part}")))
        process = _begun(lake.warehouse, lake.place.url)
        time.sleep((part + chance.random()) / KILLS * seconds)
        process.kill()
        process.join()
        held = lake.held()
        assert held in (old, expected)  # never a part of what came
        found.add(held == old)
        lake.write()
        assert lake.held() == expected
        vacuum(lake.place, 0)
        assert lake.held() == expected
    assert True in found, "no run was killed before its end"


@pytest.mark.slow
def test_what_a_killed_write_left_half_written_is_cleaned(tmp_path):
    """Killed as soon as a file of the large table is begun."""
    lake = made(tmp_path / "data", str(tmp_path / "lake"), 60 * ROWS)
    table = Path(lake.place.url) / "recognitions"
    process = _begun(lake.warehouse, lake.place.url)
    while process.is_alive() and not _parquet(table):
        time.sleep(0.002)
    process.kill()
    process.join()
    left = _parquet(table)
    assert left
    assert lake.tables() == {}  # nothing of it counts
    lake.write()
    vacuum(lake.place, 0)
    assert lake.tables()["recognitions"].rows == len(lake.read("recognitions")) == lake.house.count("recognitions")
    assert not left & _parquet(table)
