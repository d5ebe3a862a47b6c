"""Which printed column is which of ours."""

import unicodedata
from collections.abc import Callable

import msgspec

from schemas.errors import Refused
from schemas.profiles import KindProfile


class Columns(msgspec.Struct, frozen=True):
    """The printed headers of an extract, each in one place: mapped (our name -> printed), unknown, or personal data."""

    mapped: dict[str, str]
    unknown: list[str]
    personal: list[str]

    @property
    def names(self) -> dict[str, str]:
        """Printed name -> our name, of the mapped ones."""
        return {printed: ours for ours, printed in self.mapped.items()}


def map_columns(
    file_name: str, headers: list[str], profile: KindProfile, personal: tuple[str, ...], required: tuple[str, ...]
) -> Columns:
    """Map headers by alias, the earlier alias before the later. Raises Refused when a required column is missing."""
    by_key = {_key(header): header for header in reversed(headers)}
    mapped: dict[str, str] = {}
    for ours, aliases in profile.columns.items():
        found = next((by_key[_key(alias)] for alias in aliases if _key(alias) in by_key), None)
        if found is not None:
            mapped[ours] = found
    if missing := [ours for ours in required if ours not in mapped]:
        raise Refused(_missing_message(file_name, headers if mapped else [], profile, missing))
    rest = [header for header in headers if header not in mapped.values()]
    private = [header for header in rest if any(part in header for part in personal)]
    return Columns(mapped, [header for header in rest if header not in private], private)


def known_names(profile: KindProfile, but: tuple[str, ...] = ()) -> Callable[[str], bool]:
    """Whether a text is the name of one of the profile's columns."""
    names = {_key(alias) for ours, aliases in profile.columns.items() if ours not in but for alias in aliases}
    return lambda text: _key(text) in names


def _key(header: str) -> str:
    """A header without what printing changes: width, spaces, case."""
    return "".join(unicodedata.normalize("NFKC", header).split()).casefold()


def _missing_message(file_name: str, headers: list[str], profile: KindProfile, missing: list[str]) -> str:
    wanted = "; ".join(f"{ours} (printed as {', '.join(profile.columns[ours])})" for ours in missing)
    # without one known name the first line is perhaps no header but a row with somebody's data: it is not shown
    found = ", ".join(header[:40] for header in headers[:40]) or "none that is known, perhaps there is no header line"
    return (
        f"{file_name}: has no column for {wanted} / 缺少必需的列. Columns found: {found}. "
        "Rename the column, or add its name to the source's profile in schemas/profiles."
    )
