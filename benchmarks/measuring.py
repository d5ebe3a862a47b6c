"""Runs a command in a process of its own and measures it; makes the texts it is measured on."""

import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
OURS = Path(sys.executable)
PEERS = HERE / ".venv" / "bin" / "python"
SEED = HERE.parent / "flows" / "sample" / "sx_zgq_2023h1.txt"
CPU_SECONDS = 30


class Run(NamedTuple):
    """`failure` is "" when it ended well, otherwise what to show in place of a figure."""

    output: str
    wall_seconds: float
    cpu_seconds: float
    peak_mb: float
    failure: str


def measured(*command: str | Path) -> Run:
    """Output goes to a file: what this process holds would count as the peak of the next one it starts."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        began = time.perf_counter()
        words = [str(part) for part in command]
        process = subprocess.Popen(words, stdout=out, stderr=err, preexec_fn=_limit)  # noqa: S603, PLW1509 our own commands, one thread
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0), err.seek(0)
        failure = f"> {CPU_SECONDS} s" if process.returncode == -signal.SIGXCPU else ""
        if process.returncode and not failure:
            failure = (err.read().strip().splitlines() or [f"exit {process.returncode}"])[-1]
        megabyte = 2**20 if sys.platform == "darwin" else 2**10
        return Run(out.read(), wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / megabyte, failure)


def _limit() -> None:
    """CPU seconds, not the clock: a busy machine makes no reader fail."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))


def reading(reader: str, *files: Path, figures: bool = False) -> tuple[Run, list[dict[str, Any]]]:
    """One reader over `files` in a fresh process; each file once, so that no cache answers for it."""
    python = OURS if reader == "zhanbi" else PEERS
    run = measured(python, HERE / "readers.py", reader, *files, *(["--figures"] if figures else []))
    return run, [] if run.failure else json.loads(run.output)


def variant(text: str, number: int) -> str:
    """The text with other decimals: as long and as hard to read, but nothing is read from a cache."""
    return re.sub(r"(?<=\.)\d", lambda digit: str(zlib.crc32(f"{number},{digit.start()}".encode()) % 10), text)


def write_cases(folder: Path) -> dict[str, Path]:
    """The texts on which cost must grow with length and with nothing else."""
    seed = SEED.read_text(encoding="utf-8")
    line = re.sub(r"[。！？!?；;\s]+", "，", seed)
    cases = {"0.1 MB": 0.1, "1 MB": 1.0, "10 MB": 10.0}
    texts = {name: (seed, size) for name, size in cases.items()} | {"1 MB, one line, no full stop": (line, 1.0)}
    paths = {name: folder / f"case{position}.txt" for position, name in enumerate([*texts, "100,000 digits in a row"])}
    for name, (text, megabytes) in texts.items():
        with paths[name].open("w", encoding="utf-8") as file:
            for number in range(round(megabytes * 1e6 / len(text.encode()))):
                file.write(variant(text, number))
    paths["100,000 digits in a row"].write_text("0123456789" * 10_000, encoding="utf-8")
    return paths
