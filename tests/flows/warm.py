"""Imported once by the process that runs are forked off: what a night imports on its way."""

import importlib

import flows.bulletin
import flows.extract  # noqa: F401
from tests.flows import nights  # noqa: F401

for module in ("dbt.cli.main", "great_expectations"):
    importlib.import_module(module)
