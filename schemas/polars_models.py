"""pandera for polars, imported as where pandas and hypothesis are not installed: that takes a second less, at every start."""

import polars as pl

from schemas.imports import hidden

__all__ = ["ValidationDepth", "config_context", "pa"]

with hidden("pandas", "hypothesis"):
    import pandera.polars as pa
    from pandera.backends.register_checks import register_default_check_backends
    from pandera.config import ValidationDepth, config_context

    register_default_check_backends(pl.LazyFrame)  # else it looks for pandas at the first validation
