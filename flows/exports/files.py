"""Files that are there whole or not at all, under names that stay where they belong."""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.warehouse import files
from schemas.errors import UsageError


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """As files.whole, with a word to whoever gave --to."""
    try:
        with files.whole(path) as building:
            yield building
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}). Choose another --to. 无法写入。") from error


def safe_name(text: str) -> str:
    """Text from a document as part of a file name: letters and digits of any script, nothing that leads elsewhere."""
    return re.sub(r"\W+", "_", text).strip("_")[:60] or "_"


def printable(text: str) -> str:
    """Without controls and marks of direction, which a page would obey."""
    return "".join(
        char for char in text if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co"}
    )
