"""A Dask scheduler and workers in processes of their own, on loopback."""

import json
import subprocess
import sys
import time
from pathlib import Path

from distributed import Client


class Dask:
    """A scheduler, and workers that nobody starts again."""

    def __init__(self, folder: Path) -> None:
        self._file, self._folder = folder / "scheduler.json", folder
        self.workers: list[subprocess.Popen] = []
        self.scheduler = self._started("scheduler", "--host", "127.0.0.1", "--port", "0")
        deadline = time.monotonic() + 60
        while not self._file.exists() and time.monotonic() < deadline:
            time.sleep(0.05)

    @property
    def address(self) -> str:
        return json.loads(self._file.read_text())["address"]

    def start(self, workers: int) -> None:
        for _ in range(workers):
            self.workers.append(self._started("worker", "--no-nanny", "--nthreads", "1", "--host", "127.0.0.1"))
        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=60)

    def _started(self, role: str, *options: str) -> subprocess.Popen:
        command = [sys.executable, "-m", f"distributed.cli.dask_{role}", "--scheduler-file", str(self._file), *options]
        with (self._folder / f"{role}.log").open("ab") as log:
            return subprocess.Popen([*command, "--no-dashboard"], stdout=log, stderr=log, cwd=self._folder)

    def close(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()
