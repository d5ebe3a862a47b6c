"""Whole nights, as `make run` has them: a process with Prefect, dbt and DuckDB for real."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from flows.site.build import MANIFEST
from tests.flows.conftest import BULLETIN
from tests.flows.test_cli import zhanbi

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("night")]  # one night serves them all
COHORTS = {  # programme: zone, province, printed share; from the seed's section 五
    "high_tech": (1040, 3910, 26.6),
    "srdi_sme": (447, 2113, 21.2),
    "little_giant_provincial": (94, 368, 25.5),
    "little_giant_national": (35, 139, 25.2),
    "little_giant_national_key": (7, 18, 38.9),
}
HOLD = """
import sys
from pathlib import Path
from flows.warehouse.locking import one_writer
with one_writer(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""
READ = """
import duckdb, sys
print(duckdb.connect(sys.argv[1], read_only=True).execute("select count(*) from provincial_shares").fetchone()[0])
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The sample after its first night."""
    folder = tmp_path_factory.mktemp("night") / "data"
    assert zhanbi("sample", data=folder).returncode == 0
    done = zhanbi("run", data=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def ask(data: Path, query: str) -> list[tuple]:
    with duckdb.connect(str(data / "published" / "zhanbi.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_the_registers_agree_with_every_printed_share(data):
    rows = ask(
        data,
        "select programme, part, whole, published_share_pct, verdict from provincial_shares "
        "where basis = 'registers' and programme is not null and area = '山西转型综改示范区' and as_of = '2023-06-30'",
    )
    found = {programme: (int(part), int(whole), float(printed)) for programme, part, whole, printed, _ in rows}
    assert found == COHORTS
    assert {row[-1] for row in rows} == {"agrees"}


def test_the_total_implied_by_a_share_is_kept_and_holds_the_registers_count(data):
    (row,) = ask(
        data,
        "select whole_low, whole_high, whole, verdict from provincial_shares where programme = 'high_tech' and basis = 'bulletin'",
    )
    assert (int(row[0]), int(row[1]), row[2], row[3]) == (3903, 3917, None, "cannot_tell")


def test_the_enterprise_share_and_its_gap_to_the_province_agree(data):
    (row,) = ask(
        data,
        "select market_entities, enterprises, province_market_entities, province_enterprises, round(enterprise_gap_pp, 1), "
        "published_enterprise_share_pct, published_enterprise_gap_pp, share_verdict, gap_verdict "
        "from market_entities where basis = 'registers' and area_code = '149900'",
    )
    assert [float(value) for value in row[:7]] == [52692, 40136, 500000, 135850, 49.0, 76.17, 49]
    assert row[7:] == ("agrees", "agrees")


def test_nothing_personal_and_nothing_raw_is_published(data):
    tables = {row[0] for row in ask(data, "select table_name from duckdb_tables()")}
    assert {"provincial_shares", "observations", "cohort_counts", "build_info"} <= tables
    assert not [name for name in tables if name.startswith(("stg_", "int_", "raw"))]
    columns = {row[0] for row in ask(data, "select column_name from duckdb_columns()")}
    assert not columns & {"legal_representative", "text", "raw", "法定代表人"}


def test_a_second_night_changes_nothing_and_says_so_but_writes_the_pages_that_a_killed_one_left_out(data):
    snapshot, pages = (
        data / "published" / "zhanbi.duckdb",
        [data / "site" / "docs" / "index.html", data / "site" / MANIFEST],
    )
    before = snapshot.stat().st_mtime_ns, snapshot.read_bytes()
    for page in pages:
        page.unlink()
    zhanbi("sample", data=data)
    done = zhanbi("run", data=data)
    assert done.returncode == 0, done.stderr
    assert "nothing changed" in done.stdout
    assert (snapshot.stat().st_mtime_ns, snapshot.read_bytes()) == before
    assert all(page.exists() for page in pages)


def test_readers_in_other_processes_are_served_while_two_nights_write(data):
    text = "截至6月底，全区高新技术企业1041家，占全省的26.6%。\n"
    for name, content in (("more.txt", text), ("more.txt.yml", _yml(BULLETIN))):
        (data / "inbox" / name).write_text(content, encoding="utf-8")
    answers, over = [], threading.Event()

    def keep_reading() -> None:
        while not over.is_set():
            done = subprocess.run(
                [sys.executable, "-c", READ, str(data / "published" / "zhanbi.duckdb")], capture_output=True, text=True
            )
            answers.append((done.returncode, done.stderr))

    reading = threading.Thread(target=keep_reading)
    reading.start()
    with ThreadPoolExecutor() as pool:  # two nights at once: one does the work, the other waits for it
        nights = list(pool.map(lambda _: zhanbi("run", data=data, ZHANBI_LOCK_WAIT_SECONDS="600"), range(2)))
    over.set()
    reading.join()
    assert [night.returncode for night in nights] == [0, 0], [night.stdout + night.stderr for night in nights]
    (waited,) = (night for night in nights if "waiting up to 600 s" in night.stderr)
    assert "nothing changed" in waited.stdout
    assert len(answers) > 3
    assert [answer for answer in answers if answer[0] != 0] == []
    counts = ask(data, "select count(*) from observations where value_text = '1041'")
    assert counts == [(1,)]


def test_a_decision_changes_what_the_next_night_publishes(data):
    (before,) = ask(data, "select observation_id, document_id from observations where value_text = '611'")
    decided = zhanbi("review", "correct", before[0], "measure=change", "--by", "张三", "--why", "核对原文", data=data)
    assert decided.returncode == 0, decided.stderr
    assert zhanbi("run", data=data).returncode == 0
    assert ask(data, f"select measure, review_state from observations where observation_id = '{before[0]}'") == [
        ("change", "corrected")
    ]
    listed = zhanbi("review", "list", "--state", "corrected", data=data).stdout
    assert "张三" in listed
    assert "核对原文" in listed


def test_a_refused_input_is_told_and_the_others_land(data):
    (data / "inbox" / "bare.txt").write_text("1-6月份，全区地区生产总值完成397.86亿元。", encoding="utf-8")
    done = zhanbi("run", data=data)
    assert done.returncode == 3
    assert "bare.txt.yml" in " ".join(done.stdout.split())
    status = zhanbi("status", data=data)
    assert "bare.txt" in status.stdout
    (data / "inbox" / "bare.txt").unlink()


def test_a_night_beside_another_writer_waits_says_so_and_gives_up(data):
    hold = [sys.executable, "-c", HOLD, str(data / "zhanbi.duckdb")]
    with subprocess.Popen(hold, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        done = zhanbi("run", data=data, ZHANBI_LOCK_WAIT_SECONDS="1")
        other.communicate()
    assert done.returncode == 4
    assert f"Process {other.pid}" in done.stderr
    assert "waiting up to 1 s" in done.stderr
    assert "still does" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (data / "alerts.json").exists() or "night.failed" not in (data / "alerts.json").read_text()


def test_an_inbox_that_is_gone_and_a_page_that_cannot_be_written_are_told_and_the_snapshot_stays(data):
    (data / "inbox").rename(data / "unmounted")
    (data / "site" / MANIFEST).unlink()
    (data / "site" / "audit.html").unlink()
    (data / "site" / "audit.html" / "in_the_way").mkdir(parents=True)
    done = zhanbi("run", data=data)
    (data / "unmounted").rename(data / "inbox")
    assert done.returncode == 1
    assert "audit.html" in done.stdout and "Traceback" not in done.stdout
    assert "Is the share mounted?" in " ".join(done.stdout.split())
    assert "nothing changed" in done.stdout


def _yml(facts: dict) -> str:
    return "".join(f"{key}: {value}\n" for key, value in facts.items())
