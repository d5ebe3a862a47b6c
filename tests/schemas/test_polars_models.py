"""pandera without pandas: what is saved at every start, and that nobody else misses pandas for it."""

import subprocess
import sys

import pytest


def run(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


@pytest.mark.parametrize("module", ["flows.receiving", "flows.bulletin"])
def test_landing_imports_no_pandas(module):
    run(f"import sys, {module}; assert 'pandera' in sys.modules and 'pandas' not in sys.modules")


def test_judging_imports_no_pandas():
    run(
        "import sys, polars as pl\n"
        "from flows.registry.judging import told_by_model\n"
        "from schemas.polars_models import pa\n"
        "class Model(pa.DataFrameModel):\n"
        "    column: int = pa.Field(gt=1)\n"
        "assert told_by_model.__module__ and Model.to_schema()\n"
        "try: Model.validate(pl.DataFrame({'column': [0, 2]}), lazy=True)\n"
        "except pa.errors.SchemaErrors: assert 'pandas' not in sys.modules\n"
        "else: raise AssertionError"
    )


def test_pandas_is_there_for_others_afterwards():
    run("import schemas.rules, pandas; pandas.DataFrame({'a': [1]})")


def test_pandas_that_is_there_already_does_no_harm():
    run("import pandas, schemas.market_entities")


def test_another_thread_may_import_pandas_meanwhile():
    run(
        "import sys, threading\n"
        "from schemas import polars_models\n"
        "sys.meta_path.insert(0, polars_models._WithoutPandas())\n"
        "found = []\n"
        "thread = threading.Thread(target=lambda: found.append(__import__('pandas')))\n"
        "thread.start(); thread.join()\n"
        "assert found"
    )
