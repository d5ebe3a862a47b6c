"""What has landed is in the lake, whole, and nothing else."""

import os
from datetime import date
from pathlib import Path

import pytest

from flows.lake import writing
from flows.lake.writing import Written, vacuum
from flows.warehouse.connection import writer
from schemas.errors import UsageError
from tests.flows import nights
from tests.flows.conftest import LIST
from tests.lake.conftest import Lake, made


def test_every_table_holds_what_the_warehouse_says(lake):
    done = lake.write()
    held = lake.held()
    assert held == lake.expected()
    assert {name for name, rows in held.items() if rows} >= {
        "market_entities",
        "recognitions",
        "quarantine",
        "extracts",
    }
    assert done.rows == sum(map(len, held.values()))


def test_rows_lie_in_folders_of_kind_area_and_day(lake):
    lake.write()
    (kind,) = {path.relative_to(lake.place.url).parts[:3] for path in Path(lake.place.url).glob("market_*/*/*/*/*")}
    assert kind == ("market_entities", "area_code=140000", "as_of=2023-06-30")
    assert {(row["area_code"], row["as_of"]) for row in lake.read("recognitions")} == {("140000", date(2023, 6, 30))}


def test_with_nothing_new_nothing_is_written(lake):
    lake.write()
    before = lake.tables()
    assert lake.write() == Written(0, 0, 0)
    assert lake.tables() == before


def test_what_lands_later_is_added_and_what_stood_is_not_written_again(lake):
    lake.write()
    before = lake.tables()["market_entities"]
    lake.land_more()
    lake.write()
    after = lake.tables()["market_entities"]
    assert lake.held() == lake.expected()
    assert (after.parts, after.version) == (before.parts + 1, before.version + 1)


def test_a_corrected_list_stands_beside_the_one_it_supersedes(lake):
    lake.write()
    assert lake.house.receive(lake.house.drop("list.csv", _names(range(299)), LIST)).outcome == "landed"
    lake.write()
    assert lake.held() == lake.expected()
    assert lake.tables()["recognitions"].parts == 2


def test_a_replayed_row_is_in_the_lake(lake):
    lake.write()
    with writer(lake.warehouse) as connection:  # as flows/warehouse/quarantine.py moves it
        connection.execute(
            "insert into raw.recognitions by name select source_id as extract_id, row_number, 'high_tech' as programme, "
            "'补' as name, date '2022-01-01' as valid_from from raw.quarantine where kind = 'recognitions' limit 1"
        )
        connection.execute("update raw.extracts set rows_landed = rows_landed + 1 where kind = 'recognitions'")
    lake.write()
    assert lake.held() == lake.expected()


def test_what_a_restored_backup_does_not_know_is_taken_out(lake):
    backup = lake.warehouse.with_name("backup")
    backup.write_bytes(lake.warehouse.read_bytes())
    lake.land_more()
    lake.write()
    backup.replace(lake.warehouse)
    assert lake.write().removed == 2
    assert lake.held() == lake.expected()


def test_a_new_column_of_the_warehouse_is_in_the_lake(lake):
    lake.write()
    with writer(lake.warehouse) as connection:
        connection.execute("alter table raw.recognitions add column grade varchar default 'A'")
        connection.execute("alter table raw.decisions add column ticket varchar")
    lake.write()
    assert {row["grade"] for row in lake.read("recognitions")} == {"A"}
    assert lake.held() == lake.expected()


def test_personal_data_stay_in_the_warehouse(tmp_path):
    folder = tmp_path / "data"
    nights.drop_inputs(folder, 10)
    lake = Lake(folder, str(tmp_path / "lake"))
    lake.house.settings.keep_personal_data = True
    for path in sorted(lake.house.inbox.glob("*.csv")):
        lake.house.receive(path)
    assert "王某甲" in str(lake.house.rows("select personal from raw.market_entities"))
    lake.write()
    assert "王某甲" not in str({name: lake.read(name) for name in lake.tables()})
    assert not {"personal"} & {name for row in lake.read("market_entities") for name in row}


@pytest.mark.parametrize("commits", [0, 1, 3, 5])
def test_ended_between_any_two_commits_the_lake_holds_what_it_held(lake, monkeypatch, commits):
    """A process that ends there; test_killed.py has it killed at any instant."""
    lake.write()
    before = lake.held()
    lake.land_more()
    write_part, done = writing._write, iter(range(commits))

    def dying(*given):
        if next(done, None) is None:
            raise KeyboardInterrupt
        return write_part(*given)

    monkeypatch.setattr(writing, "_write", dying)
    with pytest.raises(KeyboardInterrupt):
        lake.write()
    assert lake.held() == before
    monkeypatch.setattr(writing, "_write", write_part)
    lake.write()
    assert lake.held() == lake.expected()


def test_a_half_written_partition_is_not_seen_and_is_cleaned(lake):
    lake.write()
    (part,) = Path(lake.place.url).glob("market_entities/*/*/*")
    torn = part / "part-00000-torn.zstd.parquet"
    torn.write_bytes(b"PAR1 torn")
    assert lake.held() == lake.expected()
    assert vacuum(lake.place, 1) == 0  # it may be of a run that still writes
    os.utime(torn, (0, 0))
    assert vacuum(lake.place, 1) == 1
    assert not torn.exists()
    assert lake.held() == lake.expected()


def test_cleaning_keeps_what_counts_whatever_was_committed_after_it(lake, monkeypatch):
    lake.write()
    before = lake.held()
    lake.land_more()
    monkeypatch.setattr(writing, "remember", lambda *given: None)  # killed before the last commit
    lake.write()
    vacuum(lake.place, 0)
    assert lake.held() == before


def test_two_warehouses_do_not_share_a_lake(lake, tmp_path):
    lake.write()
    before = lake.held()
    other = made(tmp_path / "other", lake.place.url)
    with pytest.raises(UsageError, match="belongs to another warehouse"):
        other.write()
    assert lake.held() == before


def _names(numbers) -> str:
    return "企业名称,发证日期\n" + "".join(f"合成样例{n}号有限公司,2022-12-01\n" for n in numbers)
