"""What Prefect is told: the night by the clock, the same flow by an event, and the limit of one writer."""

from prefect import get_client
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import GlobalConcurrencyLimitUpdate
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterName, FlowRunFilter
from prefect.client.schemas.objects import State, StateType
from prefect.events import DeploymentEventTrigger
from prefect.runner import Runner
from prefect.schedules import Cron
from prefect.states import Crashed

from flows.night.turns import NIGHTLY, PROMPT, WRITER
from flows.nightly import nightly
from schemas.events import FileReceived

SCHEDULE = Cron("0 2 * * *", timezone="Asia/Shanghai")
PATIENCE = 1800  # seconds that an unattended run waits for another writer
LEFT_BEHIND = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]


async def deploy(runner: Runner) -> None:
    """Make the limit and both deployments, or bring them up to date; then sweep once for the time without a server."""
    trigger = DeploymentEventTrigger(
        name="zhanbi: files received",
        expect={FileReceived.name},
        parameters={"prompt": True, "wait_seconds": PATIENCE},
    )
    async with get_client() as client:
        await client.upsert_global_concurrency_limit_by_name(WRITER, limit=1)
        # whatever held it was a run of a server that is no longer there
        await client.update_global_concurrency_limit(WRITER, GlobalConcurrencyLimitUpdate(active_slots=0))
        await _bury(client)
        night = await runner.aadd_flow(nightly, name=NIGHTLY, schedule=SCHEDULE, parameters={"wait_seconds": PATIENCE})
        await runner.aadd_flow(
            nightly, name=PROMPT, triggers=[trigger], parameters={"prompt": True, "wait_seconds": PATIENCE}
        )
        await client.create_flow_run_from_deployment(night, name="sweep-at-start")


async def _bury(client: PrefectClient) -> None:
    """Runs that a server which is gone left as running: the sweep at start finishes their work."""
    runs = await client.read_flow_runs(
        deployment_filter=DeploymentFilter(name=DeploymentFilterName(any_=[NIGHTLY, PROMPT])),
        flow_run_filter=FlowRunFilter.model_validate({"state": {"type": {"any_": LEFT_BEHIND}}}),
    )
    for run in runs:
        state: State[None] = Crashed(
            message="The server was stopped in the middle of it; the sweep at start finishes its work."
        )
        await client.set_flow_run_state(run.id, state, force=True)
