"""The lake brought to what the warehouse says: what landed is added, what was superseded or corrected is replaced.

The warehouse's transaction decides what has landed; the lake follows. Each part is one commit of its Delta table, and the
last commit, of `contents`, makes all of them count together. Whatever is killed on the way, the next call finds by what
`contents` says which parts are missing, and writes these again in the place of what is there.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from flows.lake.contents import LAYOUT, NAME, Held, check_owner, recall, remember, warehouse_of
from flows.lake.place import Place, told
from flows.lake.tables import TABLES, WHOLE, Part, Table, parts, select

if TYPE_CHECKING:
    import duckdb
    from deltalake import DeltaTable

DAYS_KEPT = 7  # of files that no version needs any more: readers may be on their way
_BATCH = 100_000  # rows at a time
_MEMORY = "512MB"  # of DuckDB while it reads; more makes it no faster


class Written(NamedTuple):
    """What came of it."""

    parts: int
    rows: int
    removed: int  # parts that are no longer in the warehouse


def write(
    connection: "duckdb.DuckDBPyConnection", place: Place, notify: Callable[[str], None] = lambda message: None
) -> Written:
    """Bring the lake to what the open warehouse says. With nothing new nothing is written."""
    place.made()
    connection.execute(f"set memory_limit = '{_MEMORY}'; set preserve_insertion_order = false")
    before, warehouse = recall(place), warehouse_of(connection)
    check_owner(place, before, warehouse)
    held: list[Held] = []
    done = Written(0, 0, 0)
    for table in TABLES:
        known = {each.part: each for each in before if each.table_name == table.name}
        found = {part.name: part for part in parts(connection, table)}
        stale = [part for part in found.values() if part.name not in known or known[part.name].content != part.content]
        gone = [name for name in known if name not in found]
        if stale or gone:
            notify(f"{table.name}: {len(stale)} to write, {len(gone)} to take out")
        written = {part.name: _write(connection, place, table, part) for part in stale}
        for name in gone:
            _take_out(place, table, name)
        version = _version(place, table) if stale or gone else next((each.version for each in known.values()), 0)
        held += [
            Held(warehouse, LAYOUT, table.name, version, name, part.content, written.get(name, _rows(known, name)))
            for name, part in found.items()
        ]
        done = Written(done.parts + len(stale), done.rows + sum(written.values()), done.removed + len(gone))
    if done.parts or done.removed:
        remember(place, held)
        vacuum(place, DAYS_KEPT * 24)
    return done


class Standing(NamedTuple):
    """One table of the lake, whole, as a reader should take it."""

    table: str
    rows: int
    parts: int
    version: int
    address: str


def standing(place: Place, held: list[Held]) -> list[Standing]:
    """The tables and the version of each that counts."""
    return [
        Standing(
            table.name,
            sum(each.rows for each in own),
            sum(each.part != WHOLE or table.key is None for each in own),
            own[0].version,
            place.table(table.name),
        )
        for table in TABLES
        if (own := [each for each in held if each.table_name == table.name])
    ]


def look(place: Place) -> tuple[int, int]:
    """How many tables and rows there are. Raises ZhanbiError when a run could not read them, or not write there."""
    from deltalake import DeltaTable

    place.try_writing()
    found = standing(place, recall(place))
    with told(place):
        for each in found:
            DeltaTable(each.address, version=each.version, storage_options=place.options)
    return len(found), sum(each.rows for each in found)


def vacuum(place: Place, hours: int) -> int:
    """Remove the files that nothing needs: of versions older than `hours` that do not count, and what killed runs left."""
    removed, kept = 0, {each.table_name: each.version for each in recall(place)}
    with told(place):
        for name in (*kept, NAME):
            table = _table(place, name)
            versions = [kept[name]] if name in kept else None
            removed += len(
                table.vacuum(hours, dry_run=False, enforce_retention_duration=False, full=True, keep_versions=versions)
            )
    return removed


def _write(connection: "duckdb.DuckDBPyConnection", place: Place, table: Table, part: Part) -> int:
    """One part in the place of what the table had of it: one commit; returns its rows."""
    from deltalake import WriterProperties, write_deltalake

    given = {} if table.key is None else {"part": part.name}
    counted = connection.execute(f"select count(*) from ({select(connection, table)})", given).fetchone()
    rows = connection.execute(select(connection, table), given).to_arrow_reader(_BATCH)
    with told(place):
        write_deltalake(
            place.table(table.name),
            rows,
            mode="overwrite",
            partition_by=list(table.folders) or None,
            predicate=table.predicate(part.name),
            schema_mode="overwrite" if table.key is None else "merge",
            storage_options=place.options,
            writer_properties=WriterProperties(compression="ZSTD"),
        )
    return int(counted[0]) if counted else 0


def _take_out(place: Place, table: Table, part: str) -> None:
    with told(place):
        _table(place, table.name).delete(table.predicate(part))


def _version(place: Place, table: Table) -> int:
    with told(place):
        return _table(place, table.name).version()


def _table(place: Place, name: str) -> "DeltaTable":
    from deltalake import DeltaTable

    return DeltaTable(place.table(name), storage_options=place.options)


def _rows(known: dict[str, Held], part: str) -> int:
    return known[part].rows if part in known else 0
