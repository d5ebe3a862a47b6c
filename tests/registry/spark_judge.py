"""Judges Parquet files on Spark, in the environment of `make spark-env`: ADDRESS FOLDER; each NAME.parquet there has a NAME.json."""

import json
import sys
from pathlib import Path

import msgspec
import pyarrow.parquet as pq
from pyspark.sql import SparkSession

from flows.registry.on_spark import judge
from schemas.errors import Refused
from schemas.sidecars import ExtractMetadata

address, folder = sys.argv[1], Path(sys.argv[2])
spark = SparkSession.builder.remote(address).getOrCreate()
for facts in sorted(folder.glob("*.json")):
    file, result = facts.with_suffix(".parquet"), folder / facts.stem
    result.mkdir()
    rows = spark.read.parquet(str(file)).repartition(5)  # in no order
    try:
        judged = judge(rows, file.name, msgspec.json.decode(facts.read_bytes(), type=ExtractMetadata))
        for name, frame in (("good", judged.good()), ("refused", judged.refused())):
            pq.write_table(frame.toArrow(), result / f"{name}.parquet")
        refusal = judged.refusal()
    except Refused as refused:
        refusal = str(refused)
    (result / "refusal.json").write_text(json.dumps(refusal, ensure_ascii=False), encoding="utf-8")
