"""Prefect's surroundings, set before it is imported: its home below data/, no telemetry, and which server is asked."""

import json
import logging
import os
import tempfile
from pathlib import Path

import httpx

from flows.settings import Settings
from flows.warehouse import disk

LEAST_ROOM = 16 << 20  # bytes, without which Prefect's server does not start, and says so after two minutes


def prepare(settings: Settings) -> Path:
    """What holds for every use of Prefect; returns its home. Raises Transient where nothing can be written there."""
    home = settings.folder / "prefect"
    try:
        home.mkdir(parents=True, exist_ok=True)  # Prefect does not make the folders above it
        with tempfile.TemporaryFile(dir=home) as probe:
            probe.write(bytes(LEAST_ROOM))
    except OSError as error:
        raise disk.failure(error, home) or error from error
    os.environ.setdefault("PREFECT_HOME", str(home))
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    os.environ.setdefault("DO_NOT_TRACK", "1")
    return home


def prepare_serve(settings: Settings) -> Path:
    """For runs nobody watches: what they log, our own alerts too, is shown and kept with the run."""
    os.environ.setdefault("PREFECT_LOGGING_EXTRA_LOGGERS", "zhanbi")
    return prepare(settings)


def prepare_run(settings: Settings) -> None:
    """For a run by hand: by the server of `zhanbi serve` where that is up, otherwise by one that lasts as long as the run."""
    home = prepare(settings)
    logging.getLogger("zhanbi").propagate = False  # the report says it
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")  # what went wrong is told by our own report
    os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "120")
    if "PREFECT_API_URL" not in os.environ and (url := serving_at(home)):
        os.environ["PREFECT_API_URL"] = url


def serving_at(home: Path) -> str | None:
    """The address of the server that `zhanbi serve` runs over this data folder; None when it is not up."""
    try:
        url = str(json.loads(serving_file(home).read_text(encoding="utf-8"))["api"])
        return url if httpx.get(f"{url}/health", timeout=2).is_success else None
    except (OSError, ValueError, KeyError, httpx.HTTPError):
        return None


def serving_file(home: Path) -> Path:
    """Written by `zhanbi serve` when it is up, and removed when it stops."""
    return home / "serving.json"
