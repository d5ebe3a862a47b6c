"""Libraries that others import whenever they are there, hidden where nobody needs them: pandas takes a quarter of a second."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from threading import get_ident
from typing import Any


class _Hidden(MetaPathFinder):
    """Says that there are no such libraries, to one thread or to all."""

    def __init__(self, names: tuple[str, ...], thread: int | None) -> None:
        self._names = names
        self._thread = thread

    def find_spec(self, name: str, *_: Any) -> None:
        if name in self._names and self._thread in (None, get_ident()):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


@contextmanager
def hidden(*names: str, everywhere: bool = False) -> Iterator[None]:
    """As if these were not installed, for this thread or everywhere; those that are imported already stay."""
    finder = _Hidden(names, None if everywhere else get_ident())
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
