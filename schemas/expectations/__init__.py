"""What the published marts must look like before readers see them: one yml a suite, and `every.yml` for all of them.

docs/quality.md says which of the three guards checks what, so that no rule stands twice.
"""

from pathlib import Path
from typing import Any, Literal

import msgspec
import yaml

from schemas.errors import UsageError

FOLDER = Path(__file__).parent
EVERY = "every"


class Expectation(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One expectation: its Great Expectations type, its arguments, and why we expect it."""

    type: str
    severity: Literal["critical", "warning"]  # a failed critical one keeps the old snapshot in place
    why: str  # in both languages
    kwargs: dict[str, Any] = {}

    @property
    def columns(self) -> set[str]:
        """The columns of the mart it looks at."""
        named = {self.kwargs[key] for key in ("column", "column_A", "column_B") if key in self.kwargs}
        return named | set(self.kwargs.get("column_set", ()))


def suites() -> dict[str, tuple[Expectation, ...]]:
    """The expectations of each mart, those of `every.yml` last. Raises UsageError that names the wrong file."""
    files = {path.stem: _expectations(path) for path in sorted(FOLDER.glob("*.yml"))}
    every = files.pop(EVERY)
    return {mart: own + every for mart, own in files.items()}


def _expectations(path: Path) -> tuple[Expectation, ...]:
    try:
        return msgspec.convert(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader), tuple[Expectation, ...])
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise UsageError(f"schemas/expectations/{path.name}: {error}. Mend that entry.") from error
