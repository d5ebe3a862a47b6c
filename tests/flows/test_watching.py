"""The watch over a real folder."""

import asyncio
import errno
import shutil
from pathlib import Path

import pytest

from flows.serving.watching import arrivals

SETTLE = 0.3


async def seen(inbox, act, *, batches=1, by_polling=False, seconds=30):
    """The batches that are announced while `act` does something to the inbox."""
    stop, found = asyncio.Event(), []

    async def watch():
        async for paths in arrivals(inbox, SETTLE, by_polling=by_polling, stop=stop):
            found.append(sorted(path.name for path in paths))
            if len(found) == batches:
                stop.set()

    watching = asyncio.create_task(watch())
    await act()
    await asyncio.wait([watching], timeout=seconds)
    stop.set()
    await watching
    return found


@pytest.mark.parametrize("by_polling", [False, True])
def test_files_that_come_together_are_one_announcement(tmp_path, by_polling):
    async def drop():
        await asyncio.sleep(0.2)
        for n in range(50):
            (tmp_path / f"{n:02}.txt").write_text("甲", encoding="utf-8")
            (tmp_path / f"{n:02}.txt.yml").write_text("kind: bulletin", encoding="utf-8")

    assert asyncio.run(seen(tmp_path, drop, by_polling=by_polling)) == [[f"{n:02}.txt" for n in range(50)]]


def test_what_lay_there_before_is_announced(tmp_path):
    (tmp_path / "a.txt").write_text("甲", encoding="utf-8")
    assert asyncio.run(seen(tmp_path, lambda: asyncio.sleep(0))) == [["a.txt"]]


def test_a_file_is_announced_when_it_is_complete_and_again_when_it_changed(tmp_path):
    path = tmp_path / "a.txt"

    async def write():
        for _ in range(10):
            with path.open("a", encoding="utf-8") as file:
                file.write("甲")
            await asyncio.sleep(SETTLE / 3)
        sizes.append(path.stat().st_size)
        await asyncio.sleep(4 * SETTLE)
        path.write_text("乙", encoding="utf-8")

    sizes: list[int] = []
    assert asyncio.run(seen(tmp_path, write, batches=2)) == [["a.txt"], ["a.txt"]]
    assert sizes == [30]


def test_unfinished_names_are_not_announced(tmp_path):
    async def copy_then_rename():
        (tmp_path / "a.txt.part").write_text("甲", encoding="utf-8")
        (tmp_path / ".hidden").write_text("甲", encoding="utf-8")
        await asyncio.sleep(4 * SETTLE)
        (tmp_path / "a.txt.part").rename(tmp_path / "a.txt")

    assert asyncio.run(seen(tmp_path, copy_then_rename)) == [["a.txt"]]


def test_an_inbox_that_goes_is_told_and_watched_again_when_it_is_back(tmp_path, caplog):
    inbox = tmp_path / "inbox"
    inbox.mkdir()

    async def unmount_and_mount():
        await asyncio.sleep(SETTLE)
        shutil.rmtree(inbox)
        await asyncio.sleep(6 * SETTLE)
        inbox.mkdir()
        (inbox / "a.txt").write_text("甲", encoding="utf-8")

    assert asyncio.run(seen(inbox, unmount_and_mount)) == [["a.txt"]]
    assert "Is the share mounted?" in caplog.text


def test_a_listing_that_fails_is_told_and_the_watch_goes_on(tmp_path, caplog, monkeypatch):
    listed, failures = Path.iterdir, iter([OSError(errno.EIO, "Input/output error")])

    def listing(folder: Path):
        if folder == tmp_path and (failure := next(failures, None)):
            raise failure
        return listed(folder)

    monkeypatch.setattr(Path, "iterdir", listing)
    (tmp_path / "a.txt").write_text("甲", encoding="utf-8")
    assert asyncio.run(seen(tmp_path, lambda: asyncio.sleep(0))) == [["a.txt"]]
    assert "cannot be read (Input/output error)" in caplog.text
