"""`zhanbi export`: the published snapshot for other programs and for the office."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from flows.exports.source import Source

FORMATS = ["parquet", "csv", "xlsx", "sdmx", "briefing"]


@click.command()
@click.option("--to", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder, 目标文件夹.")
@click.option("--format", "form", required=True, type=click.Choice(FORMATS))
def export(to: Path, form: str) -> None:
    """Write the published snapshot to files. 导出。

    \b
    parquet   every table, exactly as it is
    csv       every table, with a Frictionless data package that describes each column
    xlsx      one workbook for the office, one sheet a topic 办公用工作簿
    sdmx      shares and figures as SDMX-CSV 2.0, with their SDMX-ML 3.0 structure
    briefing  one page on the shares of each zone, DOCX and PDF 占比简报
    """
    from flows.exports.source import SYNTHETIC, opened
    from flows.settings import settings

    with opened(settings().published) as source:
        for path in _writer(form)(source, to):
            click.echo(path)
        if source.synthetic:
            click.echo(SYNTHETIC, err=True)


def _writer(form: str) -> Callable[["Source", Path], list[Path]]:
    """The function of a format; only its own library is imported."""
    if form == "sdmx":
        from flows.exports.sdmx import write_sdmx

        return write_sdmx
    if form == "xlsx":
        from flows.exports.workbook import write_xlsx

        return write_xlsx
    if form == "briefing":
        from flows.exports.briefing import write_briefings

        return write_briefings
    from flows.exports import tables

    return tables.write_parquet if form == "parquet" else tables.write_csv
