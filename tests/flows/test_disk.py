"""A disk that is full, and folders that may no longer be written: a clear message, nothing lost, the next run ends the work."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from schemas.errors import Transient
from tests.flows import nights
from tests.flows.nights import Run
from tests.flows.test_cli import zhanbi

ROOMY = 2 << 30


def mount(*words: str | Path) -> None:
    done = subprocess.run(["mount", *words], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")


@pytest.fixture
def volume(tmp_path):
    """A file system of one's own, in memory."""
    if os.getuid() or not shutil.which("mount"):
        pytest.skip("only root can mount a small file system")
    folder = tmp_path / "volume"
    folder.mkdir()
    mount("-t", "tmpfs", "-o", f"size={ROOMY}", "tmpfs", folder)
    yield folder
    subprocess.run(["umount", "--lazy", "--recursive", folder], check=True)


def leave(volume: Path, room: int) -> None:
    """Make it so small that no more than this fits in."""
    now = os.statvfs(volume)
    mount("-o", f"remount,size={(now.f_blocks - now.f_bfree) * now.f_frsize + room}", volume)


def out_of_room(course, volume, stage: str, room: int) -> bool:
    """Run the stage with so little room; whether that was too little. Then again with enough."""
    folder = nights.copied(course.before[stage], volume / "data")
    leave(volume, room)
    error = Run(folder, stage).ended().error
    assert error is None or (isinstance(error, Transient) and "No space left" in str(error)), error
    assert error is None or course.old_snapshot_stands(folder)
    leave(volume, ROOMY)
    assert nights.wrongs(folder, course.inputs) == []
    end(course, folder, stage)
    return error is not None


def end(course, folder: Path, stage: str) -> None:
    if stage == "land":
        course.check_landing(folder)
    else:
        assert Run(folder, *nights.STAGES[nights.STAGES.index(stage) :]).ended().error is None
        course.check_end(folder)


@pytest.mark.slow
@pytest.mark.xdist_group("course")
@pytest.mark.parametrize(
    ("stage", "room"), [("land", 0), ("land", 200_000), ("build", 500_000), ("publish", 1_000_000)]
)
def test_a_full_disk(course, volume, stage, room):
    assert out_of_room(course, volume, stage, room)


@pytest.mark.slow
@pytest.mark.parametrize(("option", "words"), [("size=8m", "No space left"), ("ro", "Read-only file system")])
def test_a_night_that_could_write_nothing_does_not_begin(volume, option, words):
    mount("-o", f"remount,{option}", volume)
    done = zhanbi("run", data=volume / "data")
    assert done.returncode == 4, done.stderr
    assert words in done.stderr and "Traceback" not in done.stderr
    assert f"uid {os.getuid()}" in done.stderr


@pytest.mark.long
@pytest.mark.parametrize("stage", ["land", "build", "publish"])
def test_a_disk_that_fills_up_at_every_point(long_course, volume, stage):
    short = [room for room in range(0, 24_000_000, 1_500_000) if out_of_room(long_course, volume, stage, room)]
    print(f"{stage}: too little were {short}")
    assert 0 in short


@pytest.mark.slow
@pytest.mark.xdist_group("course")
@pytest.mark.parametrize(
    ("stage", "name", "words"),
    [
        ("land", ".", "zhanbi.duckdb"),
        ("land", "archive", "Nothing of it was landed"),
        ("land", "inbox", "has landed, but cannot be taken out of the inbox"),
        ("publish", "published", "uid"),
    ],
)
def test_a_folder_that_may_no_longer_be_written(course, volume, stage, name, words):
    data = nights.copied(course.before[stage], volume / "data")
    folder = data / name
    folder.mkdir(exist_ok=True)
    mount("--bind", folder, folder)
    mount("-o", "remount,bind,ro", folder)
    error = Run(data, stage).ended().error
    assert isinstance(error, Transient) and "Read-only file system" in str(error) and words in str(error), error
    assert course.old_snapshot_stands(data)
    subprocess.run(["umount", "--lazy", folder], check=True)
    end(course, data, stage)
