"""What `zhanbi serve` keeps running: Prefect's server, the runner, the watch over the inbox, the pages; and how it all stops."""

import asyncio
import contextlib
import ctypes
import json
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import click
import httpx
import uvicorn
from prefect.runner import Runner

from flows.events import emit
from flows.serving.deployments import deploy
from flows.serving.pages import app
from flows.serving.polling import poll, polled
from flows.serving.prefect_home import serving_file
from flows.serving.watching import arrivals
from flows.settings import Settings
from flows.sources.declared import Source
from schemas.errors import ZhanbiError
from schemas.events import FileReceived

START_SECONDS = 120  # after which a server that does not answer is given up
STOP_SECONDS = 20  # after which a part that does not stop is ended


async def supervise(settings: Settings, home: Path) -> None:
    """Run until a signal comes; raises ZhanbiError when a part ends by itself."""
    stop, sources = asyncio.Event(), polled(settings)
    _stop_on_signals(stop)
    async with _server(settings, home, stop) as server:
        if stop.is_set():
            return
        logging.getLogger("prefect.runner").setLevel(logging.WARNING)  # it tells each second of a run that waits
        runner = Runner(name="zhanbi", query_seconds=1, prefetch_seconds=1, limit=1, pause_on_shutdown=False)
        await deploy(runner)
        with _told(settings, home):
            await _until_stopped(settings, runner, server, sources, stop)


async def _until_stopped(
    settings: Settings,
    runner: Runner,
    server: asyncio.subprocess.Process,
    sources: list[Source],
    stop: asyncio.Event,
) -> None:
    """Run every part until a signal comes or one of them ends by itself; then end them all, the runs first."""
    pages = _pages(settings)
    parts = {
        "the runner": asyncio.create_task(runner.start()),
        "the pages": asyncio.create_task(pages.serve()),
        "the watch over the inbox": asyncio.create_task(_watch(settings, stop)),
        "asking the sources": asyncio.create_task(poll(sources, settings, stop)),
        "Prefect's server": asyncio.create_task(server.wait()),
    }
    await asyncio.sleep(0)  # the runner takes SIGTERM for itself when it starts
    _stop_on_signals(stop)
    waiting = asyncio.create_task(stop.wait())
    done, _ = await asyncio.wait([waiting, *parts.values()], return_when=asyncio.FIRST_COMPLETED)
    ended = [_ended(name, part) for name, part in parts.items() if part in done]
    click.echo("Stopping … 正在停止", err=True)
    stop.set()
    pages.should_exit = True
    with contextlib.suppress(RuntimeError, TimeoutError, httpx.HTTPError):  # it had not begun, or the server is gone
        await asyncio.wait_for(runner.astop(), STOP_SECONDS)
    del parts["Prefect's server"]
    await asyncio.wait(parts.values(), timeout=STOP_SECONDS)
    if waiting not in done:
        raise ZhanbiError(
            f"{', '.join(ended)}; everything else was stopped. Nothing that landed is lost. "
            f"Read {settings.folder / 'prefect' / 'server.log'}, then start again. 服务意外结束，请查看日志后重新启动。"
        )


def _ended(name: str, part: asyncio.Task[object]) -> str:
    failure = None if part.cancelled() else part.exception()
    return f"{name} ended by itself" + (f" ({failure})" if failure else "")


@asynccontextmanager
async def _server(settings: Settings, home: Path, stop: asyncio.Event) -> AsyncIterator[asyncio.subprocess.Process]:
    """Prefect's server in a process of its own, healthy; ended with whatever it started when this ends."""
    command = ("-m", "prefect", "server", "start", "--host", settings.server_host, "--port", str(settings.server_port))
    environment = os.environ | {"PREFECT_LOGGING_LEVEL": "WARNING"}
    if settings.server_database_url:
        environment["PREFECT_SERVER_DATABASE_CONNECTION_URL"] = _asyncpg(
            settings.server_database_url.get_secret_value()
        )
    log = home / "server.log"
    with log.open("wb") as stream:
        # a session of its own: Ctrl-C reaches it through us, when the runs have ended
        server = await asyncio.create_subprocess_exec(
            sys.executable,
            *command,
            stdout=stream,
            stderr=stream,
            env=environment,
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )
    try:
        await _healthy(server, log, stop)
        yield server
    finally:
        await _end(server)


def _end_with_parent() -> None:
    """Asked of Linux by the child itself: were we killed outright, the server would hold its port for ever."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


async def _healthy(server: asyncio.subprocess.Process, log: Path, stop: asyncio.Event) -> None:
    url = f"{os.environ['PREFECT_API_URL']}/health"
    async with httpx.AsyncClient(timeout=2) as client:
        for _ in range(START_SECONDS * 4):
            if stop.is_set():
                return
            if server.returncode is not None:
                break
            with contextlib.suppress(httpx.HTTPError):
                if (await client.get(url)).is_success:
                    return
            await asyncio.sleep(0.25)
    tail = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-5:])
    raise ZhanbiError(f"Prefect's server did not start. The end of {log}:\n{tail}\nMend what it names and start again.")


async def _end(server: asyncio.subprocess.Process) -> None:
    for end in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, end)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(server.wait(), STOP_SECONDS)
            return


async def _watch(settings: Settings, stop: asyncio.Event) -> None:
    """Announce what comes into the inbox; the automation turns it into a run."""
    async for paths in arrivals(
        settings.inbox, settings.settle_seconds, by_polling=settings.watch_by_polling, stop=stop
    ):
        emit(FileReceived(source="inbox", count=len(paths), file_names=[path.name for path in paths[:20]]))


def _pages(settings: Settings) -> uvicorn.Server:
    class Pages(uvicorn.Server):
        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            yield  # signals are ours

    return Pages(
        uvicorn.Config(
            app(settings), host=settings.pages_host, port=settings.pages_port, log_config=None, access_log=False
        )
    )


@contextlib.contextmanager
def _told(settings: Settings, home: Path) -> Iterator[None]:
    """Say that it is up, to the operator and to commands that look for the server."""
    api = os.environ["PREFECT_API_URL"]
    serving_file(home).write_text(json.dumps({"api": api, "process": os.getpid()}), encoding="utf-8")
    click.echo(
        f"zhanbi is up 已启动. Ctrl-C stops it.\n"
        f"  runs 任务    {api.removesuffix('/api')}\n"
        f"  pages 网页   http://{settings.pages_host}:{settings.pages_port}\n"
        f"  inbox 收件箱 {settings.inbox}"
    )
    try:
        yield
    finally:
        serving_file(home).unlink(missing_ok=True)
        click.echo("Stopped 已停止")


def _stop_on_signals(stop: asyncio.Event) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)


def _asyncpg(url: str) -> str:
    """The address with the driver that Prefect needs, as plain postgresql:// is what people have."""
    return url.replace("postgresql://", "postgresql+asyncpg://", 1).replace("postgres://", "postgresql+asyncpg://", 1)
