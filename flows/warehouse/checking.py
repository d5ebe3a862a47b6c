"""The quality checkpoint in a process of its own, which imports Great Expectations while this one still lands and builds."""

import json
import subprocess
import sys
from pathlib import Path

from flows.warehouse import checkpoint
from schemas.errors import ZhanbiError

_waiting: dict[tuple[Path, Path, Path], subprocess.Popen[str]] = {}


def start(working: Path, published: Path, site: Path) -> None:
    """Begin the process that a later `check` of the same three will ask; it ends with this one if it never is.

    Where the library is imported already, nothing is gained and none is begun.
    """
    asked = (working, published, site)
    if asked not in _waiting and "great_expectations" not in sys.modules:
        command = [sys.executable, "-P", "-m", __name__, *map(str, asked)]
        _waiting[asked] = subprocess.Popen(  # noqa: S603 - our own module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )


def check(working: Path, published: Path, site: Path) -> list[str]:
    """What `checkpoint.check` gives or raises, by the process that was started for it, or by this one."""
    process = _waiting.pop((working, published, site), None)
    if process is None:
        return checkpoint.check(working, published, site)
    said, _ = process.communicate("check\n")
    if process.returncode:
        raise ZhanbiError(
            f"The quality check's process ended with {process.returncode} before it was done; is memory short? "
            "The published snapshot stays as it was; the next night checks again."
        )
    answer = json.loads(said.splitlines()[-1])
    if "refused" in answer:
        raise ZhanbiError(answer["refused"])
    return list(answer["warnings"])


def main() -> None:
    """Import, wait for the word, answer in one line; without the word the other process is gone."""
    checkpoint.library()
    if not sys.stdin.readline():
        return
    working, published, site = map(Path, sys.argv[1:])
    try:
        answer: dict[str, object] = {"warnings": checkpoint.check(working, published, site)}
    except ZhanbiError as error:
        answer = {"refused": str(error)}
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
