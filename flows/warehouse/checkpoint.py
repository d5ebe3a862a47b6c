"""The guard at the exit: the suites of schemas/expectations over the built marts, before anything is published."""

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import duckdb

from flows.warehouse.quality_pages import write_pages
from flows.warehouse.snapshot import MARTS
from schemas.errors import ZhanbiError
from schemas.expectations import Expectation, suites

if TYPE_CHECKING:
    from great_expectations.checkpoint.checkpoint import CheckpointResult

SITE = "site"
LAST = {"$PARAMETER": "half_of_the_last_rows"}


def check(working: Path, published: Path, site: Path) -> list[str]:
    """Hold the marts of `working` against their suites, write the Data Docs below `site`, return the warnings.

    Raises ZhanbiError that names each failed critical expectation with its mart and what was observed.
    """
    expected = suites()
    with TemporaryDirectory(prefix="zhanbi-quality-") as folder:
        _export(working, expected, Path(folder))
        result = _run(expected, _halves(published, list(expected)), Path(folder))
        write_pages(Path(folder) / SITE, result)
        shutil.rmtree(site, ignore_errors=True)
        shutil.copytree(Path(folder) / SITE, site)
    failures: list[Any] = [
        failure for suite in result.run_results.values() for failure in suite.results if not failure.success
    ]
    critical = [_told(failure) for failure in failures if failure.expectation_config.severity == "critical"]
    if critical:
        raise ZhanbiError(
            "The new marts are not what readers may rely on; the published snapshot stays as it was.\n  "
            + "\n  ".join(critical)
            + f"\nAll expectations: {site / 'index.html'}"
        )
    return [_told(failure) for failure in failures]


def library() -> Any:
    """Great Expectations, which takes seconds to import."""
    os.environ["GX_ANALYTICS_ENABLED"] = "False"  # read when it is imported
    import great_expectations as gx

    return gx


def _export(working: Path, expected: dict[str, tuple[Expectation, ...]], folder: Path) -> None:
    """The columns that the suites look at, as one Parquet file a mart: over SQL, Great Expectations fails on DuckDB."""
    with duckdb.connect(str(working), read_only=True) as connection:
        for mart, expectations in expected.items():
            there = _columns(connection, mart)
            if not there:
                raise ZhanbiError(
                    f"schemas/expectations/{mart}.yml: the build made no mart {mart!r}. Mend or remove it."
                )
            wanted = sorted({name for expectation in expectations for name in expectation.columns} & there)
            chosen = ", ".join(f'"{name}"' for name in wanted) or "1 as row"
            connection.execute(f"copy (select {chosen} from {MARTS}.{mart}) to '{folder / mart}.parquet'")


def _columns(connection: duckdb.DuckDBPyConnection, mart: str) -> set[str]:
    query = "select column_name from duckdb_columns() where schema_name = ? and table_name = ?"
    return {name for (name,) in connection.execute(query, [MARTS, mart]).fetchall()}


def _halves(published: Path, marts: list[str]) -> dict[str, int]:
    """Half the rows that each mart has in the published snapshot; 0 for one that was never published."""
    if not published.exists():
        return dict.fromkeys(marts, 0)
    with duckdb.connect(str(published), read_only=True) as connection:
        rows = dict(connection.execute("select table_name, estimated_size from duckdb_tables()").fetchall())
    return {mart: rows.get(mart, 0) // 2 for mart in marts}


def _run(expected: dict[str, tuple[Expectation, ...]], halves: dict[str, int], folder: Path) -> "CheckpointResult":
    """One validation a mart, over the files in `folder`; the library's own pages below `folder`/site."""
    gx = library()
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    context = gx.get_context(
        mode="ephemeral",
        project_config=DataContextConfig(
            store_backend_defaults=InMemoryStoreBackendDefaults(),
            progress_bars=ProgressBarsConfig(globally=False),
            analytics_enabled=False,
            data_docs_sites={"quality": _site(folder / SITE)},
        ),
    )
    source = context.data_sources.add_pandas_filesystem("marts", base_directory=folder)
    definitions = []
    for mart, expectations in expected.items():
        batch = source.add_parquet_asset(mart).add_batch_definition_path("whole", path=f"{mart}.parquet")
        suite = context.suites.add(
            gx.ExpectationSuite(
                name=mart, expectations=[_configured(expectation, halves[mart]) for expectation in expectations]
            )
        )
        definition = gx.ValidationDefinition(name=mart, data=batch, suite=suite)
        definitions.append(context.validation_definitions.add(definition))
    # counts alone: a value that must not leave the house must not stand in the message about it either
    only_counts = {"result_format": "BASIC", "partial_unexpected_count": 0}
    checkpoint = gx.Checkpoint(name="exit", validation_definitions=definitions, result_format=only_counts, actions=[])
    result: CheckpointResult = context.checkpoints.add(checkpoint).run()
    context.build_data_docs()
    return result


def _site(site: Path) -> dict[str, Any]:
    return {
        "class_name": "SiteBuilder",
        "show_how_to_buttons": False,
        "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(site)},
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
    }


def _configured(expectation: Expectation, half: int) -> dict[str, Any]:
    kwargs = {key: half if value == LAST else value for key, value in expectation.kwargs.items()}
    return {
        "type": expectation.type,
        "kwargs": kwargs,
        "severity": expectation.severity,
        "description": expectation.why,
    }


def _told(failure: Any) -> str:
    """One failed expectation as a line: mart, expectation, what was observed, why it matters."""
    expectation, found = failure.expectation_config, failure.result
    mart = expectation.kwargs["batch_id"].removeprefix("marts-")
    arguments = {key: value for key, value in expectation.kwargs.items() if key not in ("batch_id", "regex")}
    observed = found.get("observed_value")
    if observed is None and "unexpected_count" in found:
        observed = f"{found['unexpected_count']} of {found['element_count']} rows"
    if observed is None:
        observed = "; ".join(each["exception_message"] for each in failure.exception_info.values())
    return f"{mart}: {expectation.type} {arguments}: found {observed}. {expectation.description}"
