"""The night: sweep the inbox, land what is new, build, check, publish, report. The schedule runs this very flow."""

import threading
from pathlib import Path

import click
from prefect import Flow, flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.schemas.objects import FlowRun, State
from prefect.runtime import deployment

from flows import marts
from flows.commands.report import share_rows
from flows.events import emit, emit_landed
from flows.inbox import by_day, orphans, received, settled
from flows.lake.place import Place
from flows.lake.writing import write as bring_up_lake
from flows.night import page as night_page
from flows.night import standing
from flows.night.alerts import tell_failure, tell_night
from flows.night.record import Night
from flows.night.turns import NIGHTLY, PROMPT, answer_those_waiting, writers_turn
from flows.receiving import Unlanded, clear_left_behind, receive_all
from flows.settings import Settings, settings
from flows.sources.collecting import collect
from flows.sources.declared import Source, read_sources
from flows.terminal import progress
from flows.working import working_warehouse
from schemas.errors import Transient
from schemas.events import SnapshotPublished

MOST_RUNS = 50  # task runs for landing in one night: beyond as many files, a run is a batch of them


def _is_transient(_task: object, _run: object, state: State) -> bool:
    return isinstance(state.result(raise_on_failure=False), Transient)


@task(task_run_name="{label}", retries=3, retry_delay_seconds=[1, 5, 20], retry_condition_fn=_is_transient)
def land_inputs(paths: list[Path], label: str) -> None:
    """Received files, one or a batch. What became of each stands in raw.attempts.

    Only what may pass by itself (a lock, a share) is tried again; what landed in the first try is then no longer there.
    One that fails holds up none of the others.
    """
    log = get_run_logger()
    for attempt in receive_all([path for path in paths if path.is_symlink() or path.exists()], settings(), log.info):
        log.info("%s: %s. %s", attempt.file_name, attempt.outcome, attempt.message)
        emit_landed(attempt)


@task(name="build", retries=2, retry_delay_seconds=5, retry_condition_fn=_is_transient)
def build_marts() -> None:
    marts.build(settings())


@task(name="check")
def check_marts() -> list[str]:
    """The quality checkpoint: raises before anything is published; what is only strange is told in the report."""
    return marts.check(settings())


@task(name="definitions")
def write_definitions() -> None:
    marts.write_docs(settings(), compiled=True)


@task(name="publish", retries=2, retry_delay_seconds=5, retry_condition_fn=_is_transient)
def publish_snapshot() -> None:
    marts.publish(settings())


@task(name="site")
def write_site() -> None:
    marts.write_site(settings())


@task(name="lake", retries=2, retry_delay_seconds=5, retry_condition_fn=_is_transient)
def write_lake() -> None:
    chosen = settings()
    with working_warehouse(chosen) as connection:
        bring_up_lake(connection, Place(str(chosen.lake_place)), get_run_logger().info)


def refresh_lake(night: Night) -> None:
    """Bring the lake to what has landed; what fails is told, and the next run writes it: the snapshot stands already."""
    with night.part("数据湖 lake"):
        state = write_lake(return_state=True)
    night.failures += _failures("lake", state)


def refresh_marts(night: Night) -> None:
    """Build the marts, check them, publish the snapshot, and leave the shares as an artifact."""
    with night.part("构建 build"):
        build_marts()
    with night.part("检查 check"):
        night.warnings = check_marts()
    with night.part("发布 publish"):
        publish_snapshot()
    night.built = True
    night.changes = standing.changes(settings().published)
    emit(SnapshotPublished(fingerprint=marts.fingerprint(settings()), changes=night.changes))
    create_table_artifact(
        key="provincial-shares",
        table=share_rows(settings().published),
        description="占全省比重 / shares of the province",
    )


def refresh_pages(night: Night) -> None:
    """Write the definitions and the site; what fails is told, and the next run writes it: the snapshot stands already."""
    for name, write in (("口径网页 definitions", write_definitions), ("网页 site", write_site)):
        with night.part(name):
            state = write(return_state=True)
        night.failures += _failures(name, state)


@task(task_run_name="{source.name}", retries=3, retry_delay_seconds=[1, 5, 20], retry_condition_fn=_is_transient)
def fetch_source(source: Source) -> list[str]:
    """Bring what a source offers anew into the inbox; returns what could not be taken, and why."""
    came, refused = collect(source, settings().inbox, settings().fetched)
    get_run_logger().info("%s: %s files came, %s could not be taken", source.name, len(came), len(refused))
    return [f"{source.name}: {refusal}" for refusal in refused]


def fetch(night: Night) -> None:
    """Ask every declared source that has a place to fetch from."""
    for source in read_sources(settings().sources):
        if source.place is not None:
            state = fetch_source(source, return_state=True)
            found = state.result(raise_on_failure=False)
            night.failures += [f"{source.name}: {found}"] if isinstance(found, Exception) else found


