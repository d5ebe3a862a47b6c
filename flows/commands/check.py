"""`zhanbi check`: whether everything that a night needs is as it must be, said before the night finds out."""

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from schemas.errors import ZhanbiError

if TYPE_CHECKING:  # help starts without it
    from flows.settings import Settings
    from flows.sources.declared import Source

ROOM = 1 << 30  # bytes that a night needs besides a second copy of the warehouse
SECONDS = 3  # to wait for a server
MOST_APART = timedelta(minutes=5)  # of two clocks that agree


class Finding(NamedTuple):
    """One thing looked at: how it is, and where it is wrong, what to do."""

    about: str
    ok: bool
    message: str
    next_step: str = ""


def findings() -> Iterator[Finding]:
    """Everything that was looked at, in the order in which things depend on each other."""
    from flows.settings import load

    try:
        chosen = load()
    except ZhanbiError as error:
        yield Finding(
            "settings 设置",
            False,
            str(error),
            "Mend them; zhanbi.env.example names them all / 请按 zhanbi.env.example 修改",
        )
        return
    yield _settings()
    for look in (_folders, _disk, _warehouse, _snapshot, _archive, _lake, _engine):
        yield from look(chosen)
    for name, load_it in _vocabularies().items():
        yield _loaded(name, load_it)
    yield from _sources(chosen)
    yield from _server()
    yield from _ports(chosen)
    yield from _database()
    yield _clock(chosen)
    yield _zone()


def _settings() -> Finding:
    from flows.settings import ROOT, unknown_variables

    file = ROOT / "zhanbi.env"
    where = str(file) if file.exists() else "environment and defaults"
    if unknown := unknown_variables():
        names = ", ".join(unknown)
        return Finding(
            "settings 设置", False, f"{names}: no such setting", "Mend the name; see zhanbi.env.example / 请核对设置名"
        )
    if file.exists() and file.stat().st_mode & 0o004:
        return Finding("settings 设置", False, f"{file}: everybody may read it", f"chmod o-r {file}")
    return Finding("settings 设置", True, where)


def _folders(chosen: "Settings") -> Iterator[Finding]:
    """Each folder that a night writes to, tried by writing."""
    for folder in (chosen.folder, chosen.inbox, chosen.archive, chosen.published.parent, chosen.site):
        there = next(path for path in (folder, *folder.parents) if path.exists())
        try:
            with tempfile.TemporaryFile(dir=there):
                pass
        except OSError as error:
            step = f"Let the user that runs zhanbi (uid {os.getuid()}) write there; is it mounted read-only? / 目录不可写，请检查权限和挂载"
            yield Finding("folders 目录", False, f"{there}: {error.strerror}", step)
            return
    yield Finding("folders 目录", True, f"{chosen.folder}: all can be written")


def _disk(chosen: "Settings") -> Iterator[Finding]:
    there = next(path for path in (chosen.folder, *chosen.folder.parents) if path.exists())
    needed = ROOM + 2 * (chosen.warehouse.stat().st_size if chosen.warehouse.exists() else 0)
    free = shutil.disk_usage(there).free
    told = f"{there}: {free >> 20:,} MB free, a night may need {needed >> 20:,} MB"
    yield Finding(
        "disk 磁盘", free >= needed, told, "Make room: docs/operations.md, “The disk is full” / 磁盘空间不足，请清理"
    )


def _warehouse(chosen: "Settings") -> Iterator[Finding]:
    import duckdb

    from flows.warehouse.layout import layout_of, migrations

    about, path = "warehouse 仓库", chosen.warehouse
    if not path.exists():
        yield Finding(about, True, f"{path}: none yet; the first run makes it")
        return
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            found, newest = layout_of(connection), migrations()[-1].number
    except duckdb.Error as error:
        in_use = "lock" in str(error)
        told = f"{path}: in use by a run, not looked into" if in_use else f"{path}: cannot be opened ({error})"
        yield Finding(about, in_use, told, "Restore a backup: `zhanbi restore COPY` / 请恢复备份")
        return
    told = f"{path}: layout {found}" + (f"; the next run brings it to {newest}" if found < newest else "")
    yield Finding(about, found <= newest, told, f"Upgrade zhanbi: this one knows layouts up to {newest} / 请升级程序")


def _snapshot(chosen: "Settings") -> Iterator[Finding]:
    import duckdb

    from flows.warehouse.connection import reader

    about = "snapshot 快照"
    if not chosen.published.exists():
        yield Finding(about, True, f"{chosen.published}: nothing published yet")
        return
    try:
        with reader(chosen.published) as connection:
            row = connection.execute("select version, built_at from build_info").fetchone()
    except duckdb.Error as error:
        step = "Run `zhanbi run`: it publishes another one in its place / 请重新运行以重新发布"
        yield Finding(about, False, f"{chosen.published}: cannot be read ({error})", step)
        return
    version, built = row if row else ("?", "?")
    yield Finding(about, True, f"{chosen.published}: built {built:%Y-%m-%d %H:%M %Z} by zhanbi {version}")


