"""`zhanbi serve`: Prefect's server, the deployments and who runs them, the watch over the inbox, and the pages; in the foreground."""

import asyncio
import os
import socket

import click

from schemas.errors import UsageError


@click.command()
def serve() -> None:
    """Run unattended: nights at 02:00 Beijing time, files as they come, the pages. Ctrl-C stops. 无人值守运行。"""
    from flows.serving.prefect_home import prepare_serve
    from flows.settings import settings

    chosen = settings()
    os.environ["PREFECT_API_URL"] = f"http://{_reachable(chosen.server_host)}:{chosen.server_port}/api"
    home = prepare_serve(chosen)
    for host, port, name in (
        (chosen.server_host, chosen.server_port, "ZHANBI_SERVER_PORT"),
        (chosen.pages_host, chosen.pages_port, "ZHANBI_PAGES_PORT"),
    ):
        _must_be_free(host, port, name)
    chosen.inbox.mkdir(parents=True, exist_ok=True)
    from flows.serving.supervisor import supervise  # and with it Prefect, which reads its surroundings when imported

    asyncio.run(supervise(chosen, home))


def _must_be_free(host: str, port: int, name: str) -> None:
    try:
        with socket.create_server((host, port)):
            pass
    except OSError as error:
        raise UsageError(
            f"{host}:{port} cannot be used ({error.strerror}): is zhanbi serve running already, or another program there? "
            f"Stop that, or set {name}. 端口被占用，请停止占用程序或更改设置。"
        ) from error


def _reachable(host: str) -> str:
    return "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104  to compare with, not to bind to
