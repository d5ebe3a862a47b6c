"""The marts over ten million register rows beside one plain aggregate over them, and what small nights cost; in one run.

`python benchmarks/marts.py [ROWS]`, 10,000,000 without it. The sample (bulletin, lists, SYNTHETIC register) is landed as
ever; rows made up here fill its register up to ROWS. What is compared is CPU time, so that a busy machine tells nothing.
"""

import importlib
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from flows import marts
from flows.inbox import received
from flows.receiving import receive_all
from flows.sample.registers import write_sample
from flows.settings import Settings
from flows.warehouse import history
from flows.warehouse.connection import writer

# what an analyst would ask of the raw rows for the counts alone: who is active on the day, each once, by place and type
PLAIN = """
select authority_code, entity_type, count(distinct credit_code)
from raw.market_entities
where registered_on <= date '2023-06-30' and (ended_on is null or ended_on > date '2023-06-30') and status = 'active'
group by all
"""
BARE = "select authority_code, entity_type, count(*) from raw.market_entities group by all"  # may count a firm twice
FILL = """
insert into raw.market_entities by name
select
    $extract as extract_id, 1000000 + number as row_number, '9' || number % 3 || '140105' || lpad(number::varchar, 10, '0') as credit_code,
    '太原' || chr(19968 + (hash(number) % 8000)::integer) || chr(19968 + (hash(number + 1) % 8000)::integer) || '商贸有限公司' as name,
    ['enterprise', 'self_employed', 'self_employed'][number % 3 + 1] as entity_type, 'active' as status,
    date '2000-01-01' + (number % 8000)::integer as registered_on, ['140105', '149900', '140200', '140400'][number % 4 + 1] as authority_code
from range($rows) as numbers (number)
"""
BULLETIN = "截至{month}月底，全区高新技术企业104{month}家，占全省的26.6%。"
SIDECAR = "kind: bulletin\ntitle: 合成简报 {month}\npublisher: 测试\narea: 山西转型综改示范区\nprovince: 山西省\npublished_on: 2024-0{month}-05\n"
PAGE = 4096
console = Console(width=110)
Measured = tuple[float, float, int]  # CPU seconds, wall seconds, peak in MB


def main(rows: int) -> None:
    os.environ["DO_NOT_TRACK"] = "1"
    peak = [0]
    threading.Thread(target=_watch, args=(peak,), daemon=True).start()
    for module in ("dbt.cli.main", "great_expectations"):
        importlib.import_module(module)
    with tempfile.TemporaryDirectory(prefix="zhanbi-marts-") as folder:
        print_small_nights(Settings(data=Path(folder) / "sample"), peak)
        print_large_register(Settings(data=Path(folder) / "large"), rows, peak)


def print_small_nights(settings: Settings, peak: list[int]) -> None:
    """In one process, as the service runs them: everything, one new bulletin, nothing new."""
    table = Table(
        "the sample", "CPU s", "wall s", "peak MB", title="Nights on the sample: match, build, check, publish"
    )
    land_sample(settings)
    _row(table, "everything, first time", _measured(lambda: _night(settings), peak))
    for month in (1, 2, 3):
        _drop(settings, month)
        _row(table, "one new bulletin", _measured(lambda: _night(settings), peak))
    _row(table, "nothing new", _measured(lambda: _night(settings), peak))
    console.print(table)


