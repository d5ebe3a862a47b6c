"""Reads a lake on Spark, as docs/lake.md says: ADDRESS LAKE FOLDER, where each table becomes a Parquet file."""

import sys

import pyarrow.parquet as pq
from pyspark.sql import SparkSession

address, lake, folder = sys.argv[1:]
spark = SparkSession.builder.remote(address).getOrCreate()
contents = spark.read.format("delta").load(f"{lake}/contents").select("table_name", "version").distinct()
for name, version in contents.collect():
    table = spark.read.format("delta").option("versionAsOf", version).load(f"{lake}/{name}")
    pq.write_table(table.toArrow(), f"{folder}/{name}.parquet")
