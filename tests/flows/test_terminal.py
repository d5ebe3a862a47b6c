"""Progress: a bar where somebody looks, plain lines where nobody does."""

import os
import pty
import subprocess
import sys

import pytest

from flows.terminal import plain, progress, visible, working

WORK = (
    "from flows.terminal import progress, working\nwith working('构建'): [*progress(range(25), '装载')]\nprint('done')"
)


def test_lines_where_there_is_no_terminal(capsys):
    with working("构建 build"):
        assert [*progress(range(25), "装载")] == [*range(25)]
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "构建 build …"
    assert len(lines) == 11 and lines[-1] == "装载 25/25"
    assert [*progress([], "nothing")] == [] and [*progress(["alone"], "one")] == ["alone"]
    assert capsys.readouterr().err == ""
    assert [*progress(iter("ab"), "counted before", 2)] == ["a", "b"]
    assert capsys.readouterr().err.splitlines() == ["counted before 1/2", "counted before 2/2"]


def test_a_bar_in_a_terminal_and_nothing_of_it_in_the_output():
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-c", WORK],
        stdout=subprocess.PIPE,
        stderr=theirs,
        timeout=120,
        env=os.environ | {"TERM": "xterm"},
    )
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert done.stdout == b"done\n"
    assert "\x1b[" in shown and "25/25" not in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("区\u202e开", r"区\u202e开"),
        ("\x1b[2J", r"\u001b\[2J"),
        ("a\tb\nc", "a\tb\nc"),
        (None, ""),
        ("[red]", r"\[red]"),
    ],
)
def test_what_a_text_would_do_to_a_terminal_is_shown(text, shown):
    assert visible(text) == shown.replace(r"\u001b\[", r"\u001b[")


def test_values_of_rows_become_json():
    assert plain({"一": (1, None, 1.5)}) == {"一": [1, None, 1.5]}
