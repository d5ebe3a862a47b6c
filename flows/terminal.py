"""How we print: how wide, what stays visible, and JSON for scripts."""

import json
import unicodedata
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console


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
