"""The hand-made warehouse of the dbt tests as a data folder of its own, and Apache Spark."""

import shutil
from collections.abc import Iterator

import pytest

from flows.settings import Settings
from tests.cluster import Cluster
from tests.cluster import cluster as standalone


@pytest.fixture
def data(built, folder, tmp_path) -> Settings:
    """What was landed, and DuckDB's marts of it."""
    assert built.success
    shutil.copy(folder / "zhanbi.duckdb", tmp_path / "zhanbi.duckdb")
    return Settings(data=tmp_path)


@pytest.fixture
def cluster(tmp_path_factory) -> Iterator[Cluster]:
    """A master and two workers."""
    with standalone(tmp_path_factory.mktemp("spark")) as started:
        yield started
