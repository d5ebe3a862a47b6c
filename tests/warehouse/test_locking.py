"""One writer at a time, across processes that are killed too."""

import subprocess
import sys
import threading

import pytest

from flows.warehouse.locking import one_writer
from schemas.errors import Transient

HOLD = """
import sys
from pathlib import Path
from flows.warehouse.locking import one_writer
with one_writer(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "w.duckdb")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    process.stdout.readline()
    yield process
    process.kill()
    process.wait()


def test_a_second_process_waits_says_for_whom_and_gives_up(tmp_path, holder):
    told = []
    with (
        pytest.raises(Transient, match=rf"Process {holder.pid} .*still does.*run again"),
        one_writer(tmp_path / "w.duckdb", wait_seconds=0.3, notify=told.append),
    ):
        pass
    assert len(told) == 1
    assert f"Process {holder.pid}" in told[0]


def test_a_second_process_goes_on_when_the_first_has_ended(tmp_path, holder):
    threading.Timer(0.3, holder.stdin.close).start()
    with one_writer(tmp_path / "w.duckdb", wait_seconds=30):
        pass


def test_a_killed_process_leaves_nothing_locked(tmp_path, holder):
    holder.kill()
    holder.wait()
    with one_writer(tmp_path / "w.duckdb", wait_seconds=0):
        pass


def test_within_a_process_it_nests_and_is_held_to_the_outermost_end(tmp_path):
    path = tmp_path / "w.duckdb"
    attempt = [sys.executable, "-c", HOLD.replace("Path(sys.argv[1])", "Path(sys.argv[1]), wait_seconds=0"), str(path)]
    with one_writer(path):
        with one_writer(path):
            pass
        assert b"still does" in subprocess.run(attempt, capture_output=True, stdin=subprocess.DEVNULL).stderr
    assert subprocess.run(attempt, capture_output=True, stdin=subprocess.DEVNULL).returncode == 0
