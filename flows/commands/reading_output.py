"""`zhanbi read`: observations of bulletins as JSON lines, CSV, a table, or explained sentence by sentence."""

import csv
import sys
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path

import msgspec
from msgspec.structs import asdict, fields

from flows.bulletins.observation import Observation
from flows.bulletins.readers import read_document
from flows.bulletins.reading import Context, read
from flows.terminal import progress, wide_console
from schemas.errors import UsageError
from schemas.sidecars import BulletinMetadata, convert, read_sidecar

ENCODER = msgspec.json.Encoder(decimal_format="number")
COLUMNS = [field.name for field in fields(Observation)]


def read_files(files: tuple[Path, ...], area: str | None, published: date | None, form: str) -> None:
    """Read each file and print its observations in `form`: jsonl, csv, table or explain."""
    printers = {"jsonl": _jsonl, "csv": _csv, "table": _table, "explain": _explain}
    printers[form](_each(files, area, published))


def _each(files: tuple[Path, ...], area: str | None, published: date | None) -> Iterator[tuple[str, list[Observation]]]:
    for path in progress(files, "读取 read"):
        context = _context(path, area, published)
        document = read_document(path.read_bytes(), path.name)
        yield path.name, read(document.text, context, document_id=document.document_id)


def _context(path: Path, area: str | None, published: date | None) -> Context:
    """From the options, or from the sidecar; never guessed."""
    content = read_sidecar(path) if area is None or published is None else None
    if content is not None:
        metadata = convert(content, BulletinMetadata, path.name)
        return Context(
            area=area or metadata.area,
            published_on=published or metadata.published_on,
            title=metadata.title,
            province=metadata.province,
        )
    if area is None or published is None:
        missing = " and ".join(name for name, value in (("--area", area), ("--published", published)) if value is None)
        raise UsageError(
            f"{path.name}: {missing} missing, and there is no {path.name}.yml beside it. The text does not say of "
            "which area or year it speaks / 缺少地区或发布日期. Give --area NAME --published YYYY-MM-DD."
        )
    return Context(area=area, published_on=published)


def _jsonl(results: Iterator[tuple[str, list[Observation]]]) -> None:
    for _, observations in results:
        for observation in observations:
            sys.stdout.buffer.write(ENCODER.encode(observation) + b"\n")
    sys.stdout.flush()


def _csv(results: Iterator[tuple[str, list[Observation]]]) -> None:
    writer = csv.DictWriter(sys.stdout, ["file", *COLUMNS])
    writer.writeheader()
    for name, observations in results:
        for observation in observations:
            writer.writerow({"file": name, **asdict(observation), "flags": " ".join(observation.flags)})


def _table(results: Iterator[tuple[str, list[Observation]]]) -> None:
    from rich.table import Table

    for name, observations in results:
        table = Table(
            "at", "indicator 指标", "measure", "value 数值", "period 时期", "area 地区", "status", "conf.", title=name
        )
        for o in observations:
            value = f"{o.reported_value:f}{o.reported_unit}" + ("" if o.bound == "exact" else f" ({o.bound})")
            period = "/".join(filter(None, (o.period_start, o.period_end)))
            label = f"{o.breakdown}·{o.indicator_name}" if o.breakdown else o.indicator_name
            table.add_row(
                str(o.span_start), label, o.measure, value, period, o.ref_area, o.obs_status, f"{o.confidence:.2f}"
            )
        wide_console().print(table)


def _explain(results: Iterator[tuple[str, list[Observation]]]) -> None:
    from rich.text import Text

    console = wide_console()
    for name, observations in results:
        console.rule(name)
        for (start, quote), group in groupby(observations, key=lambda o: (o.quote_start, o.quote)):
            figures = list(group)
            sentence = Text(quote)
            for o in figures:
                sentence.stylize("bold reverse", o.span_start - start, o.span_end - start)
            console.print(sentence)
            for o in figures:
                console.print(Text(f"    {o.value_text}{o.reported_unit}  {_in_words(o)}", style="dim"))


def _in_words(o: Observation) -> str:
    period = "/".join(filter(None, (o.period_start, o.period_end))) or "period unresolved"
    name = f"{o.breakdown}·{o.indicator_name}" if o.breakdown else o.indicator_name
    parts = [
        name,
        o.indicator or "not in the vocabulary 无此指标",
        o.measure,
        f"{o.reported_value:f}",
        period,
        o.ref_area,
        o.obs_status,
        o.bound,
        o.reference,
    ]
    return " | ".join(filter(None, parts)) + f"  [{o.rule}; {o.confidence:.2f}]"
