"""`zhanbi serve`: Prefect's server, the deployments and who runs them, the watch over the inbox, and the pages; in the foreground."""

import asyncio
import os
import socket
from typing import TYPE_CHECKING

import click

from schemas.errors import UsageError

if TYPE_CHECKING:  # help starts without it
    from flows.settings import Settings


@click.command()
def serve() -> None:
    """Run unattended: nights at 02:00 Beijing time, files as they come, the pages. Ctrl-C stops. 无人值守运行。"""
    from flows.serving.prefect_home import prepare_serve
    from flows.settings import settings

    chosen = settings()
    os.environ["PREFECT_API_URL"] = f"http://{_reachable(chosen.server_host)}:{chosen.server_port}/api"
    home = prepare_serve(chosen)
    for host, port, name in ports(chosen):
        if why := cannot_listen(host, port):
            raise UsageError(
                f"{host}:{port} cannot be used ({why}): is zhanbi serve running already, or another program there? "
                f"Stop that, or set {name}. 端口被占用，请停止占用程序或更改设置。"
            )
    chosen.inbox.mkdir(parents=True, exist_ok=True)
    from flows.serving.supervisor import supervise  # and with it Prefect, which reads its surroundings when imported

    asyncio.run(supervise(chosen, home))


def ports(chosen: "Settings") -> list[tuple[str, int, str]]:
    """Where it listens, and the setting that says so."""
    return [
        (chosen.server_host, chosen.server_port, "ZHANBI_SERVER_PORT"),
        (chosen.pages_host, chosen.pages_port, "ZHANBI_PAGES_PORT"),
    ]


def cannot_listen(host: str, port: int) -> str | None:
    try:
        with socket.create_server((host, port)):
            return None
    except OSError as error:
        return error.strerror or str(error)


def _reachable(host: str) -> str:
    return "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104  to compare with, not to bind to
