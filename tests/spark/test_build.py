"""The same models on real engines: every mart as DuckDB has it, on rows made by hand to reach every branch."""

import socket
import threading
import time

import pytest
from click.testing import CliRunner
from pydantic import SecretStr

from flows import marts
from flows.commands.spark import spark
from flows.settings import Settings
from flows.spark.build import build, tables
from flows.spark.compare import compare
from flows.spark.engine import ENVIRONMENT, ask
from flows.warehouse.connection import writer
from schemas.errors import Transient, UsageError
from tests.sail import needed

pytestmark = pytest.mark.xdist_group("dbt")


def asking(data: Settings, remote: str) -> Settings:
    return data.model_copy(update={"spark_remote": SecretStr(remote)})


def different(data: Settings) -> list:
    with writer(data.warehouse) as connection:
        compared = list(compare(connection, tables(data), ("intermediate", "marts")))
    assert len(compared) > 60 and sum(table.rows for table in compared) > 1000
    return [table for table in compared if not table.equal]


@needed
@pytest.mark.slow
def test_every_model_is_equal_on_sail_as_driver_and_workers(data, monkeypatch):
    monkeypatch.setenv("SAIL_MODE", "local-cluster")
    build(data)
    assert different(data) == []


@needed
@pytest.mark.slow
def test_sail_reads_the_lake_and_the_command_finds_all_equal_after_tries_that_landed_nothing(
    data, tmp_path, monkeypatch
):
    marts.build(data)
    with writer(data.warehouse) as connection:  # a night does not build for these
        connection.execute(
            "insert into raw.attempts by name "
            "select * replace (attempt_id || '-again' as attempt_id, 'unchanged' as outcome, finished_at + interval 1 day as finished_at) "
            "from raw.attempts where outcome = 'landed'"
        )
    build(data.model_copy(update={"lake": str(tmp_path / "lake")}))
    assert not (data.spark / "landed").exists()
    assert [table.table for table in different(data)] == ["marts.quality_summary"]
    monkeypatch.setattr("flows.settings.settings", lambda: data)
    done = CliRunner().invoke(spark, ["compare"])
    assert done.exit_code == 0 and "All equal" in done.output, done.output


@pytest.mark.slow
def test_without_its_environment_it_says_how_to_make_one(data, monkeypatch, tmp_path):
    monkeypatch.setattr("flows.spark.build.ENVIRONMENT", tmp_path / "none")
    with pytest.raises(UsageError, match="make spark-env"):
        build(data)


@needed
@pytest.mark.slow
def test_a_build_that_waits_without_end_is_ended_and_told(data):
    """Such as on an engine whose workers are all lost; this one takes calls and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        remote = f"sc://127.0.0.1:{silent.getsockname()[1]}/;token=a-secret-of-mine"
        asked = asking(data, remote).model_copy(update={"spark_most_hours": 8 / 3600})
        with pytest.raises(Transient, match="has not ended after") as raised:
            build(asked)
    assert "a-secret-of-mine" not in str(raised.value)
    assert not tables(data).exists()


@needed
@pytest.mark.long
def test_every_model_is_equal_on_spark_though_a_worker_dies(cluster, data):
    killer = threading.Thread(target=_kill_in_mid_run, args=(cluster.workers[0], data), daemon=True)
    killer.start()
    build(asking(data, cluster.remote()))
    assert cluster.workers[0].poll() is not None and cluster.workers[1].poll() is None
    assert different(data) == []


@needed
@pytest.mark.long
def test_a_wrong_token_is_refused_and_never_shown(cluster, data):
    with pytest.raises(UsageError, match="refuses the token") as raised:
        build(asking(data, cluster.remote("another-word-of-it")))
    assert "another-word-of-it" not in str(raised.value)
    assert "another-word-of-it" not in (data.spark / "build.log").read_text(encoding="utf-8")


@needed
@pytest.mark.long
def test_an_engine_without_delta_says_what_to_do(cluster, data, tmp_path):
    with pytest.raises(UsageError, match="knows no Delta"):
        build(asking(data, cluster.remote()).model_copy(update={"lake": str(tmp_path / "lake")}))


@needed
@pytest.mark.long
def test_asking_tells_a_wrong_token_and_workers_that_are_lost(cluster, monkeypatch):
    ask(cluster.remote(), ENVIRONMENT)
    with pytest.raises(UsageError, match="refuses the token"):
        ask(cluster.remote("another-word-of-it"), ENVIRONMENT)
    for worker in cluster.workers:
        worker.kill()
        worker.wait()
    monkeypatch.setattr("flows.spark.engine.ANSWER_SECONDS", 30)
    with pytest.raises(Transient, match="worker left"):
        ask(cluster.remote(), ENVIRONMENT)


def _kill_in_mid_run(worker, data: Settings) -> None:
    """When some of the marts are written."""
    while len(list((data.spark / "building").glob("marts/*"))) < 5:
        time.sleep(0.2)
    worker.kill()
    worker.wait()
