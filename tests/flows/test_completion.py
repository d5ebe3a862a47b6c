"""Completion as bash itself asks for it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent
ASK = """
eval "$(zhanbi completion bash)"
COMPREPLY=(); COMP_WORDS=(zhanbi export --f); COMP_CWORD=2; _zhanbi_completion zhanbi; echo "${COMPREPLY[@]}"
COMPREPLY=(); COMP_WORDS=(zhanbi quar); COMP_CWORD=1; _zhanbi_completion zhanbi; echo "${COMPREPLY[@]}"
COMPREPLY=(); COMP_WORDS=(zhanbi export --format s); COMP_CWORD=3; _zhanbi_completion zhanbi; echo "${COMPREPLY[@]}"
"""


def test_bash_completes_commands_options_and_choices():
    environment = os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", ASK], capture_output=True, text=True, env=environment, timeout=120)
    assert done.stdout.split() == ["--format", "quarantine", "sdmx"], done.stderr


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_have_a_script(shell):
    done = subprocess.run([BIN / "zhanbi", "completion", shell], capture_output=True, text=True, timeout=60)
    assert "_ZHANBI_COMPLETE" in done.stdout and shell in done.stdout
