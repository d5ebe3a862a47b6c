"""The vocabulary as dbt seeds, one CSV a list: `python -m schemas.vocabulary.seeds` writes them."""

import csv
import sys
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import get_args, get_type_hints

import msgspec

from schemas import vocabulary
from schemas.errors import UsageError
from schemas.vocabulary import checks

FOLDER = Path(__file__).parents[2] / "dbt_project" / "seeds"
_RULE = ("zone_code", "precedence", "rule", "value", "valid_from", "valid_to")
JOINT = "|"  # between the names of one cell


def write(folder: Path) -> None:
    """Writes indicators, indicator_parts, programmes, areas, zones, zone_rules, zone_boundaries, units and measures as CSV into `folder`.

    Raises UsageError where a name holds the joint, or the vocabulary contradicts itself.
    """
    checks.check()
    _write(folder / "indicators.csv", vocabulary.Indicator, vocabulary.indicators(), "parts")
    _write(folder / "programmes.csv", vocabulary.Programme, vocabulary.programmes(), "certificate_number")
    _write(folder / "areas.csv", vocabulary.Area, vocabulary.areas())
    _write(folder / "zones.csv", vocabulary.Zone, vocabulary.zones(), "membership", "boundary_changes")
    _write(folder / "units.csv", vocabulary.Unit, vocabulary.units())
    _write(folder / "measures.csv", vocabulary.Measure, vocabulary.measures())
    _write_rows(folder / "indicator_parts.csv", [("code", "part_group", "part"), *_parts()])
    _write_rows(folder / "partitions.csv", [("code", "part", "spelling"), *_partitions()])
    _write_rows(folder / "zone_rules.csv", [_RULE, *_zone_rules()])
    _write_rows(folder / "zone_boundaries.csv", [("zone_code", "changed_on", "what"), *_boundary_changes()])


def _parts() -> list[tuple[str, str, str]]:
    """Groups are numbered from 1; the parts of one group add up to the indicator."""
    return [
        (entry.code, str(number), part)
        for entry in vocabulary.indicators()
        for number, group in enumerate(entry.parts, 1)
        for part in group
    ]


def _zone_rules() -> list[list[str]]:
    """One row a value of a rule; that of a roster is the area of its register, the zone's own."""
    order: tuple[str, ...] = get_args(get_type_hints(vocabulary.MembershipRule)["by"])
    return [
        [zone.code, str(order.index(rule.by) + 1), rule.by, value, _cell(rule.valid_from), _cell(rule.valid_to)]
        for zone in vocabulary.zones()
        for rule in zone.membership
        for value in rule.values or (zone.code,)
    ]


def _boundary_changes() -> list[list[str]]:
    return [
        [zone.code, _cell(change.changed_on), change.what]
        for zone in vocabulary.zones()
        for change in zone.boundary_changes
    ]


def _partitions() -> list[tuple[str, str, str]]:
    """Parts are numbered from 1; each of its spellings is a row."""
    return [
        (entry.code, str(number), spelling)
        for entry in vocabulary.partitions()
        for number, spellings in enumerate(entry.parts, 1)
        for spelling in spellings
    ]


def _write(path: Path, kind: type[msgspec.Struct], entries: Iterable[msgspec.Struct], *without: str) -> None:
    # msgspec puts an entry's own fields before those it shares with all entries: the key belongs first
    shared = vocabulary.Entry.__struct_fields__ if issubclass(kind, vocabulary.Entry) else ()
    names = [name for name in dict.fromkeys((*shared, *kind.__struct_fields__)) if name not in without]
    _write_rows(path, [names, *([_cell(getattr(entry, name)) for name in names] for entry in entries)])


def _cell(value: object) -> str:
    """None is empty; a Decimal is written out, as an exponent would not be read as one everywhere."""
    if isinstance(value, tuple):
        if held := [item for item in value if JOINT in item]:
            raise UsageError(
                f"The vocabulary's name {held[0]!r} holds a {JOINT}, which parts names in the seeds. Rename it."
            )
        return JOINT.join(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return format(value, "f")
    return "" if value is None else str(value)


def _write_rows(path: Path, rows: Iterable[Iterable[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
