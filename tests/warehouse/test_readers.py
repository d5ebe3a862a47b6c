"""Twenty analysts in processes of their own, while one snapshot after the other is published."""

import subprocess
import sys
import time

import duckdb
import pytest

from flows.warehouse.snapshot import publish

TABLES = ("shares", "observations", "changes")
# each opening must see one build in all tables, the same as long as it is open, and never an older one than before
ANALYST = """
import sys, time, duckdb
path, last, tables = sys.argv[1], 0, sys.argv[3:]
rounds = 0
print("ready", flush=True)
while last < int(sys.argv[2]):
    with duckdb.connect(path, read_only=True) as connection:
        seen = set()
        for _ in range(2):
            for table in tables:
                seen |= set(connection.execute(f"select min(build), max(build), count(*) from {table}").fetchall())
        (low, high, count), = seen
        assert low == high >= last and count == 20_000, (seen, last)
    last, rounds = low, rounds + 1
    time.sleep(0.1)
print(rounds)
"""


def read_through(folder, analysts: int, publishes: int) -> tuple[list[int], float]:
    """Publish so often under so many readers; returns how often each opened the snapshot, and the CPU seconds of the writer."""
    folder.mkdir(exist_ok=True)
    working, published = folder / "w.duckdb", folder / "z.duckdb"

    def build(number: int) -> None:
        with duckdb.connect(str(working)) as connection:
            connection.execute("create schema if not exists marts")
            for table in TABLES:
                connection.execute(
                    f"create or replace table marts.{table} as select {number} as build, range as x from range(20_000)"
                )
        publish(working, published, fingerprint=str(number), version="0")

    build(1)
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", ANALYST, str(published), str(publishes), *TABLES],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(analysts)
    ]
    for reader in readers:
        assert reader.stdout and reader.stdout.readline() == "ready\n"
    began = time.process_time()
    for number in range(2, publishes + 1):
        build(number)
    took = time.process_time() - began
    ends = [reader.communicate(timeout=300) for reader in readers]
    assert [reader.returncode for reader in readers] == [0] * analysts, [error for _, error in ends if error]
    return [int(out.split()[-1]) for out, _ in ends], took  # DuckDB may have shown its progress before


@pytest.mark.slow
def test_a_few_analysts_read_through_a_few_publishes(tmp_path):
    opened, _ = read_through(tmp_path, analysts=4, publishes=8)
    assert min(opened) >= 2


@pytest.mark.long
def test_twenty_analysts_read_through_fifty_publishes(tmp_path):
    opened, under_readers = read_through(tmp_path / "read", analysts=20, publishes=50)
    _, alone = read_through(tmp_path / "alone", analysts=0, publishes=50)
    print(
        f"twenty analysts opened the snapshot {sum(opened)} times through fifty publishes, "
        f"which took {under_readers:.1f} CPU seconds, {alone:.1f} without readers"
    )
    assert min(opened) >= 5
