"""The night: sweep the inbox, land what is new, build, check, publish, report. The schedule runs this very flow."""

from pathlib import Path

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_table_artifact
from prefect.client.schemas.objects import State

from flows import marts
from flows.inbox import orphans, received
from flows.receiving import receive
from flows.report import Night, share_rows
from flows.settings import Settings, settings
from flows.warehouse.landing import Attempt
from schemas.errors import Transient


def _is_transient(_task: object, _run: object, state: State) -> bool:
    return isinstance(state.result(raise_on_failure=False), Transient)


@task(task_run_name="{path.name}", retries=3, retry_delay_seconds=[1, 5, 20], retry_condition_fn=_is_transient)
def land_input(path: Path) -> Attempt:
    """One received file: a run of its own, so that its history and its failure are its own.

    Only what may pass by itself (a lock, a share) is tried again.
    """
    attempt = receive(path, settings(), get_run_logger().info)
    get_run_logger().info("%s: %s. %s", attempt.file_name, attempt.outcome, attempt.message)
    return attempt


@task(name="build", retries=2, retry_delay_seconds=5, retry_condition_fn=_is_transient)
def build_marts() -> None:
    marts.build(settings())
    marts.write_docs(settings(), compiled=True)


@task(name="check")
def check_marts() -> None:
    """The quality checkpoint: raises before anything is published; what is only strange becomes an artifact."""
    warnings = marts.check(settings())
    if warnings:
        rows = [{"warning": warning} for warning in warnings]
        create_table_artifact(key="quality-warnings", table=rows, description="质量警告 / quality warnings")


@task(name="publish", retries=2, retry_delay_seconds=5, retry_condition_fn=_is_transient)
def publish_snapshot() -> None:
    marts.publish(settings())


@task(name="site")
def write_site() -> None:
    marts.write_site(settings())


@flow(name="marts")
def refresh_marts() -> None:
    """Build the marts, check them, publish the snapshot, and leave the shares as an artifact."""
    build_marts()
    check_marts()
    publish_snapshot()
    write_site()
    create_table_artifact(
        key="provincial-shares",
        table=share_rows(settings().published),
        description="占全省比重 / shares of the province",
    )


@flow(name="nightly")
def nightly() -> Night:
    """Sweep the inbox and, when anything is new since the last snapshot, build and publish."""
    chosen: Settings = settings()
    night = Night(attempts=[], failures=[], orphans=[path.name for path in orphans(chosen.inbox)], built=False)
    for path in received(chosen.inbox):
        state = land_input(path, return_state=True)
        if state.is_completed():
            night.attempts.append(state.result())
        else:
            night.failures.append(f"{path.name}: {state.message}")
    if not marts.is_current(chosen):
        refresh_marts()
        night.built = True
    if night.attempts:
        create_table_artifact(key="night", table=[_row(attempt) for attempt in night.attempts])
    return night


def _row(attempt: Attempt) -> dict[str, str]:
    return {"file": attempt.file_name, "outcome": attempt.outcome, "message": attempt.message}
