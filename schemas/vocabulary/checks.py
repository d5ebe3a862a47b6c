"""What the schema of one entry cannot say: each name means one thing, and what an entry points at exists."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from schemas import vocabulary
from schemas.errors import UsageError
from schemas.vocabulary import Area, Indicator, MembershipRule, Partition, Programme, Theme, Unit, Zone

_MARKS = re.compile(r"[“”‘’\"'「」()《》\s]")
# an address text of two characters would admit half a province
_RULE_VALUES = {"roster": re.compile(".*"), "authority": re.compile(r"[0-9]{6}"), "address": re.compile(r"\S{4,}")}
_CODE = re.compile(r"[a-z][a-z0-9_]*")


def check() -> None:
    """Raises UsageError that lists every contradiction of the vocabulary, each with its file and entry."""
    found = [
        *theme_problems(vocabulary.themes(), vocabulary.indicators(), _indicator_files()),
        *entry_problems(vocabulary.indicators()),
        *name_clashes(vocabulary.indicators(), vocabulary.programmes()),
        *area_clashes(vocabulary.areas(), vocabulary.zones()),
        *reference_problems(vocabulary.indicators(), vocabulary.units(), vocabulary.programmes()),
        *unit_problems(vocabulary.units()),
        *partition_problems(vocabulary.partitions()),
        *zone_problems(vocabulary.zones()),
    ]
    if found:
        raise UsageError("\n".join([f"The vocabulary contradicts itself in {len(found)} places:", *found]))


def folded(name: str) -> str:
    """A name as names are compared: half width, lower case, without quotation marks, brackets and blanks."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", name)).casefold()


def theme_problems(themes: Iterable[Theme], indicators: Iterable[Indicator], files: set[str]) -> Iterator[str]:
    """Files that no theme names, and indicators whose theme is not documented."""
    known = {theme.code for theme in themes}
    for name in sorted(files - known):
        yield f"schemas/vocabulary/indicators/{name}.yml is never read: themes.yml has no {name}. Add the theme."
    for entry in indicators:
        if entry.theme not in known:
            yield f"{_at(entry)}: the theme {entry.theme} is not in themes.yml. Add it or mend the entry."


def entry_problems(indicators: Iterable[Indicator]) -> Iterator[str]:
    """Codes that are no identifiers or stand twice, texts with blanks around them, definitions that say nothing."""
    indicators = tuple(indicators)
    counts = Counter(entry.code for entry in indicators)
    for entry in indicators:
        if not _CODE.fullmatch(entry.code):
            yield f"{_at(entry)}: a code is written in lower case, digits and underscores. Rename it."
        if counts[entry.code] > 1:
            yield f"{_at(entry)}: the code stands {counts[entry.code]} times. Rename all but one."
        texts = (entry.name, entry.name_en, entry.definition, entry.definition_en, entry.source, *entry.aliases)
        for text in texts:
            if not text or text != text.strip():
                yield f"{_at(entry)}: {text!r} is empty or has blanks around it. Trim it."
        if len(folded(entry.definition)) <= len(folded(entry.name)) + 4:
            yield f"{_at(entry)}: the definition says no more than the name. Say what is counted."


def name_clashes(indicators: Iterable[Indicator], programmes: Iterable[Programme]) -> Iterator[str]:
    """Names that two indicators, two programmes, or an indicator and a programme it does not count, have in common."""
    indicators = tuple(indicators)
    cohort = {entry.programme: entry.code for entry in indicators if entry.programme}
    owners: dict[str, dict[str, str]] = defaultdict(dict)
    for entry in indicators:
        for name in (entry.name, *entry.aliases):
            owners[folded(name)][entry.code] = _at(entry)
    for programme in programmes:
        for name in (programme.name, *programme.aliases):
            owner = cohort.get(programme.code, programme.code)
            owners[folded(name)].setdefault(owner, f"schemas/vocabulary/programmes.yml: {programme.code}")
    yield from _clashes(owners)


def area_clashes(areas: Iterable[Area], zones: Iterable[Zone]) -> Iterator[str]:
    """Names that two areas or zones have in common."""
    owners: dict[str, dict[str, str]] = defaultdict(dict)
    for file_name, entries in (("areas.yml", areas), ("zones.yml", zones)):
        for entry in entries:
            for name in (entry.name, *entry.aliases):
                owners[folded(name)][f"{file_name} {entry.code}"] = f"schemas/vocabulary/{file_name}: {entry.code}"
    yield from _clashes(owners)


