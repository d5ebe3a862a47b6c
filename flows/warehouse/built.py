"""What the marts in the working warehouse were built from, part by part, and which models a changed part reaches."""

import hashlib
from collections.abc import Iterable
from typing import Any

import duckdb

DEFINITIONS = "definitions"
STALE = "stale"
# source of the dbt project -> rows that differ when it differs; what is only ever added to is known by its keys
ROWS = {
    "zhanbi.documents": "select reading_id from raw.documents",
    "zhanbi.observations": "select reading_id, observation_id from raw.observations",
    "zhanbi.extracts": "from raw.extracts",
    "zhanbi.recognitions": "select extract_id, row_number from raw.recognitions",
    "zhanbi.quarantine": "from raw.quarantine",
    "zhanbi.attempts": "from raw.attempts",
    "zhanbi.decisions": "from raw.decisions",
    "zhanbi.recognition_links": "from raw.recognition_links",
    "zhanbi.link_decisions": "from raw.link_decisions",
    "history.entity_versions": "from history.extracts",
    "history.published_figures": "from history.published_figures",
}
# no reason to build by themselves: every night adds attempts, and publishes what the next one compares with
PASSIVE = {"zhanbi.attempts", "history.published_figures"}
MATCHED = ("zhanbi.recognitions", "history.entity_versions")  # what the matching of names goes by
# by md5: DuckDB's own hash() is equal for some texts of over eight bytes that differ in two places
_CONTENT = "select count(*) || ':' || coalesce(sum(md5_number_lower(to_json(t))), 0) from ({rows}) as t"
_MADE = "create schema if not exists builds; create table if not exists builds.parts (part varchar primary key, content varchar not null)"

Parts = dict[str, str]


def sources(connection: duckdb.DuckDBPyConnection, named: Iterable[str] = ROWS) -> Parts:
    """What each source of the dbt project, or each named one, holds now."""
    return {source: _content(connection, ROWS[source]) for source in named}


def differs(before: Parts, now: Parts) -> bool:
    return any(before.get(part) != content for part, content in now.items())


def fingerprint(parts: Parts) -> str:
    """One word for all that is a reason to build anew."""
    kept = {part: content for part, content in parts.items() if part == DEFINITIONS or part in ROWS.keys() - PASSIVE}
    return hashlib.sha256(repr(sorted(kept.items())).encode()).hexdigest()


def recall(connection: duckdb.DuckDBPyConnection) -> Parts:
    """What the marts were built from; nothing when no build has ended well since the last began."""
    connection.execute(_MADE)
    return dict(connection.execute("select part, content from builds.parts").fetchall())


def forget(connection: duckdb.DuckDBPyConnection) -> None:
    """Before a build: one that fails halfway leaves models of which nobody can say what they hold."""
    connection.execute("delete from builds.parts")


def remember(connection: duckdb.DuckDBPyConnection, built_from: Parts) -> None:
    """After a build that ended well, with what was there when it began."""
    connection.executemany("insert into builds.parts values (?, ?)", list(built_from.items()))


def mark_stale(before: Parts, now: Parts, manifest: Any) -> None:
    """Tag the tables and tests of dbt's manifest that a change since `before` reaches with STALE.

    The definitions being the same, views show what is there now by themselves.
    """
    changed = {f"source.zhanbi.{part}" for part in ROWS if before.get(part) != now[part]}
    for name in reached(changed, manifest.child_map) & manifest.nodes.keys():
        if manifest.nodes[name].config.materialized != "view":
            manifest.nodes[name].tags.append(STALE)


def reached(changed: Iterable[str], children: dict[str, list[str]]) -> set[str]:
    """All that follows from what changed."""
    found: set[str] = set()
    waiting = list(changed)
    while waiting:
        new = set(children.get(waiting.pop(), ())) - found
        found |= new
        waiting.extend(new)
    return found


def _content(connection: duckdb.DuckDBPyConnection, rows: str) -> str:
    found = connection.execute(_CONTENT.format(rows=rows)).fetchone()
    return str(found[0]) if found else ""
