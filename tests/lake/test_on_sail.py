"""What Sail reads of a lake is what the warehouse says, from a folder and from an object store."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests import sail
from tests.lake.conftest import made, told

pytestmark = [pytest.mark.slow, sail.needed]


@pytest.mark.parametrize("where", ["folder", "store"])
def test_every_table_is_the_warehouses(tmp_path, store, where, monkeypatch):
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")  # of Sail: it asks for https otherwise
    lake = made(tmp_path / "data", {"folder": str(tmp_path / "lake"), "store": "s3://lake/raw"}[where])
    lake.write()
    lake.land_more()
    lake.write()
    with sail.sail(tmp_path / "sail.log") as address:
        sail.run(Path(__file__).with_name("spark_read.py"), address, lake.place.url, tmp_path)
    found = {path.stem: told(pq.read_table(path).to_pylist()) for path in tmp_path.glob("*.parquet")}
    assert found == lake.expected()
