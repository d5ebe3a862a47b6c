"""`zhanbi export` as a user calls it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("dbt")
ZHANBI = Path(sys.executable).with_name("zhanbi")


def export(data: Path, *arguments: object) -> subprocess.CompletedProcess:
    environment = os.environ | {"ZHANBI_DATA": str(data)}
    return subprocess.run(
        [ZHANBI, "export", *map(str, arguments)], capture_output=True, text=True, env=environment, timeout=300
    )


@pytest.fixture
def data(published, tmp_path) -> Path:
    (tmp_path / "data" / "published").mkdir(parents=True)
    (tmp_path / "data" / "published" / "zhanbi.duckdb").symlink_to(published)
    return tmp_path / "data"


def test_files_are_named_on_the_output_and_synthetic_data_beside_it(data, tmp_path):
    done = export(data, "--to", tmp_path / "out", "--format", "xlsx")
    assert done.returncode == 0, done.stderr
    assert [Path(line) for line in done.stdout.splitlines()] == [*(tmp_path / "out").iterdir()]
    assert "SYNTHETIC" in done.stderr


def test_a_folder_that_cannot_be_written_is_wrong_use(data):
    done = export(data, "--to", "/proc/nowhere", "--format", "csv")
    assert done.returncode == 2
    assert "/proc/nowhere" in done.stderr and "--to" in done.stderr and "Traceback" not in done.stderr


def test_before_anything_is_published_it_says_what_to_run(tmp_path):
    done = export(tmp_path, "--to", tmp_path / "out", "--format", "parquet")
    assert done.returncode == 2 and "zhanbi run" in done.stderr
    assert not (tmp_path / "out").exists()
