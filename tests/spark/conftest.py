"""The hand-made warehouse of the dbt tests as a data folder of its own, and the engines."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from pydantic import SecretStr

from flows.settings import Settings
from flows.spark.build import ENVIRONMENT

TOKEN = "a-word-of-sixteen"


class Cluster(NamedTuple):
    """Apache Spark on loopback: where it is asked, and its workers' processes."""

    address: str
    workers: list[subprocess.Popen[bytes]]

    def asked(self, data: Settings, token: str = TOKEN) -> Settings:
        """The settings of somebody who knows this token."""
        return data.model_copy(update={"spark_remote": SecretStr(f"{self.address};token={token}")})


@pytest.fixture
def data(built, folder, tmp_path) -> Settings:
    """What was landed, and DuckDB's marts of it."""
    assert built.success
    shutil.copy(folder / "zhanbi.duckdb", tmp_path / "zhanbi.duckdb")
    return Settings(data=tmp_path)


@pytest.fixture(scope="session")
def cluster(tmp_path_factory) -> Iterator[Cluster]:
    """A standalone master, two workers of one core, and a Spark Connect server that asks for a token."""
    (home,) = ENVIRONMENT.glob("lib/python*/site-packages/pyspark")
    logs = tmp_path_factory.mktemp("spark")
    master, connect = _free_port(), _free_port()
    address = f"spark://127.0.0.1:{master}"
    with (
        _jvm(
            home,
            logs,
            "spark-class",
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            str(master),
            "--webui-port",
            "0",
        ),
        _worker(home, logs, address) as one,
        _worker(home, logs, address) as two,
        _jvm(
            *(
                home,
                logs,
                "spark-submit",
                "--master",
                address,
                "--class",
                "org.apache.spark.sql.connect.service.SparkConnectServer",
            ),
            *(
                "--conf",
                "spark.driver.host=127.0.0.1",
                "--conf",
                "spark.ui.enabled=false",
                "--conf",
                "spark.executor.memory=1g",
            ),
            *("--conf", "spark.sql.shuffle.partitions=2", "--conf", f"spark.connect.authenticate.token={TOKEN}"),
            *(
                "--conf",
                "spark.connect.grpc.binding.address=127.0.0.1",
                "--conf",
                f"spark.connect.grpc.binding.port={connect}",
            ),
            "spark-internal",
        ),
    ):
        _wait(connect)
        yield Cluster(f"sc://localhost:{connect}/", [one, two])


def _worker(home: Path, logs: Path, master: str):
    return _jvm(
        home,
        logs,
        "spark-class",
        "org.apache.spark.deploy.worker.Worker",
        master,
        "--host",
        "127.0.0.1",
        "--cores",
        "1",
        "--memory",
        "1g",
        "--webui-port",
        "0",
    )


@contextmanager
def _jvm(home: Path, logs: Path, program: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    with (logs / f"{len(list(logs.iterdir()))}.log").open("wb") as log:
        process = subprocess.Popen(
            [home / "bin" / program, *arguments],
            stdout=log,
            stderr=log,
            cwd=logs,
            env=os.environ | {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1"},
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _wait(port: int) -> None:
    for _ in range(600):
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    pytest.fail("Spark did not start within two minutes")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]
