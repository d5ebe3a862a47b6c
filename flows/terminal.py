"""How we print: how wide, what stays visible, and JSON for scripts."""

import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager, nullcontext
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from rich.console import Console

T = TypeVar("T")


def wide_console() -> "Console":
    """As wide as the terminal; wide enough for our tables where there is none."""
    from rich.console import Console

    console = Console()
    return console if console.is_terminal else Console(width=140)


def as_json(name: str = "as_json", **settings: Any) -> Callable[[Any], Any]:
    """The option --json of a command that a script may call."""
    return click.option("--json", name, is_flag=True, help="One JSON object a line. 每行一个 JSON 对象。", **settings)


def print_json(rows: Iterable[dict[str, Any]]) -> None:
    for row in rows:
        click.echo(json.dumps({name: plain(value) for name, value in row.items()}, ensure_ascii=False))


def notify(message: str) -> None:
    """A word on what one waits for; beside the output, not in it."""
    click.echo(message, err=True)


@contextmanager
def working(label: str) -> Iterator[None]:
    """Say what is being done meanwhile: a moving line in a terminal, a plain one elsewhere."""
    console = _beside()
    if not console.is_terminal:
        notify(f"{label} …")
    with console.status(label) if console.is_terminal else nullcontext():
        yield


def progress(items: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:
    """Each item: behind a bar in a terminal, with a plain line at every tenth of them elsewhere.

    `total`: how many they are, where they cannot be counted before. One alone needs no line.
    """
    from rich.progress import track

    if total is None:
        total = len(items) if isinstance(items, Sized) else 0
    if _beside().is_terminal:
        yield from track(items, label, total, console=_beside(), transient=True)
        return
    for number, item in enumerate(items, start=1):
        yield item
        if total > 1 and number * 10 // total > (number - 1) * 10 // total:
            notify(f"{label} {number}/{total}")


@cache
def _beside() -> "Console":
    """One console for all that moves: a bar within a line that moves would otherwise overwrite it."""
    from rich.console import Console

    return Console(stderr=True)


def visible(value: object) -> str:
    """Text from outside as it may be printed: no markup, and controls and marks of direction as their codes."""
    from rich.markup import escape

    text = "" if value is None else str(value)
    return escape("".join(f"\\u{ord(char):04x}" if _acts(char) else char for char in text))


def _acts(char: str) -> bool:
    return char not in "\n\t" and unicodedata.category(char) in {"Cc", "Cf", "Cs"}


def plain(value: Any) -> Any:
    """A value of a row as JSON knows it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(name): plain(item) for name, item in value.items()}
    return str(value)
