"""Bulletins read again by the workers of a Dask cluster: processes of their own, some of which are killed."""

from contextlib import closing

import pytest

from flows import backfill, bulletin, cluster
from flows.backfill import Choice, run
from flows.warehouse.connection import writer
from schemas.errors import Transient, UsageError
from tests.dask import Dask
from tests.flows.conftest import BULLETIN
from tests.flows.test_backfill import TEXT

COUNT = 30
ALL = Choice([], None)
pytestmark = pytest.mark.slow


@pytest.fixture
def dask(tmp_path):
    with closing(Dask(tmp_path)) as started:
        yield started


@pytest.fixture
def outdated(house):
    """Landed bulletins that an older reader has read, and missed the first figure of."""
    for n in range(COUNT):
        house.receive(house.drop(f"m{n}.txt", TEXT.format(1000 + n), BULLETIN))
    with writer(house.settings.warehouse) as connection:
        for table in ("documents", "observations"):
            connection.execute(f"update raw.{table} set reading_id = 'old' || reading_id")
        connection.execute("update raw.documents set reader_version = 'old'")
        connection.execute("delete from raw.observations where span_start < 20")
    return house


def again(house, dask: str) -> backfill.Result:
    return run(house.settings, ALL, signed=("王某", "新版本"), workers=1, dask=dask)


def settled(house) -> None:
    """All are read again, once, and what was missed is there."""
    assert house.rows("select count(*), count(distinct document_id) from raw.backfilled") == [(COUNT, COUNT)]
    read = "select value_text from raw.observations where reading_id not like 'old%' and measure = 'level' order by 1"
    assert [value for (value,) in house.rows(read)] == sorted(str(1000 + n) for n in range(COUNT))


def test_the_cluster_reads_what_one_machine_reads_also_when_a_worker_is_killed(outdated, dask, monkeypatch):
    dask.start(2)
    usual = cluster.Cluster.map

    def kill_then(self, task, given):
        outcomes = usual(self, task, given)
        yield next(outcomes)
        dask.workers[0].kill()
        yield from outcomes

    monkeypatch.setattr(cluster.Cluster, "map", kill_then)
    result = again(outdated, dask.address)
    assert (result.read, result.failed, len(result.differences)) == (COUNT, 0, COUNT)
    settled(outdated)


@pytest.mark.long
def test_all_workers_lost_for_good_end_it_and_the_next_run_goes_on(outdated, dask, monkeypatch):
    dask.start(1)
    monkeypatch.setattr(cluster, "_SECONDS", 1)
    monkeypatch.setattr(backfill, "BATCH", 5)  # landed before the loss
    usual, batches = cluster.Cluster.map, iter(range(2))

    def kill_at_the_third(self, task, given):
        if next(batches, None) is None:
            dask.workers[0].kill()
            dask.workers[0].wait()
        return usual(self, task, given)

    monkeypatch.setattr(cluster.Cluster, "map", kill_at_the_third)
    with pytest.raises(Transient, match=r"no worker is left.*goes on where it was"):
        again(outdated, dask.address)
    assert outdated.rows("select count(*) from raw.backfilled") == [(10,)]
    monkeypatch.setattr(cluster.Cluster, "map", usual)
    dask.start(1)
    assert again(outdated, dask.address).read == COUNT - 10
    settled(outdated)


def test_a_cluster_that_is_not_what_it_must_be(outdated, dask, monkeypatch):
    monkeypatch.setattr(cluster, "_SECONDS", 2)
    for address in ("tcp://127.0.0.1:9", "nonsense://x"):
        with pytest.raises(Transient, match="no Dask scheduler answers"):
            again(outdated, address)
    with pytest.raises(Transient, match="has no workers"):
        again(outdated, dask.address)
    dask.start(1)
    archive = outdated.settings.archive
    archive.rename(archive.with_name("elsewhere"))
    with pytest.raises(UsageError, match="does not see"):
        again(outdated, dask.address)
    monkeypatch.setattr(bulletin, "reader_version", lambda: "9.newer")
    with pytest.raises(UsageError, match=r"this process by 9\.newer"):
        again(outdated, dask.address)
