"""dbt build, quality checkpoint, publish the snapshot and the definitions site. Knows no orchestrator."""

import hashlib
import importlib
import os
import shutil
from importlib.metadata import version

from flows.matching import match_recognitions
from flows.settings import ROOT, Settings
from flows.site.build import Built
from flows.site.build import build as build_site
from flows.warehouse import checkpoint, metric_views, snapshot
from flows.warehouse.connection import writer
from schemas.errors import ZhanbiError

# what makes a row of a raw table the row it is: when any of these changes, the marts are built anew
IDENTITIES = {
    "documents": "reading_id",
    "extracts": "extract_id || metadata_hash",
    "quarantine": "quarantine_id || state",
    "decisions": "decision_id",
    "recognition_links": "to_json(t)",
    "link_decisions": "to_json(t)",
}
_IDENTITY = "select count(*), bit_xor(hash({id})) from raw.{table} as t"
SOURCES = ("dbt_project", "schemas/expectations", "schemas/vocabulary", "flows/warehouse")


def warm_up() -> None:
    """Import what a build needs. In a thread of its own while Prefect's server starts, this costs no time."""
    for module in ("dbt.cli.main", "great_expectations"):
        importlib.import_module(module)


def fingerprint(settings: Settings) -> str:
    """What a build depends on: every landed input and every line of the models, the seeds and the vocabulary."""
    hasher = hashlib.sha256(version("zhanbi").encode())
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".sql", ".yml", ".csv", ".md", ".py"}:
                hasher.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    with writer(settings.warehouse, wait_seconds=settings.lock_wait_seconds) as connection:
        inputs = [
            connection.execute(_IDENTITY.format(id=key, table=table)).fetchone() for table, key in IDENTITIES.items()
        ]
    hasher.update(repr(inputs).encode())
    return hasher.hexdigest()


def is_current(settings: Settings) -> bool:
    """Whether the published snapshot was built from exactly what is landed now."""
    return snapshot.fingerprint_of(settings.published) == fingerprint(settings)


def build(settings: Settings) -> None:
    """Bring histories and links up to date, then run every seed, model and data test of the dbt project.

    Raises ZhanbiError that names what failed.
    The unit tests prove the models, not the night's data; the project's own tests run them.
    """
    with writer(settings.warehouse, wait_seconds=settings.lock_wait_seconds) as connection:
        match_recognitions(connection)
    with writer(settings.warehouse, wait_seconds=settings.lock_wait_seconds) as connection:
        snapshot.remember(connection, settings.published)
    _dbt(settings, "build", "--exclude-resource-type", "unit_test")


def check(settings: Settings) -> list[str]:
    """Hold the built marts against schemas/expectations; returns the warnings, raises ZhanbiError where publishing must wait."""
    return checkpoint.check(settings.warehouse, settings.published, settings.site / "quality")


def publish(settings: Settings) -> None:
    snapshot.publish(
        settings.warehouse,
        settings.published,
        fingerprint=fingerprint(settings),
        version=version("zhanbi"),
        days_kept=settings.snapshots_kept_days,
        views="\n".join(file.read_text(encoding="utf-8") for file in (metric_views.FILE, snapshot.MACROS)),
    )


def write_docs(settings: Settings, *, compiled: bool) -> None:
    """The definitions site as one static file, data/site/docs/index.html; `compiled` where `build` has just run."""
    with writer(settings.warehouse, wait_seconds=settings.lock_wait_seconds):
        pass  # the definitions can be read before anything has landed
    _dbt(settings, "docs", "generate", "--static", *(["--no-compile"] if compiled else []))
    target = settings.site / "docs" / "index.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(settings.dbt / "target" / "static_index.html", target)


def write_site(settings: Settings) -> Built:
    """The site of figures with their sources, data/site/index.html; only what changed is written."""
    return build_site(settings.published, settings.site)


def _dbt(settings: Settings, *command: str) -> None:
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    os.environ["ZHANBI_WAREHOUSE"] = str(settings.warehouse)
    os.environ.setdefault("DO_NOT_TRACK", "1")
    result = dbtRunner().invoke(
        [
            *("--log-level", "none", "--log-level-file", "info", "--log-path", str(settings.dbt / "logs")),
            *command,
            *("--project-dir", str(settings.dbt_project), "--profiles-dir", str(settings.dbt_project)),
            *("--target-path", str(settings.dbt / "target")),
        ]
    )
    DuckDBConnectionManager.close_all_connections()  # it would keep the file, and its lock, open in this process
    if result.success:
        return
    if result.exception:
        raise ZhanbiError(f"dbt {command[0]}: {result.exception}")
    failed = [
        f"{outcome.node.name}: {outcome.message}"
        for outcome in getattr(result.result, "results", [])
        if outcome.status in ("error", "fail", "runtime error")
    ]
    raise ZhanbiError(
        "dbt build failed; the published snapshot stays as it was.\n  "
        + "\n  ".join(failed)
        + f"\nThe whole log: {settings.dbt / 'logs' / 'dbt.log'}"
    )
