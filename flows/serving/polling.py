"""Sources that are asked more often than nightly: what is new comes into the inbox, and the watch over it does the rest."""

import asyncio
import logging

from flows.settings import Settings
from flows.sources.collecting import collect
from flows.sources.declared import Source, read_sources
from schemas.errors import ZhanbiError

log = logging.getLogger("zhanbi.polling")


def polled(settings: Settings) -> list[Source]:
    """The declared sources that say how often. Raises UsageError that names what is wrong with the file."""
    return [source for source in read_sources(settings.sources) if source.place and source.every_minutes]


async def poll(sources: list[Source], settings: Settings, stop: asyncio.Event) -> None:
    """Ask each of them again and again until `stop` is set; the night asks them too, and tells who did not answer."""
    async with asyncio.TaskGroup() as asking:
        for source in sources:
            asking.create_task(_ask(source, settings, stop))
        await stop.wait()


async def _ask(source: Source, settings: Settings, stop: asyncio.Event) -> None:
    while not await _stopped(stop, 60 * (source.every_minutes or 0)):
        try:
            came, refused = await asyncio.to_thread(collect, source, settings.inbox, settings.fetched)
        except ZhanbiError as failure:
            log.warning("%s: %s", source.name, failure)
        else:
            log.info("%s: %s files came, %s could not be taken", source.name, len(came), len(refused))


async def _stopped(stop: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return False
    return True
