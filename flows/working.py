"""The working warehouse, open for its one writer as the settings say."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import duckdb

from flows.settings import Settings
from flows.warehouse.connection import writer


def working_warehouse(
    settings: Settings, notify: Callable[[str], None] = lambda message: None
) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
    """Waits for another writer as long as the settings allow, and tells so. Raises Transient when that is too long."""
    return writer(settings.warehouse, wait_seconds=settings.lock_wait_seconds, notify=notify)
