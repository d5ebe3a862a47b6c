"""Run by the Python of the Spark environment: the tables handed over become known to a session, dbt builds in it.

An engine may keep its catalog for as long as a session lasts: both happen in one process.
"""

import json
import sys
from pathlib import Path

from dbt.cli.main import dbtRunner
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession


def main(handed: Path, command: list[str]) -> int:
    try:
        _register(json.loads(handed.read_text(encoding="utf-8")))
    except PySparkException as error:
        sys.stdout.write(str(error).split("\n\tat ")[0])
        return 1
    return 0 if dbtRunner().invoke(command).success else 1


def _register(handed: list[tuple[str, str, str]]) -> None:
    spark = SparkSession.builder.getOrCreate()  # at SPARK_REMOTE; dbt finds this very session
    for table, form, location in handed:
        spark.sql(f"create schema if not exists {table.partition('.')[0]}")
        spark.sql(f"drop table if exists {table}")
        spark.sql(f"create table {table} using {form} location '{location}'")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