def reference_problems(
    indicators: Iterable[Indicator], units: Iterable[Unit], programmes: Iterable[Programme]
) -> Iterator[str]:
    """Units, programmes and parts that do not exist, and parts in another unit than their whole."""
    indicators, units = tuple(indicators), tuple(units)
    by_code = {entry.code: entry for entry in indicators}
    bases = {unit.base for unit in units}
    symbols = {symbol for unit in units for symbol in (unit.symbol, *unit.aliases)}
    cohorts = {programme.code for programme in programmes}
    for entry in indicators:
        compound = "/" in entry.unit and all(side in symbols for side in entry.unit.split("/"))
        if entry.unit and entry.unit not in bases and not compound:
            yield f"{_at(entry)}: {entry.unit} is no base unit of units.yml. Use a base unit or add it."
        if entry.programme and entry.programme not in cohorts:
            yield f"{_at(entry)}: {entry.programme} is not in programmes.yml. Add it or mend the entry."
        for part in (part for group in entry.parts for part in group):
            if part == entry.code or part not in by_code:
                yield f"{_at(entry)}: its part {part} is no other indicator. Add it or mend the entry."
            elif by_code[part].unit != entry.unit:
                yield f"{_at(entry)}: its part {part} is in {by_code[part].unit}, not {entry.unit}. Mend one of them."


def unit_problems(units: Iterable[Unit]) -> Iterator[str]:
    """Spellings that two units share, and bases that are themselves no base."""
    units = tuple(units)
    spelt: dict[str, str] = {}
    bases = {unit.symbol for unit in units if unit.symbol == unit.base and unit.factor == 1}
    for unit in units:
        at = f"schemas/vocabulary/units.yml: {unit.symbol}"
        for symbol in (unit.symbol, *unit.aliases):
            if spelt.setdefault(symbol, unit.symbol) != unit.symbol:
                yield f"{at}: {symbol} is also {spelt[symbol]}. Keep it in one of them."
        if unit.base not in bases:
            yield f"{at}: its base {unit.base} is no unit of its own. Add it or mend the entry."


def zone_problems(zones: Iterable[Zone]) -> Iterator[str]:
    """Rules that can admit nobody or half a province, that end before they begin, or that two zones share on one day;
    boundaries that change twice on one day."""
    zones = tuple(zones)
    for changed in zones:
        days = [change.changed_on for change in changed.boundary_changes]
        if days != sorted(set(days)):
            yield f"schemas/vocabulary/zones.yml: {changed.code}: boundary_changes stand in order, one a day. Mend them."
    owners: dict[str, tuple[str, MembershipRule]] = {}
    for zone, rule in [(entry, rule) for entry in zones for rule in entry.membership]:
        at = f"schemas/vocabulary/zones.yml: {zone.code}: the rule {rule.by}"
        if bool(rule.values) == (rule.by == "roster"):
            yield f"{at} {'takes no' if rule.values else 'needs'} values. Mend the rule."
        if rule.valid_from and rule.valid_to and rule.valid_to <= rule.valid_from:
            yield f"{at} ends on {rule.valid_to}, before it begins. Mend the dates."
        for value in rule.values:
            if not _RULE_VALUES[rule.by].fullmatch(value):
                yield f"{at}: {value!r} is no value for it. Mend it."
            other, theirs = owners.setdefault(value, (zone.code, rule))
            if theirs is not rule and _overlap(rule, theirs):
                yield f"{at}: {value} is also a mark of {other} on the same days. Keep it in one of them."


def _overlap(one: MembershipRule, other: MembershipRule) -> bool:
    return all(
        first.valid_from is None or second.valid_to is None or first.valid_from < second.valid_to
        for first, second in ((one, other), (other, one))
    )


def partition_problems(partitions: Iterable[Partition]) -> Iterator[str]:
    """Partitions of fewer than two parts, and spellings that stand twice in one."""
    for entry in partitions:
        at = f"schemas/vocabulary/partitions.yml: {entry.code}"
        if len(entry.parts) < 2 or not all(entry.parts):
            yield f"{at}: needs two parts or more, each with a spelling. Add what is missing."
        for spelling, count in Counter(name for part in entry.parts for name in part).items():
            if count > 1:
                yield f"{at}: {spelling} stands twice. Keep it in one part."


def _indicator_files() -> set[str]:
    return {path.stem for path in (vocabulary.FOLDER / "indicators").glob("*.yml")}


def _at(entry: Indicator) -> str:
    return f"schemas/vocabulary/indicators/{entry.theme}.yml: {entry.code}"


def _clashes(owners: dict[str, dict[str, str]]) -> Iterator[str]:
    for name, places in owners.items():
        if len(places) > 1:
            yield f"{' and '.join(places.values())}: both are called {name}. Keep the name in one of them."
