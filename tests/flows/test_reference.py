"""The reference pages are those of the commands and marts as they are now."""

import re

import pytest

from flows.commands.reference import PAGES, pages


@pytest.mark.parametrize("name", ["cli.md", "tables.md"])
def test_the_reference_is_current(name):
    written = (PAGES / name).read_text(encoding="utf-8")
    assert written == pages()[name], "run `.venv/bin/python -m flows.commands.reference` and commit docs/reference"


def test_every_command_and_column_stands_in_it():
    text = pages()
    for command in ("zhanbi export", "zhanbi review correct", "zhanbi quarantine replay"):
        assert f"## {command}\n" in text["cli.md"]
    assert "`--seconds INTEGER RANGE`" in text["cli.md"]
    assert re.search(r"\| `share_pct` \| decimal\(18, ?6\) \| .*占比", text["tables.md"])
    assert "{{" not in text["tables.md"]
