"""A warehouse with a bulletin, a register and a list in it, and a lake beside it."""

import os
from pathlib import Path

import boto3
import duckdb
import pytest
from deltalake import DeltaTable
from moto.server import ThreadedMotoServer

from flows.lake.contents import recall
from flows.lake.place import Place
from flows.lake.tables import TABLES
from flows.lake.writing import Standing, Written, standing, write
from flows.warehouse import history
from flows.warehouse.connection import writer
from tests.flows import nights
from tests.flows.conftest import House

Rows = list[tuple]
# what the lake adds, and what it leaves out
FOLDERS = ("area_code", "as_of")
PERSONAL = "personal"


class Lake:
    """The lake of one data folder, at a place."""

    def __init__(self, folder: Path, url: str) -> None:
        self.house = House(folder)
        self.warehouse = self.house.settings.warehouse
        self.place = Place(url)

    def land(self) -> None:
        """What lies in the inbox, and the histories that follow from it."""
        nights.land(self.house.settings.folder)
        with writer(self.warehouse) as connection:
            history.update(connection)

    def land_more(self, rows: int = 300) -> None:
        nights.drop_more(self.house.settings.folder, rows)
        self.land()

    def write(self) -> Written:
        with writer(self.warehouse) as connection:
            return write(connection, self.place)

    def tables(self) -> dict[str, Standing]:
        return {each.table: each for each in standing(self.place, recall(self.place))}

    def read(self, name: str) -> list[dict]:
        """A table of the lake in the version that counts."""
        found = self.tables()[name]
        table = DeltaTable(found.address, version=found.version, storage_options=self.place.options)
        return table.to_pyarrow_table().to_pylist()

    def held(self) -> dict[str, Rows]:
        return {name: told(self.read(name)) for name in self.tables()}

    def expected(self) -> dict[str, Rows]:
        """What the warehouse has, asked by queries of our own."""
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            connection.execute("set TimeZone = 'UTC'")
            return {
                each.name: told(connection.execute(f"from {each.source}").to_arrow_table().to_pylist())
                for each in TABLES
            }


def told(rows: list[dict]) -> Rows:
    """Comparable, whatever the order of rows and columns."""
    return sorted(
        tuple((name, str(row[name])) for name in sorted(row.keys() - {PERSONAL} - _added(row))) for row in rows
    )


def _added(row: dict) -> set[str]:
    return set(FOLDERS) if "row_number" in row else set()


def made(folder: Path, url: str, rows: int = 300) -> Lake:
    """A lake that has not been written yet, beside a warehouse of a bulletin, a register and a list of so many rows."""
    lake = Lake(folder, url)
    nights.drop_inputs(folder, rows)
    lake.land()
    return lake


@pytest.fixture
def lake(tmp_path) -> Lake:
    return made(tmp_path / "data", str(tmp_path / "lake"))


@pytest.fixture
def store(monkeypatch):
    """A local S3 server with a bucket `lake`; its address, put where the keys are."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    server = ThreadedMotoServer(port=0)
    server.start()
    url = "http://{}:{}".format(*server.get_host_and_port())
    monkeypatch.setenv("AWS_ENDPOINT_URL", url)
    boto3.client("s3", endpoint_url=url, region_name="us-east-1").create_bucket(Bucket="lake")
    yield url
    server.stop()
