"""pandera for polars, imported as where pandas is not installed: that takes a second less, at every start."""

import sys
from importlib.abc import MetaPathFinder
from threading import get_ident
from typing import Any

import polars as pl

__all__ = ["ValidationDepth", "config_context", "pa"]


class _WithoutPandas(MetaPathFinder):
    """Says that there is no pandas, to this thread alone."""

    def __init__(self) -> None:
        self._thread = get_ident()

    def find_spec(self, name: str, *_: Any) -> None:
        if name == "pandas" and get_ident() == self._thread:
            raise ModuleNotFoundError("No module named 'pandas'", name=name)


_without = _WithoutPandas()
sys.meta_path.insert(0, _without)
try:
    import pandera.polars as pa
    from pandera.backends.register_checks import register_default_check_backends
    from pandera.config import ValidationDepth, config_context

    register_default_check_backends(pl.LazyFrame)  # else it looks for pandas at the first validation
finally:
    sys.meta_path.remove(_without)
