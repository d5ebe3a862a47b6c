"""What the lake holds whole: one small table that names, of every other, the version and the parts that belong together.

A reader takes this table first and each other at the version it names: so an extract is there with its ledger, its
history and its refused rows, or not at all, though each table is a Delta table with commits of its own.
"""

from typing import TYPE_CHECKING

import msgspec

from flows.lake.place import Place, told
from schemas.errors import UsageError

if TYPE_CHECKING:
    import duckdb

NAME = "contents"
LAYOUT = 1  # of the lake; another number for what an older zhanbi could not go on writing


class Held(msgspec.Struct, frozen=True):
    """One part of one table, in the version of the table that counts."""

    warehouse: str  # that the lake belongs to
    layout: int
    table_name: str
    version: int
    part: str
    content: str
    rows: int


def recall(place: Place) -> list[Held]:
    """What the lake holds; nothing where there is none. Raises UsageError when a newer zhanbi wrote it."""
    from deltalake import DeltaTable
    from deltalake.exceptions import TableNotFoundError

    with told(place):
        try:
            rows = DeltaTable(place.table(NAME), storage_options=place.options).to_pyarrow_table().to_pylist()
        except TableNotFoundError:
            return []
    newest = max((row.get("layout") or 0 for row in rows), default=LAYOUT)
    if newest > LAYOUT:
        raise UsageError(
            f"{place.url}: its layout is number {newest}, made by a newer zhanbi; this one knows {LAYOUT}. Upgrade zhanbi, or "
            "set ZHANBI_LAKE to a place of its own. 湖的结构版本比程序新，请升级程序。"
        )
    return [msgspec.convert(row, Held) for row in rows]


def remember(place: Place, held: list[Held]) -> None:
    """From now on the lake holds this: one commit."""
    import pyarrow as pa
    from deltalake import write_deltalake

    rows = pa.Table.from_pylist([msgspec.structs.asdict(each) for each in held])
    with told(place):
        write_deltalake(
            place.table(NAME), rows, mode="overwrite", schema_mode="overwrite", storage_options=place.options
        )


def warehouse_of(connection: "duckdb.DuckDBPyConnection") -> str:
    """What names a warehouse, also after it was restored from a backup: the moment at which it was made."""
    row = connection.execute("select strftime(min(since), '%Y-%m-%dT%H:%M:%S.%fZ') from raw.layouts").fetchone()
    return str(row[0]) if row else ""


def check_owner(place: Place, held: list[Held], warehouse: str) -> None:
    """Raises UsageError when the lake is another warehouse's: two would take each other's rows away."""
    if others := {each.warehouse for each in held} - {warehouse}:
        raise UsageError(
            f"{place.url}: belongs to another warehouse, made {others.pop()}; this one was made {warehouse}. Set ZHANBI_LAKE "
            "to a place of its own. 该湖属于另一个仓库，请另设位置。"
        )
