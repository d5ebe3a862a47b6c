"""One build of all models on an engine of many machines. Whole or not at all: what stood before stands until the end."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from flows import marts
from flows.lake.place import Place
from flows.settings import Settings
from flows.spark.engine import ENVIRONMENT, NO_ENVIRONMENT, engine, failure, without_secret
from flows.spark.handover import Handed, from_lake, hand_over, verify
from flows.warehouse import snapshot
from flows.warehouse.locking import one_writer
from flows.working import working_warehouse
from schemas.errors import Transient, UsageError

SOURCES = "models/staging/_zhanbi__sources.yml"
RESULTS = "run_results.json"
HANDED = "handed.json"


def tables(settings: Settings) -> Path:
    """The folder of the last build that ended well: layer/model/*.parquet."""
    return settings.spark / "current"


def build(settings: Settings, notify: Callable[[str], None] = lambda message: None) -> int:
    """Bring histories and links up to date, hand the landed rows over, run every model; how many models that are.

    Raises ZhanbiError that names what failed.
    """
    if not (ENVIRONMENT / "bin" / "python").exists():
        raise UsageError(NO_ENVIRONMENT)
    settings.spark.mkdir(parents=True, exist_ok=True)
    with one_writer(settings.spark / "build", wait_seconds=settings.lock_wait_seconds, notify=notify):
        marts.bring_up(settings)
        _hand_over(settings, notify)
        building = settings.spark / "building"
        shutil.rmtree(building, ignore_errors=True)  # of a build that was killed
        building.mkdir()
        remote = settings.spark_remote.get_secret_value() if settings.spark_remote else None
        with engine(remote, ENVIRONMENT, settings.spark) as address:
            _dbt(settings, building, address)
        shutil.copy(settings.spark / "target" / RESULTS, building / RESULTS)
        _show(building, tables(settings))
    return len(built_models(tables(settings)))


def built_models(folder: Path) -> set[str]:
    """layer/model of everything that the build in that folder made; a model without rows may have left no file."""
    if not (folder / RESULTS).exists():
        raise UsageError(f"{folder}: no build on an engine has ended yet. Run `zhanbi spark build`. 尚无构建结果。")
    results = json.loads((folder / RESULTS).read_text(encoding="utf-8"))["results"]
    made = (result["relation_name"] for result in results if result["status"] == "success" and result["relation_name"])
    return {name.replace("`", "").replace(".", "/") for name in made}


def _hand_over(settings: Settings, notify: Callable[[str], None]) -> None:
    """Leave in `handed.json` where the engine finds what the models read: in the lake, where there is one."""
    declared, folder = settings.dbt_project / SOURCES, settings.spark / "landed"
    with working_warehouse(settings, notify) as connection:
        if settings.published.exists():
            snapshot.remember(
                connection, settings.published
            )  # else `changes` would be told beside an older one than DuckDB's
        if settings.lake_place:
            handed: list[Handed] = from_lake(connection, declared, Place(settings.lake_place), notify)
        else:
            handed = hand_over(connection, declared, folder)
            verify(folder)
    (settings.spark / HANDED).write_text(json.dumps(handed), encoding="utf-8")


def _dbt(settings: Settings, building: Path, address: str) -> None:
    results = settings.spark / "target" / RESULTS
    results.unlink(missing_ok=True)
    command: list[str | Path] = [
        *(ENVIRONMENT / "bin" / "python", "-m", "flows.spark.session", settings.spark / HANDED),
        *("--log-path", settings.spark / "logs", "--no-use-colors", "build", "--target", "spark"),
        *("--exclude-resource-type", "unit_test", "--target-path", settings.spark / "target"),
        *("--project-dir", settings.dbt_project, "--profiles-dir", settings.dbt_project),
    ]
    try:
        done = subprocess.run(  # noqa: S603  our own environment
            command,
            env=os.environ | {"SPARK_REMOTE": address, "ZHANBI_SPARK_TABLES": str(building), "DO_NOT_TRACK": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=settings.spark,
            timeout=settings.spark_most_hours * 3600,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Transient(
            f"{without_secret(address)}: the build has not ended after {settings.spark_most_hours:g} hours. An engine waits "
            "without end for workers that are lost: start them, or raise ZHANBI_SPARK_MOST_HOURS, and run again. The tables of the "
            "build before stand as they were. 引擎未在限时内完成，请检查工作节点。"
        ) from error
    said = without_secret(done.stdout)
    (settings.spark / "build.log").write_text(said, encoding="utf-8")
    if done.returncode:
        tail = f"The tables of the build before stand as they were; all that the engine said is in {settings.spark / 'build.log'}."
        raise failure(_failed(results) or [said.strip()[-800:]], without_secret(address), tail)


def _failed(results: Path) -> list[str]:
    if not results.exists():
        return []
    outcomes = json.loads(results.read_text(encoding="utf-8"))["results"]
    return [
        f"{outcome['unique_id']}: {without_secret(str(outcome['message']).strip().split(chr(10) + '    at ')[0][:500])}"
        for outcome in outcomes
        if outcome["status"] in ("error", "fail", "runtime error")
    ]


def _show(building: Path, current: Path) -> None:
    """Move the finished folder to a name of its own, and let `current` point to it in one step."""
    done = building.rename(building.with_name(f"tables-{uuid4().hex[:12]}"))
    link = current.with_name(".current")
    link.unlink(missing_ok=True)
    link.symlink_to(done.name)
    link.replace(current)
    for older in current.parent.glob("tables-*"):
        if older.name != done.name:
            shutil.rmtree(older)
