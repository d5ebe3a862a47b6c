"""Rows judged on Sail and on Apache Spark, batch by batch in any order, against the same file judged on one machine."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import polars as pl
import pytest

from benchmarks.register_rows import write_register
from flows.registry.extract import Extract
from schemas.errors import Refused
from schemas.sidecars import ExtractMetadata
from tests import sail
from tests.cluster import cluster
from tests.registry.registers import HEADER, LIST, MARKET, ROWS, JudgedExtract

pytestmark = sail.needed
ENGINES = [pytest.param("sail", marks=pytest.mark.slow), pytest.param("spark", marks=pytest.mark.long)]
LISTED = ["企业名称", "统一社会信用代码", "证书编号", "发证日期", "有效期截止日", "法定代表人", "备注`点.号"]


def register(path: Path, rows: int) -> pl.DataFrame:
    """One row in a hundred defective, in eight ways, a repeated code among them."""
    write_register(path, rows)
    return pl.read_csv(path, infer_schema=False)


def listed(rows: int) -> pl.DataFrame:
    """Names that come back on the same day, or under a number that another has; days and numbers that are none."""
    return pl.DataFrame(
        [
            [
                f"合成样例{n % (rows - 40)}号有限公司",
                "" if n else "91110000600037341L",
                f"GR{202214000000 + n % (rows - 9)}",
                "2022-12-01" if n % 50 else "2022-02-30",
                "2025-11-30",
                "王某甲",
                f"注{n}",
            ]
            for n in range(rows)
        ],
        schema=LISTED,
        orient="row",
    )


def spoilt(rows: int) -> pl.DataFrame:
    """More refused than any profile allows."""
    return pl.DataFrame([[*ROWS[0][:2], "企业", "迁入", *ROWS[0][4:]]] * rows, schema=HEADER, orient="row")


CASES: dict[str, tuple[ExtractMetadata, pl.DataFrame]] = {}


@pytest.fixture(scope="module", params=ENGINES)
def folder(tmp_path_factory, request) -> Path:
    """Each case judged on an engine, in a folder of its name; beside them the files as one machine reads them."""
    folder = tmp_path_factory.mktemp("spark")
    CASES["register"] = MARKET, register(folder / "register.csv", 30_000)
    CASES["list"] = LIST, listed(3_000)
    CASES["spoilt"] = MARKET, spoilt(500)
    CASES["headless"] = MARKET, register(folder / "headless.csv", 10).drop("企业名称")
    CASES["empty"] = MARKET, register(folder / "empty.csv", 10).clear()
    (folder / "asked").mkdir()
    for name, (metadata, rows) in CASES.items():
        rows.write_parquet(folder / f"{name}.parquet")
        numbered = rows.with_row_index("row_number", 1).cast({"row_number": pl.Int64})
        numbered.write_parquet(folder / "asked" / f"{name}.parquet")
        (folder / "asked" / f"{name}.json").write_bytes(msgspec.json.encode(metadata))
    with engine(request.param, tmp_path_factory.mktemp("engine")) as address:
        sail.run(Path(__file__).with_name("spark_judge.py"), address, folder / "asked")
    return folder


@contextmanager
def engine(name: str, logs: Path) -> Iterator[str]:
    """Its address: Sail, or Apache Spark with two workers."""
    if name == "sail":
        with sail.sail(logs / "sail.log") as address:
            yield address
    else:
        with cluster(logs) as started:
            yield started.remote()


def on_spark(folder: Path, case: str, part: str) -> pl.DataFrame:
    return pl.read_parquet(folder / "asked" / case / f"{part}.parquet").sort("row_number")


@pytest.mark.parametrize("case", ["register", "list"])
def test_the_same_rows_land_and_the_same_are_refused_for_the_same_reasons(folder, case):
    alone = JudgedExtract(folder / f"{case}.parquet", CASES[case][0])
    assert alone.refused.height > 50
    assert any("duplicate" in reason for reason in alone.reasons)
    assert on_spark(folder, case, "refused").to_dicts() == alone.refused.to_dicts()
    good = on_spark(folder, case, "good")
    assert good.to_dicts() == alone.good.sort("row_number").select(good.columns).to_dicts()


@pytest.mark.parametrize("case", ["spoilt", "headless", "empty"])
def test_a_file_that_is_refused_whole_is_refused_with_the_same_words(folder, case):
    said = json.loads((folder / "asked" / case / "refusal.json").read_text(encoding="utf-8"))
    assert said == alone(folder / f"{case}.parquet", CASES[case][0])


def alone(path: Path, metadata: ExtractMetadata) -> str | None:
    try:
        extract = Extract(path, metadata)
        for _ in extract.batches():
            pass
        return extract.refusal()
    except Refused as refusal:
        return str(refusal)
