"""How we print: how wide, what stays visible, and JSON for scripts."""

import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from decimal import Decimal
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
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        notify(f"{label} …")
    with console.status(label) if console.is_terminal else nullcontext():
        yield


def progress(items: Sequence[T], label: str) -> Iterator[T]:
    """Each item: behind a bar in a terminal, with a plain line at every tenth of them elsewhere."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    if console.is_terminal:
        yield from track(items, label, console=console, transient=True)
        return
    for number, item in enumerate(items, start=1):
        yield item
        if number * 10 // len(items) > (number - 1) * 10 // len(items):
            notify(f"{label} {number}/{len(items)}")


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