def _archive(chosen: "Settings") -> Iterator[Finding]:
    from flows.warehouse.archive import kept

    unreadable = [path for path in kept(chosen.archive) if not os.access(path, os.R_OK)]
    if unreadable:
        step = f"Let uid {os.getuid()} read them / 请开放读权限"
        yield Finding("archive 原始文件", False, f"{len(unreadable)} files cannot be read, e.g. {unreadable[0]}", step)
    else:
        yield Finding("archive 原始文件", True, f"{chosen.archive}; `zhanbi verify` reads every byte")


def _lake(chosen: "Settings") -> Iterator[Finding]:
    """Where one is set: whether it answers, lets us in and is of a version that we know; tried by writing."""
    if chosen.lake_place is None:
        return
    from flows.lake.place import Place
    from flows.lake.writing import look

    about, place = "lake 数据湖", Place(chosen.lake_place)
    try:
        tables, rows = look(place)
    except ZhanbiError as error:
        yield Finding(about, False, str(error), "docs/lake.md, “When it fails” / 见 docs/lake.md")
        return
    held = f"{tables} tables, {rows:,} rows" if tables else "nothing yet; the next run writes it"
    yield Finding(about, True, f"{place.url}: {held}")


def _engine(chosen: "Settings") -> Iterator[Finding]:
    """Where one is set: whether an engine is there, takes the token, and has a worker that answers."""
    if chosen.spark_remote is None:
        return
    from flows.spark.engine import ENVIRONMENT, ask, engine, without_secret

    about, remote = "engine 计算引擎", chosen.spark_remote.get_secret_value()
    try:
        with engine(remote, ENVIRONMENT, chosen.spark):
            ask(remote, ENVIRONMENT)
    except ZhanbiError as error:
        yield Finding(about, False, str(error), "docs/scaling.md, “When it fails” / 见 docs/scaling.md")
        return
    yield Finding(about, True, f"{without_secret(remote)}: answers")


def _vocabularies() -> dict[str, Callable[[], object]]:
    from schemas import profiles
    from schemas.vocabulary.checks import check

    names = sorted(path.stem for path in profiles.FOLDER.glob("*.yml"))
    return {
        "vocabulary 词表": check,
        "source profiles 数据源": lambda: [profiles.profile(name) for name in names],
    }


def _loaded(about: str, load_it: Callable[[], object]) -> Finding:
    try:
        load_it()
    except ZhanbiError as error:
        return Finding(about, False, str(error), "Mend the entry it names / 请修改所指条目")
    return Finding(about, True, "without contradiction")


def _sources(chosen: "Settings") -> Iterator[Finding]:
    """What data/sources.yml declares, each asked whether it is there; nothing is fetched."""
    from flows.sources.declared import read_sources

    about, step = (
        "sources 来源",
        "Mend data/sources.yml (docs/fetching.md), or what it names / 请修改 sources.yml 或所指位置",
    )
    try:
        sources = read_sources(chosen.sources)
    except ZhanbiError as error:
        yield Finding(about, False, str(error), step)
        return
    fetched = [source for source in sources if source.place]
    away = list(filter(None, map(_away, fetched)))
    yield from (Finding(f"{about} {name}", False, why, step) for name, why in away)
    if not away:
        told = f"{len(sources)} declared, {len(fetched)} to fetch from, all there" if sources else "none declared"
        yield Finding(about, True, f"{chosen.sources}: {told}")


def _away(source: "Source") -> tuple[str, str] | None:
    try:
        if source.place:
            source.place.look()
    except ZhanbiError as error:
        return source.name, str(error)
    return None


def _ports(chosen: "Settings") -> Iterator[Finding]:
    """Those that `zhanbi serve` needs, tried by listening there, unless it is up."""
    from flows.commands.serve import cannot_listen, ports
    from flows.serving.prefect_home import serving_at

    about = "ports 端口"
    shown = ", ".join(f"{host}:{port}" for host, port, _ in ports(chosen))
    if serving_at(chosen.folder / "prefect"):
        yield Finding(about, True, f"{shown}: `zhanbi serve` is up")
        return
    taken = [(host, port, name, why) for host, port, name in ports(chosen) if (why := cannot_listen(host, port))]
    for host, port, name, why in taken:
        step = (
            f"`ss -ltnp 'sport = :{port}'` shows by whom: stop that program, or set {name} / 请停止占用程序或更改端口"
        )
        yield Finding(about, False, f"{host}:{port}: {why}; `zhanbi serve` needs it", step)
    if not taken:
        yield Finding(about, True, f"{shown}: free for `zhanbi serve`")


