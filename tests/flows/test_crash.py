"""Killed at any instant, or out of room: the old snapshot stands, nothing is half landed, the next run ends as if nothing had been."""

import random
from collections.abc import Callable

import pytest

from schemas.errors import Transient
from tests.flows import nights
from tests.flows.course import Course
from tests.flows.nights import Run


def kills(seconds: float, count: int, kill: Callable[[float], Run]) -> int:
    """Kill that many runs of that length, each at an instant of its own; returns how many ended before they were killed."""
    chance, ended = random.Random(count), 0
    for part in range(count):
        while kill((part + chance.random()) / count * seconds).error is None:
            ended += 1
            seconds *= 0.9  # the machine has become faster
            assert ended < count + 5, "runs end before they can be killed"
    return ended


def kill_landing(course: Course, count: int) -> int:
    def kill(after: float) -> Run:
        folder = course.start("land")
        run = Run(folder, "land").killed(after)
        course.check_landing(folder)
        return run

    return kills(course.took["land"], count, kill)


def kill_publishing(course: Course, count: int) -> int:
    def kill(after: float) -> Run:
        folder = course.start("publish")
        run = Run(folder, "publish").killed(after)
        if not course.old_snapshot_stands(folder):
            course.check_end(folder)
        else:
            assert run.error == "killed"
        assert Run(folder, "publish").ended().error is None
        course.check_end(folder)
        return run

    return kills(course.took["publish"], count, kill)


def kill_building(course: Course, count: int, *, whole_every: int) -> int:
    """Kill one run after the other on the same folder; every so many the next one may end."""
    runs: list[Run] = []

    def kill(after: float) -> Run:
        folder = course.start("build") if len(runs) % whole_every == 0 else course.work
        runs.append(Run(folder, "build", "check").killed(after))
        assert nights.wrongs(folder, course.inputs) == []
        assert course.old_snapshot_stands(folder)
        if len(runs) % whole_every == 0:
            assert Run(folder, "build", "check", "publish").ended().error is None
            course.check_end(folder)
        return runs[-1]

    return kills(course.took["build"] + course.took["check"], count, kill)


@pytest.mark.slow
@pytest.mark.xdist_group("course")
def test_a_night_killed_here_and_there(course):
    kill_landing(course, 4)
    kill_publishing(course, 3)
    kill_building(course, 1, whole_every=1)


@pytest.mark.long
@pytest.mark.parametrize(
    ("kill", "count", "given"),
    [(kill_landing, 100, {}), (kill_publishing, 50, {}), (kill_building, 60, {"whole_every": 10})],
)
def test_two_hundred_and_ten_kills(long_course, kill, count, given):
    ended = kill(long_course, count, **given)
    print(f"{kill.__name__}: {count} killed, {ended} ended before; undisturbed {long_course.took} s")


@pytest.mark.slow
@pytest.mark.parametrize("largest_file", [300_000, 700_000])  # the copy in the archive fails; the commit does
def test_a_landing_that_may_write_no_more_says_so_and_is_finished_by_the_next(tmp_path, largest_file):
    folder = tmp_path / "data"
    nights.drop_inputs(folder, 10_000)
    inputs = nights.inputs_of(folder)
    error = Run(folder, "land", largest_file=largest_file).ended().error
    assert isinstance(error, Transient), error
    assert "File too large" in str(error)
    assert nights.wrongs(folder, inputs) == []
    assert Run(folder, "land").ended().error is None
    assert nights.wrongs(folder, inputs) == [] == nights.litter(folder)
