"""Source profiles: how a source prints its columns and values. One yml a source, named as in the extract's metadata."""

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec
import yaml

from schemas.errors import Refused, UsageError

FOLDER = Path(__file__).parent


class KindProfile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One kind of extract: our name -> headers as printed, and our column -> our value -> values as printed."""

    columns: dict[str, tuple[str, ...]]
    values: dict[str, dict[str, tuple[str, ...]]] = {}
    date_forms: tuple[str, ...] = ()  # in strftime's letters, where the source prints days in none of the usual forms
    rows_expected: tuple[int, int] | None = None  # fewest and most rows of an extract of this source
    implied: dict[str, str] = {}  # our column -> its value in every row that prints none
    from_credit_code: tuple[
        str, ...
    ] = ()  # of authority_code and entity_type: read from the code where none is printed
    coverage: Literal["full", "delta"] | None = None  # of the source's extracts, where their metadata does not say


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a source prints its extracts, and how much dirt it may have."""

    max_refused_share: float
    refused_rows_allowed: int  # whatever their share
    least_share_of_previous: float  # of the rows that the source's nearest full extract has
    blank: tuple[str, ...]  # what stands for "no value"
    personal: tuple[str, ...]  # parts of headers whose columns hold personal data
    encoding: str | None = None  # None: told from the bytes
    area: str | None = None  # that all its extracts cover
    as_of: str | None = None  # regular expression that finds year, month and day, a group each, in a file's name
    market_entities: KindProfile
    recognitions: KindProfile

    def __post_init__(self) -> None:
        try:
            groups = re.compile(self.as_of or "()()()").groups
        except re.error as error:
            raise ValueError(f"as_of {self.as_of!r}: {error}") from error
        if groups != 3:
            raise ValueError(f"as_of {self.as_of!r}: has {groups} groups; it needs three, for year, month and day")

    def day_in(self, file_name: str) -> date | None:
        """The day that the file's name tells, where the profile says how. Raises Refused when it tells none, or two."""
        if self.as_of is None:
            return None
        found = sorted({match.groups("") for match in re.finditer(self.as_of, file_name)})
        try:
            (day,) = {date(*map(int, groups)) for groups in found}
        except ValueError as error:
            days = ", ".join(map("-".join, found)) or "none"
            raise Refused(
                f"{file_name}: its name must tell one day, as as_of of its profile says ({self.as_of}); found: {days} / "
                "文件名须含一个日期. Mend the name, or state as_of."
            ) from error
        return day


@cache
def profile(name: str) -> Profile:
    """The profile of that name. Raises Refused when there is none, UsageError when its yml is wrong."""
    known = sorted(path.stem for path in FOLDER.glob("*.yml"))
    if name not in known:
        raise Refused(f"profile: there is no {name!r} in schemas/profiles. Known: {', '.join(known)}.")
    try:
        return msgspec.convert(_plain(name), Profile)
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise UsageError(f"schemas/profiles/{name}.yml: {error}. Mend that entry.") from error


def completed(facts: dict[str, Any], file_name: str) -> dict[str, Any]:
    """The facts stated of an extract, and for area and day that are not stated, those that its profile tells.

    Raises Refused when the profile is of another area.
    """
    stated = {key: value for key, value in facts.items() if value is not None}
    name = stated.get("profile", "default")
    if not isinstance(name, str):
        return stated  # a wrong fact like any other
    source = profile(name)
    if source.area and str(stated.get("area", source.area)) != source.area:
        raise Refused(
            f"{file_name}: stated is area {stated['area']}, but profile {name!r} is of {source.area} / 地区与数据源不符. "
            "Mend the area, or name another profile."
        )
    told = {"area": source.area, "as_of": None if "as_of" in stated else source.day_in(file_name)}
    return {key: value for key, value in told.items() if value is not None} | stated


def _plain(name: str) -> dict[str, Any]:
    """The content of the yml; with `like: other`, on top of that profile's."""
    content: dict[str, Any] = yaml.load((FOLDER / f"{name}.yml").read_bytes(), Loader=yaml.CSafeLoader)
    like = content.pop("like", None)
    return _merged(_plain(like), content) if like else content


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    both = {key: value for key, value in below.items() if key not in above}
    nested = {
        key: _merged(below[key], value) if isinstance(value, dict) and isinstance(below.get(key), dict) else value
        for key, value in above.items()
    }
    return {**both, **nested}
