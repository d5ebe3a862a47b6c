"""What words mean: indicators, units, measures, programmes, areas and zones; everything else is checked against them.

Each fact stands once, in the yml files beside this module; the types here are their schema (unknown or missing keys
and wrong values are refused with the file and the entry).
"""

import hashlib
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar

import msgspec
import yaml

from schemas.errors import UsageError

FOLDER = Path(__file__).parent
T = TypeVar("T")


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every entry of the vocabulary has."""

    code: str
    name: str
    name_en: str


class Indicator(Entry, frozen=True):
    """A defined quantity. `kind` is stock (on a day), flow (over a period) or rate (a ratio, an index, a price)."""

    definition: str
    definition_en: str
    source: str  # the statistical system, law or notice that defines it
    unit: str  # a base unit of units.yml, or a compound of them (元/吨); "" for an index or a bare ratio
    kind: Literal["stock", "flow", "rate"]
    theme: str  # a theme of themes.yml, and the name of the file it stands in
    aliases: tuple[str, ...] = ()  # of a cohort also the programme's own names
    programme: str | None = None  # set where the indicator counts the members of a cohort
    parts: tuple[tuple[str, ...], ...] = ()  # each a list of indicator codes that add up to this one


class Theme(Entry, frozen=True):
    """A field of statistics; its indicators stand in indicators/<code>.yml."""


class Unit(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A unit as printed, and what one of it is in the base unit of its dimension."""

    symbol: str
    name_en: str
    dimension: str
    base: str
    factor: Decimal = Decimal(1)
    aliases: tuple[str, ...] = ()
    discrete: bool = False  # counts whole things: printed without a multiplier it is exact


class Measure(Entry, frozen=True):
    """What kind of statement a figure makes about its indicator."""

    definition: str
    definition_en: str


class Partition(Entry, frozen=True):
    """What wholes are divided into without remainder: breakdowns that add up, each part by its spellings."""

    parts: tuple[tuple[str, ...], ...]


class Programme(Entry, frozen=True):
    """A recognition programme (认定), whose certificates hold for `validity_years`."""

    level: Literal["provincial", "national", "national_key"]
    aliases: tuple[str, ...]
    definition: str
    definition_en: str
    source: str
    validity_years: int | None
    certificate_number: str | None = None  # its form, with the year; None: every province has its own


class Area(Entry, frozen=True):
    """A division of GB/T 2260. `parent` is the code of the division above it; the nation is 000000."""

    level: Literal["nation", "province", "city", "county"]
    parent: str | None = None
    aliases: tuple[str, ...] = ()


class MembershipRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One way in which an entity belongs to a zone, for registers that describe a day in [valid_from, valid_to).

    In order of precedence: `roster`, the zone's own register names it; `authority`, one of these authorities registers
    it now; `address`, its address holds one of these texts. An entity that two zones claim belongs to the one whose
    rule comes first in that order, then to that with the lower code. There is no rule by polygon: registers give
    addresses and no coordinates.
    """

    by: Literal["roster", "authority", "address"]
    values: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None  # first day on which it no longer holds


class BoundaryChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The day from which a zone's figures are of another territory (扩区, 托管, 调整规划范围): none before it compares with one after."""

    changed_on: date
    what: str  # the change in words, with its notice


class Zone(Entry, frozen=True):
    """A development zone; it lies across divisions. Who meets one of its membership rules belongs to it."""

    province: str
    aliases: tuple[str, ...]
    membership: tuple[MembershipRule, ...]
    boundary_changes: tuple[BoundaryChange, ...] = ()

    @property
    def authority_codes(self) -> tuple[str, ...]:
        """The authorities that are the zone's own, now or formerly."""
        return tuple(value for rule in self.membership if rule.by == "authority" for value in rule.values)


def _load(file_name: str, kind: type[T]) -> tuple[T, ...]:
    where = f"schemas/vocabulary/{file_name}"
    try:
        entries = _plain(yaml.compose((FOLDER / file_name).read_bytes(), Loader=yaml.CSafeLoader))
    except (OSError, yaml.YAMLError) as error:
        raise UsageError(f"{where}: {error}. Mend that file.") from error
    if not isinstance(entries, list):
        raise UsageError(f"{where}: a list of entries is expected. Mend that file.")
    return tuple(_entry(where, number, entry, kind) for number, entry in enumerate(entries, 1))


def _plain(node: yaml.Node | None) -> object:
    """Lists, dicts and strings: a third faster than yaml's own constructor, which also lets a key stand twice."""
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        held: dict[str, object] = {}
        for key, value in node.value:
            if key.value in held:
                raise yaml.MarkedYAMLError(problem=f"{key.value} stands twice", problem_mark=key.start_mark)
            held[key.value] = _plain(value)
        return held
    return node.value if node is not None and node.tag != "tag:yaml.org,2002:null" else None


def _entry(where: str, number: int, plain: object, kind: type[T]) -> T:
    try:
        return msgspec.convert(plain, kind, strict=False)
    except msgspec.ValidationError as error:
        name = plain.get("code", plain.get("symbol", "")) if isinstance(plain, dict) else plain
        raise UsageError(f"{where}, entry {number} ({name}): {error}. Mend that entry.") from error


@cache
def indicators() -> tuple[Indicator, ...]:
    """All themes in order; the indicator of a cohort is also called by its programme's names."""
    cohorts = {programme.code: (programme.name, *programme.aliases) for programme in programmes()}
    return tuple(
        msgspec.structs.replace(entry, aliases=(*entry.aliases, *cohorts.get(entry.programme or "", ())))
        for theme in themes()
        for entry in _load(f"indicators/{theme.code}.yml", Indicator)
    )


@cache
def themes() -> tuple[Theme, ...]:
    return _load("themes.yml", Theme)


@cache
def units() -> tuple[Unit, ...]:
    return _load("units.yml", Unit)


@cache
def measures() -> tuple[Measure, ...]:
    return _load("measures.yml", Measure)


@cache
def partitions() -> tuple[Partition, ...]:
    return _load("partitions.yml", Partition)


@cache
def programmes() -> tuple[Programme, ...]:
    return _load("programmes.yml", Programme)


@cache
def areas() -> tuple[Area, ...]:
    return _load("areas.yml", Area)


@cache
def zones() -> tuple[Zone, ...]:
    return _load("zones.yml", Zone)


def area_code(name: str) -> str | None:
    """The code of the area or zone with this name or alias; None when it is in neither list."""
    places: tuple[Area | Zone, ...] = (*areas(), *zones())
    return next((place.code for place in places if name == place.name or name in place.aliases), None)


def area_name(code: str) -> str | None:
    """The name of the area or zone with this code; None when it is in neither list."""
    places: tuple[Area | Zone, ...] = (*areas(), *zones())
    return next((place.name for place in places if place.code == code), None)


@cache
def fingerprint() -> str:
    """SHA-256 of the whole vocabulary: another one may read another thing out of the same text."""
    hasher = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*.yml")):
        hasher.update(path.relative_to(FOLDER).as_posix().encode() + b"\0" + path.read_bytes())
    return hasher.hexdigest()
