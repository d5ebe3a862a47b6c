"""Run by the Python of the Spark environment: the landed tables become known to a session, dbt builds in it.

An engine may keep its catalog for as long as a session lasts: both happen in one process.
"""

import sys
from pathlib import Path

from dbt.cli.main import dbtRunner
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession


def main(landed: Path, command: list[str]) -> int:
    try:
        _register(landed)
    except PySparkException as error:
        sys.stdout.write(str(error).split("\n\tat ")[0])
        return 1
    return 0 if dbtRunner().invoke(command).success else 1


def _register(landed: Path) -> None:
    spark = SparkSession.builder.getOrCreate()  # at SPARK_REMOTE; dbt finds this very session
    for folder in sorted(landed.glob("*/*")):
        table = f"{folder.parent.name}.{folder.name}"
        spark.sql(f"create schema if not exists {folder.parent.name}")
        spark.sql(f"drop table if exists {table}")
        spark.sql(f"create table {table} using parquet location '{folder}'")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
