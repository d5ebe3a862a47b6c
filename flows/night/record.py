"""The record of one night: what came, what became of it, what was built, and how long each part took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import msgspec

from flows.terminal import working
from flows.warehouse import disk
from flows.warehouse.landing import Attempt
from schemas.events import ClaimDisagrees, PublicationOverdue


class Night(msgspec.Struct):
    """What one night did."""

    started_at: datetime = msgspec.field(default_factory=lambda: datetime.now(UTC))
    attempts: list[Attempt] = []
    failures: list[str] = []
    orphans: list[str] = []
    moving: list[str] = []  # still being written
    warnings: list[str] = []  # of the quality checkpoint
    overdue: list[PublicationOverdue] = []
    refused: list[Attempt] = []  # that lie in the inbox, tonight's and earlier ones
    disagreements: list[ClaimDisagrees] = []
    changes: dict[str, int] = {}  # cause -> figures, against the snapshot before
    parts: dict[str, float] = {}  # seconds of each
    built: bool = False

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Time a part of the night, and say that it goes on."""
        started = time.monotonic()
        try:
            with working(name):
                yield
        except OSError as error:
            raise disk.failure(error, name) or error from error
        finally:
            self.parts[name] = self.parts.get(name, 0) + time.monotonic() - started