def print_large_register(settings: Settings, rows: int, peak: list[int]) -> None:
    """The bulletin and the lists are built first, as on any day before; then a night brings the register."""
    table = Table("", "CPU s", "times plain", "wall s", "peak MB", title=f"{rows:,} register rows")
    aside = _without_register(settings)
    first = _measured(lambda: marts.build(settings), peak)
    for path in aside.iterdir():
        path.rename(settings.inbox / path.name)
    receive(settings)
    fill(settings, rows)
    plain = min(_measured(lambda: _ask(settings, PLAIN), peak) for _ in range(3))
    _row(table, "one plain aggregate", plain, plain)
    _row(table, "counting rows, not entities", _measured(lambda: _ask(settings, BARE), peak), plain)
    _row(table, "history of the new register", _measured(lambda: tell(settings), peak), plain)
    marts.warm_up(settings)  # the night reads the models while inputs land
    _row(table, "marts: every model and test, no register yet", first, plain)
    _row(table, "marts: what the register reaches", _models_alone(settings, peak), plain)
    marts.warm_up(settings)
    _row(table, "the same, and the tests of it", _measured(lambda: marts.build(settings), peak), plain)
    _row(table, "check and publish", _measured(lambda: _publish(settings), peak), plain)
    _drop(settings, 1)
    _row(table, "then a night of one new bulletin", _measured(lambda: _night(settings), peak), plain)
    console.print(table)


def _row(table: Table, name: str, run: Measured, plain: Measured | None = None) -> None:
    cpu, wall, peak = run
    times = [f"{cpu / plain[0]:.2f}"] if plain else []
    table.add_row(name, f"{cpu:.1f}", *times, f"{wall:.1f}", f"{peak:,}")


def _night(settings: Settings) -> None:
    """What the nightly flow does with the marts, without Prefect."""
    receive(settings)
    if not marts.is_current(settings):
        marts.build(settings)
        _publish(settings)


def _models_alone(settings: Settings, peak: list[int]) -> Measured:
    """On a copy, so that the build with its tests finds the same to do."""
    copy = settings.model_copy(update={"data": settings.data.with_name("copy")})
    shutil.copytree(settings.data, copy.data)
    os.environ["DBT_EXCLUDE_RESOURCE_TYPES"] = "test unit_test"
    try:
        return _measured(lambda: marts.build(copy), peak)
    finally:
        del os.environ["DBT_EXCLUDE_RESOURCE_TYPES"]


def _publish(settings: Settings) -> None:
    marts.check(settings)
    marts.publish(settings)


def _without_register(settings: Settings) -> Path:
    """Land the sample but its register, which waits in the folder returned."""
    aside = settings.data / "aside"
    aside.mkdir(parents=True)
    write_sample(settings.inbox)
    for path in settings.inbox.glob("synthetic_market_entities*"):
        path.rename(aside / path.name)
    receive(settings)
    return aside


def land_sample(settings: Settings) -> None:
    write_sample(settings.inbox)
    receive(settings)


def receive(settings: Settings) -> None:
    for attempt in receive_all(received(settings.inbox), settings, lambda message: None):
        if attempt.outcome != "landed":
            raise SystemExit(f"{attempt.file_name}: {attempt.outcome}. {attempt.message}")


def _drop(settings: Settings, month: int) -> None:
    path = settings.inbox / f"synthetic_{month}.txt"
    path.write_text(BULLETIN.format(month=month), encoding="utf-8")
    path.with_name(path.name + ".yml").write_text(SIDECAR.format(month=month), encoding="utf-8")


def fill(settings: Settings, rows: int) -> None:
    with writer(settings.warehouse) as connection:
        connection.execute("set memory_limit = '1500MB'; set preserve_insertion_order = false")
        extract, landed = connection.execute(
            "select extract_id, rows_landed from raw.extracts where kind = 'market_entities'"
        ).fetchall()[0]
        connection.execute(FILL, {"extract": extract, "rows": rows - landed})
        connection.execute("update raw.extracts set rows_landed = ? where extract_id = ?", [rows, extract])


def _ask(settings: Settings, query: str) -> list[tuple[Any, ...]]:
    with writer(settings.warehouse) as connection:
        return connection.execute(query).fetchall()


def tell(settings: Settings) -> None:
    with writer(settings.warehouse) as connection:
        history.update(connection)


def _measured(act: Callable[[], object], peak: list[int]) -> Measured:
    peak[0] = 0
    cpu, wall = time.process_time(), time.perf_counter()
    act()
    return time.process_time() - cpu, time.perf_counter() - wall, peak[0] >> 20


def _watch(peak: list[int]) -> None:
    while True:
        peak[0] = max(peak[0], int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE)
        time.sleep(0.05)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)
