"""Whose turn it is: one writer at a time, and one run for all that wait for the same work."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime

from prefect import get_client
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterName, FlowRunFilter
from prefect.client.schemas.objects import StateType
from prefect.concurrency.sync import concurrency
from prefect.runtime import deployment, flow_run
from prefect.states import Cancelled

from flows.settings import Settings
from flows.warehouse.locking import one_writer
from schemas.errors import Transient

NIGHTLY, PROMPT = "nightly", "prompt"  # the two deployments of the flow: by the clock, and by an event
WRITER = "zhanbi-writer"  # Prefect's global concurrency limit; `zhanbi serve` makes it
LEASE_SECONDS = 60  # after which the place of a run that was killed is free


@contextmanager
def writers_turn(settings: Settings, wait_seconds: float, notify: Callable[[str], None]) -> Iterator[None]:
    """The writer's place: by Prefect's limit where a server is asked, and always by the lock beside the warehouse."""
    with ExitStack() as held:
        if os.environ.get("PREFECT_API_URL"):
            _enter_limit(held, wait_seconds)
        held.enter_context(one_writer(settings.warehouse, wait_seconds=wait_seconds, notify=notify))
        yield


def _enter_limit(held: ExitStack, wait_seconds: float) -> None:
    limit = concurrency(
        WRITER, timeout_seconds=wait_seconds, lease_duration=LEASE_SECONDS, raise_on_lease_renewal_failure=False
    )
    try:
        held.enter_context(limit)
    except TimeoutError as error:
        raise Transient(
            f"Another run holds Prefect's limit {WRITER!r}, and still does after {wait_seconds:.0f} s of waiting. Nothing was "
            "changed; run again when it has ended. 另一任务正在写入仓库，请待其结束后重试。"
        ) from error


def answer_those_waiting(names: tuple[str, ...]) -> int:
    """Cancel the other runs of these deployments whose time has come and which have not begun; this run does their work.

    So a hundred events, or ten missed nights, are one run: what they asked for was there before this one looks.
    """
    if deployment.id is None:
        return 0
    with get_client(sync_client=True) as client:
        waiting = client.read_flow_runs(
            deployment_filter=DeploymentFilter(name=DeploymentFilterName(any_=list(names))),
            flow_run_filter=FlowRunFilter.model_validate(
                {
                    "state": {"type": {"any_": [StateType.SCHEDULED]}},
                    "expected_start_time": {"before_": datetime.now(UTC)},
                }
            ),
        )
        others = [run for run in waiting if str(run.id) != str(flow_run.id)]
        for run in others:
            client.set_flow_run_state(
                run.id, Cancelled(message=f"Run {flow_run.name} does its work. 由该次运行一并完成。")
            )
    return len(others)
