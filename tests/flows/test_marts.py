"""Builds of what a change reaches, one after the other, hold in every mart what one build of everything holds."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest

from flows import marts
from flows.settings import Settings
from flows.warehouse.connection import writer
from flows.warehouse.decisions import decide
from tests.flows.conftest import BULLETIN, SEED, House
from tests.warehouse.test_history import land

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("dbt")]
FIRMS = {f"c{number}": (f"企业{number}", "active", "149900" if number <= 40 else "140100") for number in range(100)}
SINCE = {
    "c1": ("企业1", "deregistered", "149900"),
    "c41": ("企业41", "active", "149900"),
    "c200": ("新企业", "active", "149900"),
}


@pytest.fixture
def asked(monkeypatch) -> list[tuple[str, ...]]:
    """What dbt was asked to do."""
    commands: list[tuple[str, ...]] = []
    dbt = marts._dbt

    def noted(settings, *command, **given):
        commands.append(command)
        return dbt(settings, *command, **given)

    monkeypatch.setattr(marts, "_dbt", noted)
    return commands


def recognise(connection, extract: str, day: date, firms: int) -> None:
    """Land a recognition list."""
    land(connection, extract, day, {})
    connection.execute(
        "update raw.extracts set kind = 'recognitions', programme = 'high_tech' where extract_id = ?", [extract]
    )
    connection.execute(
        "insert into raw.recognitions (extract_id, row_number, programme, name, credit_code, valid_from) "
        "select ?, i, 'high_tech', '企业' || i, 'c' || i, date '2021-01-01' from range(?) as numbers (i)",
        [extract, firms],
    )


def correct(connection) -> None:
    (figure,) = connection.execute("select observation_id from raw.observations where value_text = '1040'").fetchone()
    decide(connection, figure, "correct", changes={"value": "1041"}, decided_by="张三", reason="核对原件")


def contents(warehouse: Path) -> dict[str, list[tuple]]:
    """Every table that dbt built, row for row."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        tables = connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables() where schema_name in ('marts', 'intermediate', 'vocabulary')"
        ).fetchall()
        return {name: sorted(connection.execute(f"from {name}").fetchall(), key=repr) for (name,) in tables}


def test_builds_of_what_changed_equal_one_build_of_everything(tmp_path, asked):
    house = House(tmp_path / "data")

    def change(how: Callable, *given, **named) -> None:
        with writer(house.settings.warehouse) as connection:
            how(connection, *given, **named)

    house.receive(house.drop_seed())
    change(land, "spring", date(2023, 3, 31), FIRMS)
    change(recognise, "list", date(2023, 9, 30), 50)
    marts.build(house.settings)
    asked.clear()
    later = SEED.read_text(encoding="utf-8").replace("1040家", "1140家")
    for new in (
        lambda: change(land, "summer", date(2023, 6, 30), FIRMS | SINCE, minute=1),
        lambda: change(recognise, "autumn", date(2023, 12, 31), 60),
        lambda: house.receive(house.drop("next_year.txt", later, BULLETIN | {"published_on": "2024-08-01"})),
        lambda: change(correct),
    ):
        new()
        marts.build(house.settings)
        assert asked[-1][0] == "build" and "--select" in asked[-1]
    marts.build(house.settings)
    assert len(asked) == 8, "nothing was new, and dbt was asked"

    again = Settings(data=tmp_path / "again", lock_wait_seconds=5)
    shutil.copytree(house.settings.folder, again.folder)
    with writer(again.warehouse) as connection:
        connection.execute("drop schema builds cascade; drop schema marts cascade; drop schema intermediate cascade")
    marts.build(again)
    assert "--select" not in asked[-1]
    piecemeal, whole = contents(house.settings.warehouse), contents(again.warehouse)
    assert piecemeal.keys() == whole.keys() and len(whole) > 30
    for table, rows in whole.items():
        assert piecemeal[table] == rows, table
