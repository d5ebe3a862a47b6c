"""What is exported: the tables of one published snapshot with their descriptions, and which snapshot it is."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from flows.warehouse.connection import reader
from schemas.errors import Transient

SYNTHETIC = (
    "含合成数据：名册为合成样例，非真实登记数据。 Contains SYNTHETIC data: the registers are samples, not real ones."
)
_LAST_CHINESE = re.compile(r".*[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", re.DOTALL)


class Column(msgspec.Struct, frozen=True):
    name: str
    type: str
    required: bool
    zh: str
    en: str


class Table(msgspec.Struct, frozen=True):
    name: str
    zh: str
    en: str
    columns: list[Column]
    key: list[str]


class Source(msgspec.Struct, frozen=True):
    """An open snapshot."""

    connection: Any
    tables: list[Table]
    fingerprint: str
    version: str
    built_at: datetime
    sha256: str
    synthetic: bool

    def columns(self, query: str) -> list[str]:
        return [column[0] for column in self.connection.execute(query).description]

    def rows(self, query: str) -> list[dict[str, Any]]:
        names = self.columns(query)
        return [dict(zip(names, row, strict=True)) for row in self.connection.fetchall()]

    @property
    def label(self) -> dict[str, str]:
        """Which snapshot a file was made from: stands in every export."""
        facts = {
            "snapshot": self.fingerprint,
            "built_at": self.built_at.isoformat(timespec="seconds"),
            "snapshot_sha256": self.sha256,
            "zhanbi": self.version,
        }
        return facts | ({"synthetic": SYNTHETIC} if self.synthetic else {})


@contextmanager
def opened(published: Path) -> Iterator[Source]:
    """The snapshot, open and hashed. Raises Transient when a night replaced it in between."""
    with reader(published) as connection:
        before = published.stat().st_ino
        with published.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        ((fingerprint, version, built_at),) = connection.execute("from build_info").fetchall()
        source = Source(connection, _tables(connection), fingerprint, version, built_at, sha256, _synthetic(connection))
        yield source
        if published.stat().st_ino != before:
            raise Transient(
                f"{published}: a new snapshot was published meanwhile. Export again. 快照已更新，请重新导出。"
            )


def _synthetic(connection: duckdb.DuckDBPyConnection) -> bool:
    row = connection.execute("select coalesce(bool_or(synthetic), false) from quality_summary").fetchone()
    return bool(row and row[0])


def _tables(connection: duckdb.DuckDBPyConnection) -> list[Table]:
    columns: dict[str, list[Column]] = {}
    for table, name, kind, required, comment in connection.execute(
        "select table_name, column_name, data_type, not is_nullable, comment from duckdb_columns() "
        "where database_name = current_database() and not internal order by table_name, column_index"
    ).fetchall():
        columns.setdefault(table, []).append(Column(name, kind, required, *_languages(comment or "")))
    keys = dict(
        connection.execute(
            "select table_name, constraint_column_names from duckdb_constraints() where constraint_type = 'PRIMARY KEY'"
        ).fetchall()
    )
    tables = connection.execute("select table_name, comment from duckdb_tables() order by table_name").fetchall()
    return [Table(name, *_languages(comment or ""), columns[name], keys.get(name, [])) for name, comment in tables]


def _languages(comment: str) -> tuple[str, str]:
    """The Chinese and the English half of a description; they stand in this order."""
    zh, blank, en = comment.partition("\n\n")
    if not blank:
        found = _LAST_CHINESE.match(comment)
        zh = found[0] if found else ""
        en = comment[len(zh) :]
    return zh.strip(" /\n"), en.strip(" /\n")
