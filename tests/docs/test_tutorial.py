"""The tutorial in both languages: the same commands, links that lead somewhere, and every command works."""

import os
import re
import subprocess
from pathlib import Path

import pytest

DOCS = Path("docs")
PAGES = [Path("README.md"), *DOCS.glob("*.md"), *DOCS.glob("how-to/*.md")]


def commands(page: str) -> list[str]:
    return re.findall(r"```sh\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)


def test_both_languages_have_the_same_commands():
    assert len(commands("tutorial.md")) > 5
    assert commands("tutorial.md") == commands("tutorial.zh.md")


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_lead_to_files_that_are_there(page):
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.long
def test_every_command_of_the_tutorial_works_in_a_fresh_clone(tmp_path):
    subprocess.run(["git", "clone", "-q", ".", tmp_path / "clone"], check=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ZHANBI_")}
    for block in commands("tutorial.md"):
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block],
            cwd=tmp_path / "clone", capture_output=True, text=True, env=environment, timeout=1800,
        )  # fmt: skip
        assert done.returncode == 0, f"{block}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
        assert "Traceback" not in done.stderr
