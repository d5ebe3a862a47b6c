"""pandera without pandas: what is saved at every start, and that nobody else misses pandas for it."""

import os
import subprocess
import sys

import pytest

from tests.registry.registers import ROWS, table


def run(code: str, **environment: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120, env=os.environ | environment)


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
        "from schemas.imports import hidden\n"
        "found = []\n"
        "thread = threading.Thread(target=lambda: found.append(__import__('pandas')))\n"
        "with hidden('pandas'): thread.start(); thread.join()\n"
        "assert found"
    )


def test_a_register_is_landed_without_pandas(tmp_path):
    (tmp_path / "register.csv").write_text(table(ROWS), encoding="utf-8")
    run(
        "import sys\n"
        "from flows.cli import main\n"
        f"main(['load', {str(tmp_path / 'register.csv')!r}, '--kind', 'market_entities', '--area', '140000', '--as-of', '2023-06-30'],"
        " standalone_mode=False)\n"
        "assert 'pandas' not in sys.modules and 'hypothesis' not in sys.modules",
        ZHANBI_DATA=str(tmp_path),
    )
