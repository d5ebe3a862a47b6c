"""What comes through the door, and what does not: each bad input once, with its message."""

import errno
import gzip
from datetime import date
from pathlib import Path

import pytest

from flows import receiving
from flows.inbox import orphans, received
from flows.receiving import Unlanded, clear_left_behind, receive_all
from flows.warehouse.archive import store
from flows.warehouse.connection import writer
from tests.flows.conftest import BULLETIN, LIST, SEED

TEXT = "截至6月底，全区高新技术企业1040家，占全省的26.6%。\n"
HEADER = "序号,企业名称,统一社会信用代码,发证日期,有效期至\n"
ROW = "1,合成样例一有限公司,,2022-12-01,2025-11-30\n"
TABLES = ("documents", "observations", "extracts", "recognitions", "market_entities")


def refused(house, path, *words):
    """The input is refused with these words, nothing of it is landed, and it stays in the inbox."""
    attempt = house.receive(path)
    assert attempt.outcome == "refused", attempt.message
    for word in (path.name, *words):
        assert word in attempt.message
    assert [house.count(table) for table in TABLES] == [0] * len(TABLES)
    assert house.rows("select outcome, message from raw.attempts") == [("refused", attempt.message)]
    assert path.exists()


def test_the_seed_lands_with_every_figure_where_it_stands_in_the_text(house):
    path = house.drop_seed()
    assert house.receive(path).outcome == "landed"
    text = SEED.read_bytes().decode()
    rows = house.rows("select span_start, span_end, value_text, quote, quote_start from raw.observations")
    assert len(rows) > 90
    for start, end, printed, quote, quote_start in rows:
        assert text[start:end] == printed
        assert text[quote_start : quote_start + len(quote)] == quote
    assert house.rows("select text, published_on from raw.documents") == [(text, date(2023, 8, 1))]
    assert list(house.inbox.iterdir()) == []


def test_the_same_file_again_and_under_another_name_changes_nothing(house):
    house.receive(house.drop("a.txt", TEXT, BULLETIN))
    before = house.count("observations")
    again = house.receive(house.drop("a.txt", TEXT, BULLETIN))
    renamed = house.receive(house.drop("b.txt", TEXT, BULLETIN))
    assert (again.outcome, renamed.outcome) == ("unchanged", "unchanged")
    assert "a.txt" in renamed.message
    assert (house.count("documents"), house.count("observations")) == (1, before)
    assert house.rows("select file_name, outcome from raw.attempts order by started_at") == [
        ("a.txt", "landed"),
        ("a.txt", "unchanged"),
        ("b.txt", "unchanged"),
    ]


def test_a_corrected_sidecar_is_a_new_reading_beside_the_old(house):
    house.receive(house.drop("a.txt", TEXT, BULLETIN))
    house.receive(house.drop("a.txt", TEXT, BULLETIN | {"published_on": "2024-08-01"}))
    years = house.rows("select distinct year(period_end) from raw.observations order by 1")
    assert years == [(2023,), (2024,)]
    assert house.count("documents") == 2


def test_gb18030_is_read(house):
    assert house.receive(house.drop("gb.txt", TEXT.encode("gb18030"), BULLETIN)).outcome == "landed"
    assert house.rows("select distinct text from raw.documents") == [(TEXT,)]
    assert (26.6,) in [(float(value),) for (value,) in house.rows("select reported_value from raw.observations")]


def test_an_empty_file(house):
    refused(house, house.drop("empty.txt", b"", BULLETIN), "empty")


def test_a_file_that_is_not_text(house):
    refused(house, house.drop("blob.txt", bytes(range(256)) * 50, BULLETIN))


def test_a_bulletin_cut_off_inside_a_character(house):
    refused(house, house.drop("cut.txt", TEXT.encode()[:-3], BULLETIN))


def test_a_bulletin_without_metadata_says_what_is_missing_and_why(house):
    refused(house, house.drop("bare.txt", TEXT), "bare.txt.yml", "published_on", "publisher", "1-6月份")


def test_a_bulletin_with_half_its_metadata_names_every_missing_fact(house):
    facts = {key: value for key, value in BULLETIN.items() if key not in ("published_on", "publisher")}
    refused(house, house.drop("half.txt", TEXT, facts), "published_on", "publisher")


def test_a_publication_date_in_the_future(house):
    refused(house, house.drop("f.txt", TEXT, BULLETIN | {"published_on": "2999-01-01"}), "2999-01-01", "future")


def test_a_sidecar_that_is_no_yml(house):
    path = house.drop("a.txt", TEXT)
    path.with_name("a.txt.yml").write_text("kind: [bulletin", encoding="utf-8")
    refused(house, path, "a.txt.yml")


def test_a_link_is_not_followed(house, tmp_path):
    (tmp_path / "secret.txt").write_text(TEXT, encoding="utf-8")
    path = house.inbox / "link.txt"
    path.symlink_to(tmp_path / "secret.txt")
    refused(house, path, "regular file")


def test_a_register_with_a_missing_column_names_what_it_found(house):
    path = house.drop("list.csv", HEADER.replace("企业名称,", "备注,") + ROW, LIST)
    refused(house, path, "企业名称", "备注")


def test_a_register_of_an_unknown_area(house):
    refused(house, house.drop("list.csv", HEADER + ROW, LIST | {"area": "990000"}), "990000")


def test_a_register_as_of_a_day_to_come(house):
    refused(house, house.drop("list.csv", HEADER + ROW, LIST | {"as_of": "2999-06-30"}), "2999-06-30")


