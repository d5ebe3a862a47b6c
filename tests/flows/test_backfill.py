"""Archived bulletins read again by a reader that reads something else; here each process reads in this one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import duckdb
import pytest
from msgspec.structs import replace

from flows import backfill, bulletin
from flows.backfill import Choice, run
from tests.flows.conftest import BULLETIN
from tests.flows.test_cli import zhanbi

TEXT = "截至6月底，全区高新技术企业{}家，占全省的26.6%。\n"
ALL = Choice([], None)
SIGNED = ("王某", "词表更新")


@pytest.fixture
def bulletins(house, monkeypatch):
    """Three bulletins landed, read again without spawning processes."""
    monkeypatch.setattr(backfill, "ProcessPoolExecutor", lambda workers, mp_context: ThreadPoolExecutor(workers))
    for month in (7, 8, 9):
        house.receive(
            house.drop(f"m{month}.txt", TEXT.format(1000 + month), BULLETIN | {"published_on": f"2023-{month:02}-01"})
        )
    return house


@pytest.fixture
def newer(monkeypatch):
    """A reader of a newer version, to which a level of 1008 is a change."""
    usual = bulletin.read

    def read(text, context, *, document_id):
        found = usual(text, context, document_id=document_id)
        return [replace(o, measure="change") if o.value_text == "1008" else o for o in found]

    def switch(name: str = "9.new") -> None:
        monkeypatch.setattr(bulletin, "reader_version", lambda: name)
        monkeypatch.setattr(bulletin, "read", read)

    return switch


def held(house) -> list[tuple]:
    return house.rows(
        "select (select count(*) from raw.documents), (select count(*) from raw.backfilled), (select count(*) from raw.backfills)"
    )


def current(house, day: str) -> list[tuple]:
    return house.rows(
        "select measure, value_text from raw.observations where reading_id = "
        f"(select arg_max(reading_id, landed_at) from raw.documents where published_on = '{day}') order by span_start"
    )


def test_nothing_is_read_again_by_the_same_reader(bulletins):
    assert run(bulletins.settings, ALL, signed=SIGNED, workers=1) == (0, 0, [])
    assert held(bulletins) == [(3, 0, 0)]


def test_only_what_is_read_differently_differs(bulletins, newer):
    before = current(bulletins, "2023-07-01")
    newer()
    result = run(bulletins.settings, ALL, signed=SIGNED, workers=2)
    (difference,) = result.differences
    assert (result.read, result.failed) == (3, 0)
    assert (
        difference[:4] == ("m8.txt", TEXT.index("{"), "1008", "changed") and difference.told == "measure level → change"
    )
    assert current(bulletins, "2023-08-01")[0] == ("change", "1008")
    assert current(bulletins, "2023-07-01") == before
    assert bulletins.rows("select decided_by, reason, finished_at is not null from raw.backfills") == [(*SIGNED, True)]
    rows = bulletins.rows(
        "select figures_before, figures_after, figures_changed, message from raw.backfilled order by 3"
    )
    assert rows == [(2, 2, 0, "read again"), (2, 2, 0, "read again"), (2, 2, 1, "read again")]
    assert run(bulletins.settings, ALL, signed=SIGNED, workers=2) == (0, 0, [])


def test_a_dry_run_shows_the_same_and_lands_nothing(bulletins, newer):
    newer()
    assert len(run(bulletins.settings, ALL, signed=None, workers=1).differences) == 1
    assert held(bulletins) == [(3, 0, 0)]


@pytest.mark.parametrize(
    ("choice", "read"), [(Choice(["m9.txt"], None), 1), (Choice([], date(2023, 8, 1)), 2), (Choice(["none"], None), 0)]
)
def test_only_what_is_chosen_is_read(bulletins, newer, choice, read):
    newer()
    assert run(bulletins.settings, choice, signed=SIGNED, workers=1).read == read


def test_a_document_is_named_by_the_beginning_of_its_sha(bulletins, newer):
    newer()
    ((sha,),) = bulletins.rows("select document_id from raw.documents where file_name = 'm7.txt'")
    assert run(bulletins.settings, Choice([sha[:10]], None), signed=SIGNED, workers=1).read == 1


def test_what_was_interrupted_goes_on_under_its_own_record(bulletins, newer, monkeypatch, capsys):
    newer()
    monkeypatch.setattr(backfill, "BATCH", 1)
    usual, landed = bulletin.land_reading, []

    def land(*given):
        if landed:
            raise KeyboardInterrupt
        usual(*given)
        landed.append(given)

    monkeypatch.setattr(bulletin, "land_reading", land)
    with pytest.raises(KeyboardInterrupt):
        run(bulletins.settings, ALL, signed=SIGNED, workers=1)
    assert held(bulletins) == [(4, 1, 1)]
    monkeypatch.setattr(bulletin, "land_reading", usual)
    assert run(bulletins.settings, ALL, signed=("李某", "又一次"), workers=1).read == 2
    assert "by 王某: 词表更新" in capsys.readouterr().out
    assert held(bulletins) == [(6, 3, 1)]


def test_what_is_missing_in_the_archive_is_told_and_the_others_are_read(bulletins, newer, capsys):
    newer()
    ((sha,),) = bulletins.rows("select document_id from raw.documents where file_name = 'm8.txt'")
    (bulletins.settings.archive / sha[:2] / sha).unlink()
    result = run(bulletins.settings, ALL, signed=SIGNED, workers=1)
    assert (result.read, result.failed) == (2, 1)
    assert "m8.txt" in capsys.readouterr().err
    assert bulletins.rows("select count(*) from raw.backfilled where reading_id is null") == [(1,)]


def test_a_clock_set_back_does_not_bring_the_old_reading_back(bulletins, newer):
    """As if the readings had landed an hour from now, by a clock that was then set back."""

    with duckdb.connect(str(bulletins.settings.warehouse)) as connection:
        connection.execute("update raw.documents set landed_at = landed_at + interval 1 hour")
    newer()
    run(bulletins.settings, ALL, signed=SIGNED, workers=1)
    assert current(bulletins, "2023-08-01")[0] == ("change", "1008")


def test_processes_of_their_own_read_the_same_and_a_signature_is_asked_for(house):
    house.receive(house.drop_seed())

    with duckdb.connect(str(house.settings.warehouse)) as connection:
        connection.execute(
            "update raw.documents set reader_version = 'old', reading_id = 'old'; update raw.observations set reading_id = 'old'"
        )
    data = house.settings.folder
    assert zhanbi("backfill", data=data).returncode == 2
    done = zhanbi("backfill", "--by", "王某", "--why", "新版", "--workers", "1", data=data)
    assert done.returncode == 0 and "1 documents read again, 0 figures differ" in done.stdout, done.stderr
