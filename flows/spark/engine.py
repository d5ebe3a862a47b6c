"""Where the models run: the engine at ZHANBI_SPARK_REMOTE, or a Sail of our own for as long as it is needed."""

import ctypes
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from flows.settings import ROOT
from schemas.errors import Transient, UsageError, ZhanbiError

ENVIRONMENT = ROOT / ".venv-spark"
NO_ENVIRONMENT = "The environment of Spark is not there: run `make spark-env`. 请先运行 make spark-env。"
START_SECONDS = 30
ANSWER_SECONDS = 60
_QUESTION = (
    "from pyspark.sql import SparkSession; SparkSession.builder.getOrCreate().range(1).count()"  # takes a worker
)
_REFUSED = ("UNAUTHENTICATED", "PERMISSION_DENIED", "Authentication", "authentication")
_NO_DELTA = ("DATA_SOURCE_NOT_FOUND", "data source: delta")
_UNREACHABLE = ("UNAVAILABLE", "RETRIES_EXCEEDED", "Connection refused")


@contextmanager
def engine(remote: str | None, environment: Path, folder: Path) -> Iterator[str]:
    """The address of an engine that answers. `environment`: that of `make spark-env`, which has Sail."""
    if remote is None:
        with _sail(environment, folder) as own:
            yield own
        return
    address = urlsplit(remote)
    if address.scheme != "sc" or not address.hostname:
        raise UsageError(
            "ZHANBI_SPARK_REMOTE: an address of Spark Connect begins with sc://HOST, such as sc://10.0.0.7:15002."
        )
    if not _answers(address.hostname, address.port or 15002):
        raise Transient(
            f"{without_secret(remote)}: no engine answers there. Start it, or mend ZHANBI_SPARK_REMOTE (without it, Sail is "
            "started on this machine). Nothing was changed. 计算引擎无法连接，请启动引擎或修改 ZHANBI_SPARK_REMOTE。"
        )
    yield remote


def ask(address: str, environment: Path) -> None:
    """One small query. Raises ZhanbiError that names why it was not answered."""
    shown = without_secret(address)
    try:
        done = subprocess.run(  # noqa: S603  our own environment
            [environment / "bin" / "python", "-c", _QUESTION],
            env=os.environ | {"SPARK_REMOTE": address},
            capture_output=True,
            text=True,
            timeout=ANSWER_SECONDS,
            check=False,
        )
    except FileNotFoundError as error:
        raise UsageError(NO_ENVIRONMENT) from error
    except subprocess.TimeoutExpired as error:
        raise Transient(
            f"{shown}: takes calls, and answered none in {ANSWER_SECONDS} s. Is it an engine that speaks Spark Connect, has it a "
            "worker left? 引擎无应答，请检查是否有可用的工作节点。"
        ) from error
    if done.returncode:
        said = without_secret(done.stderr)
        told = re.search(r"^\S*(?:Error|Exception)\w*: .{,500}", said, re.MULTILINE | re.DOTALL)
        raise failure([" ".join((told[0] if told else said[-500:]).split())], shown, "Nothing was changed.")


def failure(messages: list[str], address: str, tail: str) -> ZhanbiError:
    """What an engine says, as an error of ours that names the next step. `tail`: what became of the work."""
    said = "\n  ".join(messages)
    if any(word in said for word in _REFUSED):
        return UsageError(
            f"{address}: the engine refuses the token in ZHANBI_SPARK_REMOTE. Mend it. {tail} 口令无效。\n  {said}"
        )
    if any(word in said for word in _NO_DELTA):
        return UsageError(
            f"{address}: the engine cannot read the lake, it knows no Delta. Start it with Delta's jars, or set ZHANBI_LAKE to "
            f"nothing for this build: Parquet is written for it. {tail} 引擎不识别 Delta 格式。\n  {said}"
        )
    if any(word in said for word in _UNREACHABLE):
        return Transient(
            f"{address}: the engine went away. Start it, and run again. {tail} 引擎中断，请重试。\n  {said}"
        )
    return ZhanbiError(f"{address}: the engine failed. {tail} 引擎执行失败。\n  {said}")


def without_secret(text: str) -> str:
    """An address, or a message with one, without the token that it may carry."""
    return re.sub(r"(token=)[^;\s'\"]+", r"\1…", text)


@contextmanager
def _sail(environment: Path, folder: Path) -> Iterator[str]:
    port = _free_port()
    with (folder / "sail.log").open("wb") as log:
        server = subprocess.Popen(  # noqa: S603  our own environment
            [environment / "bin" / "sail", "spark", "server", "--ip", "127.0.0.1", "--port", str(port)],
            stdout=log,
            stderr=log,
            env={"SAIL_MODE": "local"} | os.environ,
            cwd=folder,
            preexec_fn=_end_with_parent,  # noqa: PLW1509  one system call, no lock
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers("127.0.0.1", port):
            if server.poll() is not None or time.monotonic() > deadline:
                raise Transient(f"Sail did not start; {folder / 'sail.log'} says why. Run again. 本机引擎未能启动。")
            time.sleep(0.1)
        yield f"sc://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=5):
            return True
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def _end_with_parent() -> None:
    """Asked of Linux by the child itself: were we killed outright, the server would stay."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