def test_a_compressed_register_cut_short(house):
    whole = gzip.compress((HEADER + ROW * 5000).encode())
    refused(house, house.drop("list.csv.gz", whole[: len(whole) // 2], LIST))


def test_good_rows_land_and_the_others_are_kept_with_every_reason(house):
    rows = [
        ROW,
        "2,合成样例二有限公司,91149900MA0KBBBB11,2022-12-01,2025-11-30\n",  # wrong check digit
        "3,合成样例三有限公司,,2023-12-01,2023-11-30\n",  # begins in the future, and ends before it begins
        "4,合成样例一有限公司,,2022-12-01,2025-11-30\n",  # the same firm and certificate day again
    ]
    attempt = house.receive(house.drop("list.csv", HEADER + "".join(rows), LIST))
    assert attempt.outcome == "landed", attempt.message
    assert house.rows("select rows_read, rows_landed, rows_quarantined from raw.extracts") == [(4, 1, 3)]
    reasons = dict(house.rows("select row_number, reasons from raw.quarantine order by 1"))
    codes = {row: {reason.split(":")[0] for reason in found} for row, found in reasons.items()}
    assert codes == {
        2: {"credit_code_check_digit"},
        3: {"valid_from_future", "valid_to_before_valid_from"},
        4: {"certificate_duplicate"},
    }


@pytest.mark.parametrize("name", ["单位名称", "企业全称"])
def test_a_renamed_column_is_known_by_its_alias(house, name):
    attempt = house.receive(house.drop("list.csv", HEADER.replace("企业名称", name) + ROW, LIST))
    assert attempt.outcome == "landed", attempt.message
    assert house.rows("select name from raw.recognitions") == [("合成样例一有限公司",)]


def test_a_new_column_is_kept_and_named(house):
    content = HEADER.strip() + ",主导产品\n" + ROW.strip() + ",齿轮\n"
    assert house.receive(house.drop("list.csv", content, LIST)).outcome == "landed"
    assert "主导产品" in house.rows("select unknown_columns from raw.extracts")[0][0]
    assert "齿轮" in house.rows("select extra from raw.recognitions")[0][0]


def test_a_file_replaced_while_it_lands_is_neither_read_nor_cleared_away(house, monkeypatch):
    path = house.drop("a.txt", TEXT, BULLETIN)
    newer = TEXT.replace("1040", "1041")

    def kept_then_replaced(source, archive):
        input_id = store(source, archive)
        house.drop("a.txt", newer, BULLETIN)
        return input_id

    monkeypatch.setattr(receiving, "store", kept_then_replaced)
    assert house.receive(path).outcome == "landed"
    assert house.rows("select text from raw.documents") == [(TEXT,)]
    assert path.read_text(encoding="utf-8") == newer
    monkeypatch.undo()
    assert house.receive(path).outcome == "landed"
    assert house.rows("select count(*) from raw.documents where text like '%1041%'") == [(1,)]


def test_a_file_that_cannot_be_read_holds_up_none_of_the_others(house, monkeypatch):
    names = ("a.txt", "gone.txt", "z.txt")
    paths = [house.drop(name, TEXT.replace("1040", str(n)), BULLETIN) for n, name in enumerate(names)]

    def share_gone(source, archive):
        if source.name == "gone.txt":
            raise OSError(errno.EIO, "Input/output error", str(source))
        return store(source, archive)

    monkeypatch.setattr(receiving, "store", share_gone)
    landed = []
    with pytest.raises(Unlanded, match=r"gone\.txt: Input/output error") as raised:
        landed.extend(attempt.file_name for attempt in receive_all(paths, house.settings, print))
    assert len(raised.value.args) == 1
    assert house.rows("select file_name from raw.documents order by 1") == [("a.txt",), ("z.txt",)]
    assert [path.name for path in received(house.inbox)] == ["gone.txt"]
    monkeypatch.undo()
    assert house.receive(paths[1]).outcome == "landed"


def test_a_file_that_cannot_be_taken_out_of_the_inbox_is_not_said_to_have_failed(house, monkeypatch):
    path = house.drop("a.txt", TEXT, BULLETIN)
    remove = type(path).unlink

    def read_only(self, **given):
        if self.parent == house.inbox:
            raise OSError(errno.EROFS, "Read-only file system", str(self))
        remove(self, **given)

    monkeypatch.setattr(type(path), "unlink", read_only)
    with pytest.raises(Unlanded, match=r"a\.txt: has landed, but cannot be taken out .* \(Read-only file system\)"):
        house.receive(path)
    monkeypatch.undo()
    assert house.receive(path).outcome == "unchanged"
    assert house.count("documents") == 1
    assert list(house.inbox.iterdir()) == []


def left_behind(house) -> list[str]:
    with writer(house.settings.warehouse) as connection:
        assert clear_left_behind(connection, house.inbox) == []
    return [path.name for path in house.inbox.iterdir()]


def test_a_sidecar_left_by_a_kill_is_taken_away_and_one_that_came_first_is_not(house, monkeypatch):
    path, remove = house.drop("a.txt", TEXT, BULLETIN), Path.unlink

    def killed_before_the_sidecar(self, **given):
        if self.suffix == ".yml":
            raise KeyboardInterrupt
        remove(self, **given)

    monkeypatch.setattr(type(path), "unlink", killed_before_the_sidecar)
    with pytest.raises(KeyboardInterrupt):
        house.receive(path)
    monkeypatch.undo()
    assert [path.name for path in orphans(house.inbox)] == ["a.txt.yml"]
    assert left_behind(house) == []
    house.drop("a.txt", TEXT, BULLETIN).unlink()  # of the next file of that name
    house.drop("b.txt", TEXT, BULLETIN).unlink()
    assert sorted(left_behind(house)) == ["a.txt.yml", "b.txt.yml"]
