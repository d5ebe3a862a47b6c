"""One reader over some files, in a process of its own: prints what it found and its CPU seconds as one JSON line.

Runs in the project's environment (zhanbi) and in that of the peers (jionlp, recognizers); standard library only.
"""

import argparse
import contextlib
import json
import re
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

WARM_UP = "上半年，全区完成工业增加值47.5亿元，同比增长4.4%，高于全省1.2个百分点；新增企业23家，原煤产量90万吨。"


class Figure(NamedTuple):
    """One figure: span in code points, `values` as read (two for a range), unit as read, "" for a bare number."""

    start: int
    end: int
    values: list[str]
    unit: str


class Reader(NamedTuple):
    """`parse` gives the library's own result, which is what is timed; `figures` brings it into one form."""

    parse: Callable[[str], object]
    figures: Callable[[str, object], Iterator[Figure]]


def zhanbi() -> Reader:
    from flows.bulletins.reading import Context, read

    context = Context(area="全区", published_on=date(2026, 2, 1))

    def figures(_: str, found: list) -> Iterator[Figure]:
        for o in found:
            yield Figure(o.span_start, o.span_end, [str(o.reported_value)], o.reported_unit)

    return Reader(lambda text: read(text, context, document_id="0" * 64), figures)


def jionlp() -> Reader:
    """Its one quantity reader is that of money; without its word segmenter, which is slower and finds two fewer."""
    import jionlp as jio

    def figures(_: str, found: list[tuple[int, list[dict]]]) -> Iterator[Figure]:
        for offset, moneys in found:
            for money in moneys:
                number, (start, end) = money["detail"]["num"], money["offset"]
                values = number if isinstance(number, list) else [number]
                yield Figure(offset + start, offset + end, values, money["detail"]["case"])

    return Reader(lambda text: [(at, jio.ner.extract_money(block)) for at, block in _blocks(text)], figures)


def recognizers() -> Reader:
    """The four models that find something in bulletins (age and temperature find nothing and cost as much again)."""
    from recognizers_number import NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer
    from recognizers_text import Culture

    units, numbers = NumberWithUnitRecognizer(Culture.Chinese), NumberRecognizer(Culture.Chinese)
    of_units = [units.get_currency_model(), units.get_dimension_model()]
    models = [*of_units, numbers.get_percentage_model(), numbers.get_number_model()]

    def figures(text: str, found: list[tuple[int, list]]) -> Iterator[Figure]:
        taken: set[int] = set()  # models in order of what they know: a bare number only where no unit was found
        for offset, entity in ((offset, entity) for offset, entities in found for entity in entities):
            span = range(offset + entity.start, offset + entity.end + 1)
            if entity.resolution and taken.isdisjoint(span):
                taken.update(span)
                yield Figure(span.start, span.stop, *_resolved(entity.resolution, text[span.start : span.stop]))

    def parse(text: str) -> object:
        return [(at, [entity for model in models for entity in model.parse(block)]) for at, block in _blocks(text)]

    return Reader(parse, figures)


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Whole lines, up to 1,000 characters where lines allow, with their offset: whole texts cost the peers more than
    their length and make Recognizers-Text lose numbers; single lines cost it twice as much."""
    start = at = 0
    for line in text.splitlines(keepends=True):
        if at > start and at + len(line) - start > 1_000:
            yield start, text[start:at]
            start = at
        at += len(line)
    yield start, text[start:]


def _resolved(resolution: dict, printed: str) -> tuple[list[str], str]:
    """Its unit names are English (Ton): the printed unit behind the number stands for them, which favours it."""
    value = str(resolution["value"])
    if value.endswith("%"):
        return [value[:-1]], "%"
    unit = re.sub(r"^[\d.,，．]+\s*[十百千万亿]*", "", printed) if "unit" in resolution else ""
    return [value], unit


READERS: dict[str, Callable[[], Reader]] = {"zhanbi": zhanbi, "jionlp": jionlp, "recognizers": recognizers}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", choices=READERS)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--figures", action="store_true", help="list the figures too, not only their number")
    args = parser.parse_args()
    warnings.simplefilter("ignore")
    with contextlib.redirect_stdout(sys.stderr):  # jionlp greets on standard output
        reader = READERS[args.reader]()
        list(reader.figures(WARM_UP, reader.parse(WARM_UP)))
        out = [_one(reader, path, args.figures) for path in args.files]
    print(json.dumps(out))


def _one(reader: Reader, path: Path, listed: bool) -> dict[str, object]:
    text = path.read_bytes().decode()  # newlines untouched: marked offsets count them
    began = time.process_time()
    found = reader.parse(text)
    seconds = time.process_time() - began
    figures = list(reader.figures(text, found)) if listed else []
    return {"file": path.name, "characters": len(text), "seconds": seconds, "figures": figures}


if __name__ == "__main__":
    main()
