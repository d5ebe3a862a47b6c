"""The page on the grammar names places in the code that exist."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from flows.bulletins.clauses import Grammar
from flows.bulletins.subjects import Naming

PAGE = (Path(__file__).parents[2] / "docs" / "grammar.md").read_text(encoding="utf-8")
HOUSE = Path(__file__).parents[2] / "flows" / "bulletins"
PLACES = sorted(set(re.findall(r"`([a-z]+)\.(_?[A-Za-z]\w*(?:\.\w+)?)`", PAGE)))


@pytest.mark.parametrize(("module", "name"), [place for place in PLACES if (HOUSE / f"{place[0]}.py").exists()])
def test_place_exists(module: str, name: str) -> None:
    if name == "py":
        return
    home = import_module(f"flows.bulletins.{module}")
    first, _, method = name.partition(".")
    owner = getattr(home, first, None) or getattr(Grammar, first, None) or getattr(Naming, first, None)
    assert owner is not None, f"{module}.{name}"
    assert not method or hasattr(owner, method), f"{module}.{name}"


def test_every_module_named_exists() -> None:
    named = set(re.findall(r"`([a-z]+)\.py`", PAGE))
    assert named and all((HOUSE / f"{module}.py").exists() for module in named)
