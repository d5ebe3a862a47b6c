"""dbt build, quality checkpoint, publish the snapshot and the definitions site. Knows no orchestrator."""

import hashlib
import importlib
import os
import threading
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.matching import match_recognitions
from flows.settings import ROOT, Settings
from flows.site.build import Built
from flows.site.build import build as build_site
from flows.site.build import stands as site_stands
from flows.warehouse import built, checking, disk, history, metric_views, snapshot
from flows.warehouse.files import write_text
from flows.working import working_warehouse
from schemas.errors import Transient, ZhanbiError

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

SOURCES = ("dbt_project", "schemas/expectations", "schemas/vocabulary", "flows/warehouse", "flows/registry/matching")
_one_dbt = threading.RLock()  # it keeps its settings in globals
_manifests: dict[str, "Manifest"] = {}  # read ahead by `warm_up`; a build uses its manifest up


def warm_up(settings: Settings) -> None:
    """Import what a build needs and read the models, in a thread of its own while inputs land; the check has a process of its own."""
    checking.start(*_checked(settings))
    importlib.import_module("dbt.cli.main")
    defined = definitions()
    with _one_dbt, suppress(ZhanbiError):  # the build says what is wrong with the models
        if defined not in _manifests:
            _manifests[defined] = _parsed(settings)


def definitions() -> str:
    """Every line of the models, the seeds, the vocabulary and of what writes the warehouse."""
    hasher = hashlib.sha256(version("zhanbi").encode())
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".sql", ".yml", ".csv", ".md", ".py"}:
                hasher.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return hasher.hexdigest()


def is_current(settings: Settings) -> bool:
    """Whether the published snapshot was built from exactly what is landed now."""
    with working_warehouse(settings) as connection:
        now = built.sources(connection) | {built.DEFINITIONS: definitions()}
    return snapshot.fingerprint_of(settings.published) == built.fingerprint(now)


def bring_up(settings: Settings) -> None:
    """Histories and links follow what has landed."""
    with working_warehouse(settings) as connection:
        history.update(connection)
        matched = built.sources(connection, built.MATCHED) | {built.DEFINITIONS: definitions()}
        if built.differs(built.recall(connection), matched):
            match_recognitions(connection)


def build(settings: Settings) -> None:
    """Bring histories and links up to date, then build and test with dbt what a changed source or definition reaches.

    Raises ZhanbiError that names what failed; the next build is then one of everything.
    The unit tests prove the models, not the night's data; the project's own tests run them.
    """
    bring_up(settings)
    with working_warehouse(settings) as connection:
        snapshot.remember(connection, settings.published)
        before, now = built.recall(connection), built.sources(connection) | {built.DEFINITIONS: definitions()}
        if not built.differs(before, now):
            return
        built.forget(connection)
    with _one_dbt:
        manifest = _manifests.pop(now[built.DEFINITIONS], None) or _parsed(settings)
        selection = ["--exclude-resource-type", "unit_test"]
        if before.get(built.DEFINITIONS) == now[built.DEFINITIONS]:
            built.mark_stale(before, now, manifest)
            selection = ["--select", f"tag:{built.STALE}", "--indirect-selection", "empty"]
        _dbt(settings, "build", "--no-write-json", *selection, manifest=manifest)
    with working_warehouse(settings) as connection:
        built.remember(connection, now)


def check(settings: Settings) -> list[str]:
    """Hold the built marts against schemas/expectations; returns the warnings, raises ZhanbiError where publishing must wait."""
    return checking.check(*_checked(settings))


def _checked(settings: Settings) -> tuple[Path, Path, Path]:
    return settings.warehouse, settings.published, settings.site / "quality"


def fingerprint(settings: Settings) -> str:
    """One word for what the marts in the warehouse were built from."""
    with working_warehouse(settings) as connection:
        return built.fingerprint(built.recall(connection))


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
    """The definitions site as one static file, data/site/docs/index.html.

    `compiled` where `build` has run: then only definitions that changed are a reason to write it.
    """
    if compiled and _docs_stand(settings):
        return
    with working_warehouse(settings):
        pass  # the definitions can be read before anything has landed
    with _one_dbt:
        _dbt(settings, "parse")  # the page is made from the manifest that this writes
        _dbt(settings, "docs", "generate", "--static", *(["--no-compile"] if compiled else []))
    page = (settings.dbt / "target" / "static_index.html").read_text(encoding="utf-8")
    write_text(_docs(settings), page + _mark())


def pages_stand(settings: Settings) -> bool:
    """Whether the definitions and the site are those of what is published; not so after a night cut short before them."""
    return _docs_stand(settings) and site_stands(settings.published, settings.site)


def _docs(settings: Settings) -> Path:
    return settings.site / "docs" / "index.html"


def _mark() -> str:
    return f"<!-- definitions {definitions()} -->"


def _docs_stand(settings: Settings) -> bool:
    page = _docs(settings)
    return page.exists() and page.read_text(encoding="utf-8").endswith(_mark())


def write_site(settings: Settings) -> Built:
    """The site of figures with their sources, data/site/index.html; only what changed is written."""
    return build_site(settings.published, settings.site)


def _kind_of_failure(messages: list[str]) -> type[ZhanbiError]:
    return Transient if any(map(disk.refuses, messages)) else ZhanbiError


def _parsed(settings: Settings) -> "Manifest":
    manifest: Manifest = _dbt(settings, "parse", "--no-write-json")
    return manifest


def _dbt(settings: Settings, *command: str, manifest: "Manifest | None" = None) -> Any:
    """What the command results in. Raises ZhanbiError that names what failed."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    os.environ["ZHANBI_WAREHOUSE"] = str(settings.warehouse)
    os.environ.setdefault("DO_NOT_TRACK", "1")
    result = dbtRunner(manifest=manifest).invoke(
        [
            *("--log-level", "none", "--log-level-file", "none", "--log-path", str(settings.dbt / "logs")),
            *command,
            *("--project-dir", str(settings.dbt_project), "--profiles-dir", str(settings.dbt_project)),
            *("--target-path", str(settings.dbt / "target")),
        ]
    )
    DuckDBConnectionManager.close_all_connections()  # it would keep the file, and its lock, open in this process
    if result.success:
        return result.result
    if result.exception:
        raise _kind_of_failure([str(result.exception)])(f"dbt {command[0]}: {result.exception}")
    failed = [
        f"{outcome.node.name}: {outcome.message}"
        for outcome in getattr(result.result, "results", [])
        if outcome.status in ("error", "fail", "runtime error")
    ]
    raise _kind_of_failure(failed)(
        "dbt build failed; the published snapshot stays as it was.\n  "
        + "\n  ".join(failed)
        + f"\nThe SQL of a failed test lies below {settings.dbt / 'target' / 'compiled'}; it selects the rows that failed."
    )
