"""The watch over the inbox: files that are complete are announced, many that come together once."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

from watchfiles import awatch

from flows.inbox import Stamp, received, stamp
from schemas.errors import Transient

log = logging.getLogger("zhanbi.watching")
MOST_WAIT = 15  # seconds: then the complete ones are announced though others are still being written


async def arrivals(
    inbox: Path, settle_seconds: float, *, by_polling: bool, stop: asyncio.Event
) -> AsyncIterator[list[Path]]:
    """Batches of complete files, each file once until it changes; ends when `stop` is set.

    The system's notices make it prompt, the regular look at the folder makes it certain.
    """
    watch = Watch(inbox)
    while not stop.is_set():
        if not inbox.is_dir():
            log.error("%s is not there. Is the share mounted? Nothing can arrive until it is. 收件箱不存在。", inbox)
            await wait_for(inbox, stop, settle_seconds)
            continue
        timeout = round(max(settle_seconds, 0.1) * 1000)
        try:
            async for _ in awatch(
                inbox,
                recursive=False,
                stop_event=stop,
                rust_timeout=timeout,
                yield_on_timeout=True,
                force_polling=by_polling,
                raise_interrupt=False,
            ):
                if not inbox.is_dir():
                    break
                if batch := watch.look():
                    yield batch
        except (Transient, OSError) as failure:
            log.error("%s", failure)
            await asyncio.sleep(settle_seconds)


async def wait_for(inbox: Path, stop: asyncio.Event, seconds: float) -> None:
    while not inbox.is_dir() and not stop.is_set():
        await asyncio.sleep(seconds)


class Watch:
    """What was announced of the inbox, and what was there at the last look."""

    def __init__(self, inbox: Path) -> None:
        self.inbox = inbox
        self.announced: dict[Path, Stamp] = {}
        self.before: dict[Path, Stamp] = {}
        self.loop = asyncio.get_running_loop()
        self.since: float | None = None  # the first file of the batch was seen

    def look(self) -> list[Path]:
        """The files that have stood still since the last look, once no other moves."""
        now = {path: stamp(path) for path in received(self.inbox)}
        self.announced = {path: was for path, was in self.announced.items() if path in now}
        new = [path for path, is_now in now.items() if self.announced.get(path) != is_now]
        still = [path for path in new if self.before.get(path) == now[path]]
        self.before = now
        if not new:
            self.since = None
            return []
        self.since = self.since or self.loop.time()
        if not still or (len(still) < len(new) and self.loop.time() - self.since < MOST_WAIT):
            return []
        self.since = None
        self.announced |= {path: now[path] for path in still}
        return still
