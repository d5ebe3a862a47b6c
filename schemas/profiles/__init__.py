"""Source profiles: how a source prints its columns and values. One yml a source, named as in the extract's metadata."""

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
    market_entities: KindProfile
    recognitions: KindProfile


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
