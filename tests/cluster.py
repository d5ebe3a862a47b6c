"""Apache Spark standalone on loopback, from the wheel: a master, workers of one core, a Spark Connect server with a token."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from flows.spark.engine import ENVIRONMENT
from tests.ports import free_port

TOKEN = "a-word-of-sixteen"
START_SECONDS = 120
_CONNECT = "org.apache.spark.sql.connect.service.SparkConnectServer"


class Cluster(NamedTuple):
    """Where it is asked, and its workers' processes."""

    address: str
    workers: list[subprocess.Popen[bytes]]

    def remote(self, token: str = TOKEN) -> str:
        """The address for somebody who knows this token."""
        return f"{self.address};token={token}"


@contextmanager
def cluster(logs: Path, workers: int = 2, memory: str = "1g") -> Iterator[Cluster]:
    """`memory`: of each worker, and of the server."""
    master, connect = free_port(), free_port()
    address = f"spark://127.0.0.1:{master}"
    options = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": memory,
        "spark.executor.memory": memory,
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.connect.authenticate.token": TOKEN,
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": str(connect),
    }
    words = [word for name, value in options.items() for word in ("--conf", f"{name}={value}")]
    with ExitStack() as running:

        def start(*arguments: str) -> subprocess.Popen[bytes]:
            return running.enter_context(_jvm(logs, *arguments))

        role = "org.apache.spark.deploy"
        start(
            "spark-class",
            f"{role}.master.Master",
            *("--host", "127.0.0.1", "--port", str(master), "--webui-port", "0"),
        )
        own = ("--host", "127.0.0.1", "--cores", "1", "--memory", memory, "--webui-port", "0")
        working = [start("spark-class", f"{role}.worker.Worker", address, *own) for _ in range(workers)]
        server = start("spark-submit", "--master", address, "--class", _CONNECT, *words, "spark-internal")
        _wait(server, connect, logs)
        yield Cluster(f"sc://localhost:{connect}/", working)


@contextmanager
def _jvm(logs: Path, program: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    (home,) = ENVIRONMENT.glob("lib/python*/site-packages/pyspark")
    python = str(ENVIRONMENT / "bin" / "python")  # of the workers, where rows are judged
    with (logs / f"{len(list(logs.iterdir()))}.log").open("wb") as log:
        process = subprocess.Popen(
            [home / "bin" / program, *arguments],
            stdout=log,
            stderr=log,
            cwd=logs,
            env=os.environ | {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": python},
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _wait(server: subprocess.Popen[bytes], port: int, logs: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise RuntimeError(f"Spark did not start, see {logs}")
