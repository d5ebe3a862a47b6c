"""Each metric of the dbt project as a view of the snapshot, for tools that do not read MetricFlow.

MetricFlow itself writes the SQL, so that a metric is defined once; `metric_views.sql` is checked against it in the tests.
`python -m flows.warehouse.metric_views` writes it anew after a change of dbt_project/models/metrics.
"""

import os
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from schemas.errors import ZhanbiError

HERE = Path(__file__).parent
FILE = HERE / "metric_views.sql"
PROJECT = HERE.parents[1] / "dbt_project"
DAY = "metric_time__day"
HEAD = "-- Written by `python -m flows.warehouse.metric_views` from dbt_project/models/metrics; not by hand.\n\n"


def compiled() -> str:
    """The views as SQL on the tables of a snapshot. Needs no warehouse: the definitions are enough."""
    with TemporaryDirectory(prefix="zhanbi-metrics-") as folder:
        engine, metrics = _engine(Path(folder))
        return HEAD + "\n".join(_view(engine, metric) for metric in metrics)


def _engine(folder: Path) -> tuple[Any, list[Any]]:
    """MetricFlow on the project's definitions, and the metrics in the order of their names."""
    os.environ["ZHANBI_WAREHOUSE"] = str(folder / "zhanbi.duckdb")
    os.environ.setdefault("DO_NOT_TRACK", "1")
    from dbt.adapters.factory import get_adapter_by_type
    from dbt.cli.main import dbtRunner
    from dbt_metricflow.cli.dbt_connectors.adapter_backed_client import AdapterBackedSqlClient
    from metricflow.engine.metricflow_engine import MetricFlowEngine
    from metricflow_semantics.model.dbt_manifest_parser import parse_manifest_from_dbt_generated_manifest
    from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

    places = ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT), "--target-path", str(folder)]
    result = dbtRunner().invoke(["--quiet", "--log-path", str(folder), "parse", *places])
    if not result.success:
        raise ZhanbiError(f"dbt parse: {result.exception}")
    manifest = parse_manifest_from_dbt_generated_manifest(
        (folder / "semantic_manifest.json").read_text(encoding="utf-8")
    )
    engine = MetricFlowEngine(SemanticManifestLookup(manifest), AdapterBackedSqlClient(get_adapter_by_type("duckdb")))
    return engine, sorted(manifest.metrics, key=lambda metric: metric.name)


def _view(engine: Any, metric: Any) -> str:
    from metricflow.engine.metricflow_engine import MetricFlowQueryRequest

    by = metric.config.meta["by"]
    request = MetricFlowQueryRequest.create(metric_names=[metric.name], group_by_names=by)
    sql = re.sub(r'(["\w]+\.)?"?marts"?\.', "", engine.explain(request).sql_statement.without_descriptions.sql)
    columns = [f"{dimension} as {dimension.split('__')[1]}" for dimension in by if dimension != DAY]
    if DAY in by:
        columns.append(f"cast({DAY} as date) as day")
    comment = f"{metric.label}\n{metric.description}".replace("**", "").replace("'", "''")
    return (
        f"create view metric_{metric.name} as\nselect {', '.join([*columns, f'{metric.name} as value'])}\nfrom (\n{sql}\n);\n"
        f"comment on view metric_{metric.name} is '{comment}';\n"
    )


if __name__ == "__main__":
    FILE.write_text(compiled(), encoding="utf-8")
