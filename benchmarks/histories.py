"""The history of a second register, half a per cent of its rows changed, beside loading the first, in one run.

`python benchmarks/histories.py [ROWS]`, 10,000,000 without it; or `make bench-histories`.
"""

import sys
import tempfile
import threading
import time
from pathlib import Path

import duckdb
import measuring
from registers import loaded, register

from flows.warehouse import history
from flows.warehouse.connection import writer

ROWS = """
insert into raw.market_entities by name
select
    ? as extract_id, number as row_number, '91140105' || lpad(number::varchar, 10, '0') as credit_code,
    '太原' || chr(19968 + (hash(number) % 8000)::integer) || chr(19968 + (hash(number + 1) % 8000)::integer) || '商贸有限公司'
        || case when number % 200 = ? then '新' else '' end as name,
    ['enterprise', 'self_employed'][number % 2 + 1] as entity_type, 'active' as status,
    date '2000-01-01' + (number % 8000)::integer as registered_on, ['140105', '149900'][number % 2 + 1] as authority_code
from range(?) as numbers (number)
"""
EXTRACT = """
insert into raw.extracts by name
select ? as extract_id, 'r.csv' as file_name, 'market_entities' as kind, '140000' as area_code, ?::date as as_of, 'full' as coverage,
    'p' as profile, true as synthetic, 'm' as metadata_hash, ? as rows_read, ? as rows_landed, 0 as rows_quarantined,
    '{}' as column_names, [] as unknown_columns, now() as landed_at
"""
PAGE = 4096


def main(rows: int) -> None:
    measuring.CPU_SECONDS = 3_600
    peak = [0]
    threading.Thread(target=_watch, args=(peak,), daemon=True).start()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with writer(folder / "warehouse.duckdb") as connection:
            connection.execute("set memory_limit = '1500MB'; set preserve_insertion_order = false")
            first = _register(connection, "first", "2023-03-31", rows, changed=-1)
            second = _register(connection, "second", "2023-06-30", rows, changed=7)
        held = peak[0] >> 20
        load = loaded(register(folder, rows), folder / "data")
    print(f"zhanbi load: {load.failure or f'{load.cpu_seconds:.1f} CPU seconds'}")
    print(
        f"{rows:,} rows, 0.5 % changed: history of the second in {second / (load.cpu_seconds + first):.2f} of the time of "
        f"load and history of the first, {second / first:.2f} of its history alone; peak {held} MB"
    )


def _register(connection: duckdb.DuckDBPyConnection, name: str, day: str, rows: int, changed: int) -> float:
    """Land one register and tell its history; CPU seconds of the history alone."""
    connection.execute(ROWS, [name, changed, rows])
    connection.execute(EXTRACT, [name, day, rows, rows])
    connection.execute("checkpoint")
    started = time.process_time()
    (applied,) = history.update(connection)
    connection.execute("checkpoint")
    spent = time.process_time() - started
    print(f"{name}: {applied.changed:,} entities changed, {spent:.1f} CPU seconds")
    return spent


def _watch(peak: list[int]) -> None:
    while True:
        peak[0] = max(peak[0], int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE)
        time.sleep(0.05)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)
