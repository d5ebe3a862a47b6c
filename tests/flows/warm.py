"""Imported once by the process that runs are forked off: what a night imports on its way."""

import flows.bulletin
import flows.extract  # noqa: F401
from flows import marts
from tests.flows import nights  # noqa: F401

marts.import_ahead()
