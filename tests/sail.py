"""Sail, a Spark of one program, in a process of its own; what talks to it runs in the environment of `make spark-env`."""

import contextlib
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.ports import free_port

ROOT = Path(__file__).parents[1]
PYTHON = ROOT / ".venv-spark" / "bin" / "python"
needed = pytest.mark.skipif(not PYTHON.exists(), reason="there is no .venv-spark: `make spark-env` makes it")


@contextmanager
def sail(log: Path) -> Iterator[str]:
    """A local cluster; its address."""
    port = free_port()
    with log.open("wb") as said:
        command = [PYTHON.with_name("sail"), "spark", "server", "--ip", "127.0.0.1", "--port", str(port)]
        server = subprocess.Popen(command, stdout=said, stderr=said, env=os.environ | {"SAIL_MODE": "local-cluster"})
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and server.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield f"sc://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def run(script: Path, *arguments: object) -> str:
    """What a script prints there; how it fails is shown."""
    done = subprocess.run([PYTHON, script, *map(str, arguments)], capture_output=True, text=True, timeout=300, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout
