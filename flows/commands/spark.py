"""`zhanbi spark`: the marts on an engine of many machines, and whether it says the same."""

import click

from flows.terminal import notify, working

LAYERS = ("intermediate", "marts")


@click.group()
def spark() -> None:
    """The same models on Sail or Apache Spark, over Spark Connect (ZHANBI_SPARK_REMOTE). 在 Sail 或 Spark 上构建。"""


@spark.command()
def build() -> None:
    """Build every model there from what has landed; without ZHANBI_SPARK_REMOTE on Sail, started here."""
    from flows.settings import settings
    from flows.spark.build import build as build_models
    from flows.spark.build import tables

    with working("在引擎上构建 build on the engine"):
        models = build_models(settings(), notify)
    click.echo(f"{models} models built and tested, in {tables(settings())} / 已构建 {models} 个模型")


@spark.command()
@click.option(
    "--layer",
    "layers",
    multiple=True,
    type=click.Choice(LAYERS),
    default=["marts"],
    show_default=True,
    help="Of the models; where marts differ, intermediate shows where it begins.",
)
def compare(layers: tuple[str, ...]) -> None:
    """Every table of the engine beside DuckDB's, row for row and typed; exit code 1 where one differs. 逐行比较。

    DuckDB's are brought up to date first: tries that landed nothing are no reason for a night to build them.
    """
    from flows import marts
    from flows.settings import settings
    from flows.spark.build import tables
    from flows.spark.compare import compare as compared
    from flows.working import working_warehouse
    from schemas.errors import ZhanbiError

    rows, different = 0, 0
    marts.build(settings())
    with working_warehouse(settings(), notify) as connection:
        for table in compared(connection, tables(settings()), layers):
            rows += table.rows
            different += not table.equal
            click.echo(
                f"{'=' if table.equal else '≠'} {table.table:<40}{table.rows:>12,} rows equal / 行相同", nl=False
            )
            click.echo(
                "" if table.equal else f"; only in DuckDB {table.only_duckdb:,}, only there {table.only_engine:,}"
            )
            for line in table.differences:
                click.echo(f"      {line}")
    if different:
        raise ZhanbiError(f"{different} tables differ / {different} 张表不同")
    click.echo(f"All equal: {rows:,} rows. 全部相同。")
