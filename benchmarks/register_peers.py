"""One register loaded into DuckDB by one of the peers: `python register_peers.py NAME FILE DATABASE`.

Each is asked for what it does well: the rules that it can declare, bad rows kept from the table where it can tell them.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb

CODE, NAME, TYPE, STATUS, FOUNDED, ENDED, AUTHORITY = (
    "统一社会信用代码", "企业名称", "主体类型", "登记状态", "成立日期", "注销日期", "登记机关代码"
)  # fmt: skip
FORM = "^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$"
TYPES = ["企业", "个体工商户", "农民专业合作社"]
STATUSES = ["存续", "注销", "吊销"]
DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def bare(file: Path, database: Path) -> None:
    """DuckDB alone: the CSV with types into a table, rows that it cannot type skipped, nothing judged."""
    columns = {name: "varchar" for name in (CODE, NAME, TYPE, STATUS)}
    columns |= {FOUNDED: "date", ENDED: "date"} | {
        name: "varchar" for name in (AUTHORITY, "division", "industry", "capital")
    }
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            "create table register as select * from read_csv(?, header = true, ignore_errors = true, columns = "
            + str(columns) + ")", [str(file)],
        )  # fmt: skip


def pandas_pandera(file: Path, database: Path) -> None:
    """Every rule but the order of dates and the check digit of the code."""
    import pandas as pd
    import pandera.pandas as pa

    frame = pd.read_csv(file, dtype=str)
    frame[FOUNDED] = pd.to_datetime(frame[FOUNDED], format="%Y-%m-%d", errors="coerce")
    frame[ENDED] = pd.to_datetime(frame[ENDED], format="%Y-%m-%d", errors="coerce")
    schema = pa.DataFrameSchema(
        {
            CODE: pa.Column(str, pa.Check.str_matches(FORM), unique=True),
            NAME: pa.Column(str, nullable=False),
            TYPE: pa.Column(str, pa.Check.isin(TYPES)),
            STATUS: pa.Column(str, pa.Check.isin(STATUSES)),
            FOUNDED: pa.Column("datetime64[ns]", nullable=False, coerce=True),
            ENDED: pa.Column("datetime64[ns]", nullable=True, coerce=True),
            AUTHORITY: pa.Column(str, pa.Check.str_matches("^[1-6][0-9]{5}$")),
        }
    )
    bad: set[int] = set()
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        bad = set(errors.failure_cases["index"].dropna().astype(int))
    good = frame.drop(index=list(bad))
    with duckdb.connect(str(database)) as connection:
        connection.register("good", good)
        connection.execute("create table register as select * from good")


def great_expectations(file: Path, database: Path) -> None:
    """Expectations tell which rows fail; a table is made of the others."""
    import great_expectations as gx
    import great_expectations.expectations as gxe
    import pandas as pd

    frame = pd.read_csv(file, dtype=str)
    context = gx.get_context(mode="ephemeral")
    asset = context.data_sources.add_pandas("register").add_dataframe_asset("rows")
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
    expectations = [
        gxe.ExpectColumnValuesToMatchRegex(column=CODE, regex=FORM),
        gxe.ExpectColumnValuesToBeUnique(column=CODE),
        gxe.ExpectColumnValuesToNotBeNull(column=NAME),
        gxe.ExpectColumnValuesToBeInSet(column=TYPE, value_set=TYPES),
        gxe.ExpectColumnValuesToBeInSet(column=STATUS, value_set=STATUSES),
        gxe.ExpectColumnValuesToMatchRegex(column=FOUNDED, regex=DAY),
        gxe.ExpectColumnValuesToMatchRegex(column=AUTHORITY, regex="^[1-6][0-9]{5}$"),
    ]
    bad: set[int] = set()
    for expectation in expectations:
        told = batch.validate(expectation, result_format={"result_format": "COMPLETE"})
        bad |= set(told.result.get("unexpected_index_list") or [])
    good = frame.drop(index=list(bad))
    with duckdb.connect(str(database)) as connection:
        connection.register("good", good)
        connection.execute("create table register as select * from good")


def frictionless(file: Path, database: Path) -> None:
    """A table schema with constraints; the errors name the rows, and DuckDB loads the others."""
    from frictionless import Resource, Schema, fields, system, validate

    schema = Schema(
        fields=[
            fields.StringField(name=CODE, constraints={"required": True, "pattern": FORM, "unique": True}),
            fields.StringField(name=NAME, constraints={"required": True}),
            fields.StringField(name=TYPE, constraints={"enum": TYPES}),
            fields.StringField(name=STATUS, constraints={"enum": STATUSES}),
            fields.DateField(name=FOUNDED, constraints={"required": True}),
            fields.DateField(name=ENDED),
            fields.StringField(name=AUTHORITY, constraints={"pattern": "^[1-6][0-9]{5}$"}),
            *(fields.StringField(name=name) for name in ("住所行政区划代码", "行业代码", "注册资本")),
        ]
    )
    with system.use_context(trusted=True):
        report = validate(Resource(path=str(file), schema=schema), limit_errors=10**6)
    bad = {row for (row,) in report.flatten(["rowNumber"])}
    with duckdb.connect(str(database)) as connection:
        connection.execute("create table bad as select unnest(?) as row", [sorted(bad)])
        connection.execute(
            "create table register as select * from (select *, row_number() over () + 1 as row "
            "from read_csv(?, header = true, all_varchar = true)) anti join bad using (row)", [str(file)],
        )  # fmt: skip


def dlt(file: Path, database: Path) -> None:
    """Arrow batches into DuckDB under a fixed schema; it judges nothing."""
    import dlt as library
    import pyarrow as pa
    import pyarrow.csv as pa_csv

    names = ["code", "name", "type", "status", "founded", "ended", "authority", "division", "industry", "capital"]
    read = pa_csv.ReadOptions(block_size=32 << 20, column_names=names, skip_rows=1)  # it cannot name Chinese columns
    convert = pa_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()))

    def batches() -> Iterator[pa.RecordBatch]:
        yield from pa_csv.open_csv(file, read_options=read, convert_options=convert)

    pipeline = library.pipeline("register", destination=library.destinations.duckdb(str(database)), dataset_name="raw")
    pipeline.run(batches(), table_name="register", write_disposition="replace")


PEERS = {peer.__name__: peer for peer in (bare, pandas_pandera, great_expectations, frictionless, dlt)}

if __name__ == "__main__":
    PEERS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
