"""Sources that are asked between the nights."""

import asyncio

import yaml

from flows.serving import polling
from flows.settings import Settings


def test_a_source_is_asked_again_and_again_also_after_it_was_gone(tmp_path, monkeypatch, caplog):
    share, settings = tmp_path / "share", Settings(data=tmp_path / "data")
    settings.inbox.mkdir(parents=True)
    declared = [
        {
            "name": "s",
            "title": "简报",
            "facts": {"kind": "bulletin"},
            "folder": {"path": str(share)},
            "every_minutes": 1,
        },
        {"name": "nightly", "title": "夜间", "facts": {}, "folder": {"path": str(tmp_path / "never")}},
    ]
    settings.sources.write_text(yaml.safe_dump(declared), encoding="utf-8")

    async def nights() -> None:
        stop, rounds = asyncio.Event(), 0

        async def hurried(stop: asyncio.Event, seconds: float) -> bool:
            nonlocal rounds
            assert seconds == 60
            rounds += 1
            await asyncio.sleep(0)
            if rounds == 2:
                share.mkdir()
            if rounds > 1:
                (share / f"{rounds}.txt").write_text("甲")
            if rounds == 4:
                stop.set()
            return stop.is_set()

        monkeypatch.setattr(polling, "_stopped", hurried)
        await asyncio.wait_for(polling.poll(polling.polled(settings), settings, stop), 60)

    asyncio.run(nights())
    assert sorted(path.name for path in settings.inbox.glob("*.txt")) == ["s-2.txt", "s-3.txt"]
    assert "Is the share mounted?" in caplog.text and "never" not in caplog.text


def test_it_waits_until_it_is_stopped():
    async def stopped_while_waiting() -> tuple[bool, bool]:
        stop = asyncio.Event()
        before = await polling._stopped(stop, 0.01)
        asyncio.get_running_loop().call_later(0.01, stop.set)
        return before, await polling._stopped(stop, 60)

    assert asyncio.run(stopped_while_waiting()) == (False, True)