def _server() -> Iterator[Finding]:
    """The Prefect server, when one is named; and whether its clock is ours."""
    import httpx

    about, url = "Prefect server 服务", os.environ.get("PREFECT_API_URL")
    if not url:
        yield Finding(about, True, "PREFECT_API_URL is not set: each run starts a server of its own")
        return
    try:
        answer = httpx.get(f"{url.rstrip('/')}/health", timeout=SECONDS)
        answer.raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        step = "Start it (`zhanbi serve`), or mend PREFECT_API_URL / 请启动服务或修改地址"
        yield Finding(about, False, f"{url}: {error or type(error).__name__}", step)
        return
    yield Finding(about, True, f"{url}: healthy")
    apart = (
        abs(parsedate_to_datetime(answer.headers["date"]) - datetime.now(UTC))
        if "date" in answer.headers
        else timedelta()
    )
    yield Finding(
        "server's clock 服务器时钟",
        apart < MOST_APART,
        f"{apart} from ours",
        "Set both clocks: timedatectl set-ntp true / 请校时",
    )


def _database() -> Iterator[Finding]:
    """PostgreSQL under Prefect, when it is set; its password is never shown."""
    url = next(filter(None, (os.environ.get(name) for name in _DATABASE_URLS)), "")
    if not url.startswith("postgresql"):
        return
    address = urlsplit(url)
    host, port = address.hostname or "localhost", address.port or 5432
    about, shown = "PostgreSQL", f"{host}:{port}{address.path}"
    import asyncpg

    try:
        _connect(url)
    except (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        step = "Is it running, does the user exist, may it log in from here? / 请检查数据库是否运行、账号是否可登录"
        yield Finding(about, False, f"{shown}: {error or type(error).__name__}", step)
    else:
        yield Finding(about, True, f"{shown}: answers")


_DATABASE_URLS = ("PREFECT_SERVER_DATABASE_CONNECTION_URL", "PREFECT_API_DATABASE_CONNECTION_URL")


def _connect(url: str) -> None:
    import asyncio

    import asyncpg

    async def connect() -> None:
        connection = await asyncpg.connect(url.replace("+asyncpg", "", 1), timeout=SECONDS)
        await connection.close()

    asyncio.run(connect())


def _clock(chosen: "Settings") -> Finding:
    """A clock that was set back shows by files that seem to come from the future."""
    now = time.time()
    latest = max(
        (path for path in (chosen.warehouse, chosen.published, *chosen.archive.glob("*")) if path.exists()),
        key=lambda path: path.stat().st_mtime,
        default=None,
    )
    ahead = latest.stat().st_mtime - now if latest else 0
    if latest and ahead > MOST_APART.total_seconds():
        told = (
            f"it is {datetime.now():%Y-%m-%d %H:%M}, but {latest} was written {timedelta(seconds=round(ahead))} later"
        )
        return Finding(
            "clock 时钟",
            False,
            told,
            "Set the clock (timedatectl set-ntp true); what landed is kept whatever it says / 请校时",
        )
    return Finding("clock 时钟", True, f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC")


def _zone() -> Finding:
    try:
        here = datetime.now(ZoneInfo("Asia/Shanghai"))
    except ZoneInfoNotFoundError:
        return Finding(
            "time zone 时区",
            False,
            "Asia/Shanghai is not known",
            "Install tzdata (pip install tzdata, or the system's package) / 请安装 tzdata",
        )
    right = here.utcoffset() == timedelta(hours=8)
    return Finding(
        "time zone 时区",
        right,
        f"{here:%Y-%m-%d %H:%M} Asia/Shanghai",
        "The system's tzdata is wrong: install it anew / 请重装 tzdata",
    )


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON list, for machines.")
def check(as_json: bool) -> None:
    """Look at settings, disk, permissions, warehouse, sources, server, ports, clock and time zone; say what is wrong. 自检。

    Exit code 1: something is wrong.
    """
    found = list(findings())
    if as_json:
        click.echo(json.dumps([each._asdict() for each in found], ensure_ascii=False, indent=1))
    else:
        _print(found)
    sys.exit(0 if all(each.ok for each in found) else 1)


def _print(found: list[Finding]) -> None:
    from rich.markup import escape

    from flows.terminal import wide_console

    console = wide_console()
    for each in found:
        mark = "[green]ok    正常[/]" if each.ok else "[red]wrong 异常[/]"
        console.print(f"{mark}  [bold]{escape(each.about)}[/]: {escape(each.message)}", highlight=False)
        if not each.ok:
            console.print(f"              [yellow]→ {escape(each.next_step)}[/]", highlight=False)
    wrong = sum(not each.ok for each in found)
    console.print(
        f"\n{len(found)} looked at, {wrong} wrong." if wrong else f"\n{len(found)} looked at, all well. 一切正常。"
    )