def land(night: Night, *, prompt: bool) -> None:
    """Land what lies complete in the inbox, in the order of the days it describes; what fails stays there."""
    chosen = settings()
    with working_warehouse(chosen) as connection:
        tried_before = standing.attempts_so_far(connection)
    if tried_before and not chosen.inbox.is_dir():
        night.failures.append(f"{chosen.inbox}: not there. Is the share mounted? 收件箱不存在，请检查共享是否已挂载。")
    complete: list[Path] = []
    try:
        complete = _complete(night, chosen, prompt=prompt)
    except Transient as failure:  # the share went meanwhile
        night.failures.append(str(failure))
    if complete:
        threading.Thread(target=marts.warm_up, args=[chosen], daemon=True).start()
    paths, size = by_day(complete), -(-len(complete) // MOST_RUNS)
    for first in progress(range(0, len(paths), max(size, 1)), "装载 land"):
        batch = paths[first : first + size]
        state = _land(batch)
        if len(batch) == 1 or state.is_completed() or _is_transient(None, None, state):
            night.failures += _failures(_label(batch), state)
        else:  # an error of our own on one of them: each alone, so that it spoils nothing for the others
            for path in (path for path in batch if path.exists()):
                night.failures += _failures(path.name, _land([path]))
    with working_warehouse(chosen) as connection:
        night.attempts = standing.attempts_since(connection, tried_before)


def _complete(night: Night, chosen: Settings, *, prompt: bool) -> list[Path]:
    """The files of the inbox to land now; those that are still being written, and sidecars without a file, are noted."""
    with working_warehouse(chosen) as connection:
        night.failures += clear_left_behind(connection, chosen.inbox)
    night.orphans = [path.name for path in orphans(chosen.inbox)]
    waiting = received(chosen.inbox)
    if prompt:
        waiting = standing.not_refused_before(chosen, waiting)
    complete, moving = settled(waiting, chosen.settle_seconds)
    night.moving = [path.name for path in moving]
    return complete


def _land(batch: list[Path]) -> State[None]:
    return land_inputs(batch, _label(batch), return_state=True)


def _label(batch: list[Path]) -> str:
    return batch[0].name + (f" and {len(batch) - 1} more" if len(batch) > 1 else "")


def _failures(label: str, state: State[None]) -> list[str]:
    if state.is_completed():
        return []
    failure = state.result(raise_on_failure=False)
    if isinstance(failure, Unlanded):
        return list(failure.args)
    return [f"{label}: {str(failure).removeprefix(f'{label}: ')}"]


def look(night: Night) -> None:
    """How things stand at the end: what is refused, overdue, disputed."""
    chosen = settings()
    with working_warehouse(chosen) as connection:
        night.refused = standing.refused(connection, chosen.inbox)
        night.overdue = standing.overdue(connection, chosen)
    if chosen.published.exists():
        night.disagreements = standing.disagreements(chosen.published)


def report(night: Night) -> None:
    """The page, the artifact, and the alerts and events of what was not told before."""
    chosen = settings()
    night_page.write_page(night, chosen.site)
    create_markdown_artifact(key="night", markdown=night_page.markdown(night), description="夜间任务报告 / the night")
    for alert in tell_night(night, chosen):
        if alert.event:
            emit(alert.event)


def _say(message: str) -> None:
    """To the run's log, and to whoever sits before it."""
    get_run_logger().info(message)
    click.echo(message, err=True)


def _tell_failure(flow: Flow[..., object], flow_run: FlowRun, state: State) -> None:
    """Prefect names the arguments."""
    failure = state.result(raise_on_failure=False)
    if isinstance(failure, Transient) and deployment.id is None:
        return  # whoever started it by hand reads it there
    tell_failure(str(failure), settings())


@flow(name="nightly", on_failure=[_tell_failure], on_crashed=[_tell_failure])
def nightly(prompt: bool = False, wait_seconds: float | None = None) -> Night:
    """Sweep the inbox and, when anything is new since the last snapshot, build and publish. Then say how it stands.

    `prompt`: an event asked for it; what was refused before and has not changed is left for the night.
    """
    chosen: Settings = settings()
    night = Night()
    answer_those_waiting((PROMPT,) if prompt else (PROMPT, NIGHTLY))
    with writers_turn(chosen, chosen.lock_wait_seconds if wait_seconds is None else wait_seconds, _say):
        if not prompt:
            with night.part("取件 fetch"):
                fetch(night)
        with night.part("入库 land"):
            land(night, prompt=prompt)
        with night.part("比对 compare"):
            current = marts.is_current(chosen)
        if not current:
            refresh_marts(night)
        if not marts.pages_stand(chosen):
            refresh_pages(night)
        if chosen.lake:
            refresh_lake(night)
        with night.part("盘点 look"):
            look(night)
    with night.part("报告 report"):
        report(night)
    return night
