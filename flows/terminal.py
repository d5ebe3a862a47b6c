"""How wide we print."""

from rich.console import Console


def wide_console() -> Console:
    """As wide as the terminal; wide enough for our tables where there is none."""
    console = Console()
    return console if console.is_terminal else Console(width=140)
