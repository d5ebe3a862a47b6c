"""The reference pages of docs/reference, from the commands and the marts themselves: `python -m flows.commands.reference`."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

import click
import yaml

from flows.settings import ROOT

PAGES = ROOT / "docs" / "reference"
MARTS = ROOT / "dbt_project" / "models" / "marts"
TEXTS = ROOT / "dbt_project" / "docs"
HEAD = "<!-- Written by `python -m flows.commands.reference`; not by hand. -->\n\n"


def pages() -> dict[str, str]:
    """File name -> text."""
    return {"cli.md": HEAD + "\n".join(_commands()), "tables.md": HEAD + "\n".join(_tables())}


def _commands() -> Iterator[str]:
    from flows.cli import main

    yield "# Commands 命令\n"
    yield f"{_help(main)}\n"
    yield from _described(main, "zhanbi")


def _described(group: click.Group, path: str) -> Iterator[str]:
    for name, command in sorted(group.commands.items()):
        where = f"{path} {name}"
        yield f"## {where}\n"
        context = click.Context(command, info_name=where)
        usage = " ".join(command.collect_usage_pieces(context))
        yield f"`{where} {usage}`\n\n{_help(command)}\n"
        options = [
            option
            for option in command.params
            if isinstance(option, click.Option) and (record := option.get_help_record(context)) and record[1]
        ]
        if options:
            yield "| option | what it does |\n| --- | --- |"
            for option in options:
                names, text = option.get_help_record(context) or ("", "")
                yield f"| `{_cell(names)}` | {_cell(text)} |"
            yield ""
        if isinstance(command, click.Group):
            yield from _described(command, where)


def _help(command: click.Command) -> str:
    """A command's help; what click keeps as it is (after \\b) becomes a block."""
    paragraphs = []
    for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
        kept = paragraph.strip().startswith("\b")
        paragraphs.append(f"```\n{paragraph.strip().removeprefix(chr(8)).strip()}\n```" if kept else paragraph.strip())
    return "\n\n".join(paragraphs)


def _tables() -> Iterator[str]:
    texts = _texts()
    yield "# Tables of the snapshot 快照中的表\n"
    yield "Every table also carries these descriptions as comments, the views `metric_…` and the macros do too ([metrics](../metrics.md)).\n"
    for path in sorted(MARTS.glob("*.yml")):
        for model in yaml.safe_load(path.read_text(encoding="utf-8")).get("models", []):
            yield f"## {model['name']}\n\n{_text(model['description'], texts)}\n"
            yield "| column | type | meaning |\n| --- | --- | --- |"
            for column in model["columns"]:
                meaning = _cell(_text(column["description"], texts))
                yield f"| `{column['name']}` | {column['data_type']} | {meaning} |"
            yield ""


def _texts() -> dict[str, str]:
    """The texts that models share, by name."""
    found: dict[str, str] = {}
    for path in TEXTS.glob("*.md"):
        blocks = re.findall(r"{% docs (\w+) %}\n(.*?){% enddocs %}", path.read_text(encoding="utf-8"), re.DOTALL)
        found.update({name: text.strip() for name, text in blocks})
    return found


def _text(description: str, texts: dict[str, str]) -> str:
    return re.sub(r"{{ *doc\(['\"](\w+)['\"]\) *}}", lambda match: texts[match[1]], description).strip()


def _cell(text: Any) -> str:
    return " ".join(str(text).split()).replace("|", "\\|")


if __name__ == "__main__":
    PAGES.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (PAGES / name).write_text(text, encoding="utf-8")
