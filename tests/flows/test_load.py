"""One register file landed by hand: what it supersedes, what it must not replace, and what becomes of refused rows."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import docx
import duckdb
import pytest
from click.testing import CliRunner
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import SimpleDocTemplate, TableStyle
from reportlab.platypus import Table as PageTable

from flows.cli import main
from flows.extract import Override
from flows.receiving import load
from flows.replay import replay
from flows.warehouse.connection import writer
from flows.warehouse.quarantine import dismiss, open_extracts, refusal, refusals, reopen, tally
from schemas import profiles
from schemas.errors import Refused, UsageError
from schemas.sidecars import ExtractMetadata
from tests.flows.conftest import House
from tests.registry.registers import HEADER, MARKET, ROWS, changed, table

ZHANBI = Path(sys.executable).with_name("zhanbi")
LIST = ExtractMetadata(
    kind="recognitions",
    area="140000",
    as_of=date(2023, 6, 30),
    publisher="样例",
    programme="high_tech",
    coverage="full",
)


def names(count: int, dated: str = "2022-12-01") -> str:
    """A list of that many firms without credit codes."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(
        [["企业名称", "发证日期"], *([f"合成样例{number}号有限公司", dated] for number in range(count))]
    )
    return text.getvalue()


def land(house: House, content: str, metadata: ExtractMetadata = LIST, name: str = "list.csv", **override: str):
    signed = Override(**override) if override else None
    return load(house.drop(name, content), metadata, house.settings, print, signed)


def counts(house: House) -> list[tuple]:
    """Rows read, landed and quarantined by raw.extracts; landed and open rows as they stand."""
    return house.rows(
        "select rows_read, rows_landed, rows_quarantined, "
        "(select count(*) from raw.market_entities m where m.extract_id = e.extract_id) "
        "+ (select count(*) from raw.recognitions r where r.extract_id = e.extract_id), "
        "(select count(*) from raw.quarantine q where q.source_id = e.extract_id and state <> 'replayed') "
        "from raw.extracts e order by landed_at"
    )


def test_a_file_lands_from_where_it_lies(house):
    attempt = land(house, table(ROWS), MARKET)
    assert attempt.outcome == "landed" and "3 rows landed" in attempt.message
    assert counts(house) == [(3, 3, 0, 3, 0)]
    assert (house.inbox / "list.csv").exists()
    assert house.rows("select outcome, kind from raw.attempts") == [("landed", "market_entities")]


def test_the_same_file_again_is_neither_copied_nor_judged(house, monkeypatch):
    land(house, table(ROWS), MARKET)
    monkeypatch.setattr("flows.extract.store", None)
    monkeypatch.setattr("flows.extract.Extract", None)
    assert land(house, table(ROWS), MARKET, "renamed.csv").outcome == "unchanged"
    assert house.count("extracts") == 1


def test_a_corrected_file_supersedes_and_says_so(house):
    land(house, table(ROWS), MARKET, "first.csv")
    corrected = land(house, table(changed(1, 企业名称="更正有限公司")), MARKET, "corrected.csv")
    assert "supersedes first.csv" in corrected.message
    assert house.count("extracts") == 2 and house.count("market_entities") == 6


def test_the_same_bytes_cannot_describe_two_days(house):
    land(house, table(ROWS), MARKET, "june.csv")
    july = ExtractMetadata(kind="market_entities", area="140000", as_of=date(2023, 7, 31), publisher="样例")
    with pytest.raises(Refused, match=r"july\.csv: these very bytes landed as june\.csv, .* as of 2023-06-30"):
        land(house, table(ROWS), july, "july.csv")
    assert house.count("extracts") == 1


def test_a_halved_register_does_not_replace_a_good_one(house):
    land(house, names(200))
    july = ExtractMetadata(
        kind="recognitions", area="140000", as_of=date(2023, 7, 31), publisher="样例", programme="high_tech", coverage="full"
    )  # fmt: skip
    with pytest.raises(Refused, match=r"half\.csv: 100 good rows, where list\.csv as of 2023-06-30 has 200 \(50\.0%"):
        land(house, names(100, "2022-12-02"), july, "half.csv")
    assert counts(house) == [(200, 200, 0, 200, 0)]
    assert land(house, names(180, "2022-12-02"), july, "smaller.csv").outcome == "landed"


def test_a_delta_may_be_small_and_other_sources_do_not_count(house):
    land(house, names(200))
    delta = ExtractMetadata(
        kind="recognitions", area="140000", as_of=date(2023, 7, 31), publisher="样例", programme="high_tech", coverage="delta"
    )  # fmt: skip
    assert land(house, names(5, "2022-12-02"), delta, "delta.csv").outcome == "landed"
    other = ExtractMetadata(
        kind="recognitions", area="140000", as_of=date(2023, 6, 30), publisher="样例", programme="srdi_sme", coverage="full"
    )  # fmt: skip
    assert land(house, names(5, "2022-12-03"), other, "other.csv").outcome == "landed"


def test_an_expected_range_is_kept(house, monkeypatch):
    usual = profiles.profile("default")
    kind = profiles.msgspec.structs.replace(usual.recognitions, rows_expected=(10, 20))
    narrow = profiles.msgspec.structs.replace(usual, recognitions=kind)
    monkeypatch.setattr("flows.registry.extract.profile", lambda name: narrow)
    with pytest.raises(Refused, match="9 good rows; its profile expects 10 to 20"):
        land(house, names(9))
    with pytest.raises(Refused, match="21 good rows"):
        land(house, names(21))
    assert land(house, names(10)).outcome == "landed"


def test_an_override_is_signed_and_kept(house):
    land(house, names(200))
    smaller = names(100, "2022-12-02")
    attempt = land(house, smaller, name="half.csv", by="李某", why="只剩一半企业")
    assert attempt.outcome == "landed"
    rows = house.rows("select override_by, override_reason from raw.extracts order by landed_at")
    assert rows[0] == (None, None)
    assert rows[1][0] == "李某" and rows[1][1].startswith("只剩一半企业 (100 good rows")


def test_an_override_that_was_not_needed_is_not_kept(house):
    land(house, names(20), by="李某", why="以防万一")
    assert house.rows("select override_by from raw.extracts") == [(None,)]


def test_an_override_opens_no_door_for_what_is_no_register(house):
    with pytest.raises(Refused, match="no column"):
        land(house, "a,b\n1,2\n", by="李某", why="试试")
    assert house.rows("select outcome from raw.attempts") == [("refused",)]


def test_a_spoilt_register_leaves_nothing_but_its_attempt(house):
    spoilt = names(100) + "".join(f"x{number}有限公司,2099-01-01\n" for number in range(50))
    with pytest.raises(Refused, match=r"50 of 150 rows \(33\.3%\)"):
        land(house, spoilt)
    assert [house.count(name) for name in ("extracts", "recognitions", "quarantine", "attempts")] == [0, 0, 0, 1]


def test_a_day_to_come(house):
    with pytest.raises(Refused, match="2999-01-01 lies in the future"):
        land(
            house,
            names(1),
            ExtractMetadata(kind="market_entities", area="140000", as_of=date(2999, 1, 1), publisher=""),
        )


def test_a_list_published_as_a_page_lands(house):
    cells = [["序号", "企业名称", "发证日期"], *([str(n), f"合成样例{n}号有限公司", "2022-12-01"] for n in range(1, 4))]
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
    page = f"<html><body><h1>高新技术企业名单</h1><p>现予公布。</p><table>{rows}</table></body></html>"
    assert land(house, page, name="list.html").outcome == "landed"
    assert counts(house) == [(3, 3, 0, 3, 0)]
    assert house.rows("select name from raw.recognitions order by row_number")[2] == ("合成样例3号有限公司",)


def as_pdf(rows: list[list[str]]) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONTNAME", (0, 0), (-1, -1), "STSong-Light")])
    content = io.BytesIO()
    SimpleDocTemplate(content, pagesize=A4).build([PageTable(rows, style=style, repeatRows=1)])
    return content.getvalue()


def as_docx(rows: list[list[str]]) -> bytes:
    content, document = io.BytesIO(), docx.Document()
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(content)
    return content.getvalue()


@pytest.mark.parametrize(("name", "made"), [("list.pdf", as_pdf), ("list.docx", as_docx)])
def test_a_list_over_several_pages_of_a_document_lands_whole(house, name, made):
    firms = [f"合成样例{number}号有限公司" for number in range(1, 81)]
    rows = [["序号", "企业名称", "发证日期"], *([str(n), firm, "2022-12-01"] for n, firm in enumerate(firms, 1))]
    path = house.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made(rows))
    assert load(path, LIST, house.settings, print).outcome == "landed"
    assert counts(house) == [(80, 80, 0, 80, 0)]
    assert [row[0] for row in house.rows("select name from raw.recognitions order by row_number")] == firms


def test_a_page_without_a_list_is_refused(house):
    with pytest.raises(Refused, match=r"error\.html: .*no table"):
        land(house, "<html><body><h1>502 Bad Gateway</h1></body></html>", name="error.html")


@pytest.fixture
def mended(monkeypatch):
    """The default profile, after somebody added that 迁入 means active."""

    def mend() -> None:
        usual = profiles.profile("default")
        values = usual.market_entities.values
        status = values["status"] | {"active": (*values["status"]["active"], "迁入")}
        kind = profiles.msgspec.structs.replace(usual.market_entities, values=values | {"status": status})
        better = profiles.msgspec.structs.replace(usual, market_entities=kind)
        monkeypatch.setattr("flows.registry.extract.profile", lambda name: better)

    return mend


def replayed(house: House) -> list[int]:
    with writer(house.settings.warehouse) as connection:
        return [
            replay(connection, extract, house.settings, "王某", "已补充代码表").landed
            for extract in open_extracts(connection, None)
        ]


def test_replay_lands_what_passes_after_the_profile_was_mended(house, mended):
    rows = changed(3, 登记状态="迁入")
    rows[1][4] = "不详"
    land(house, table(rows), MARKET)
    assert counts(house) == [(3, 1, 2, 1, 2)]
    assert replayed(house) == [0]
    mended()
    assert replayed(house) == [1]
    assert counts(house) == [(3, 2, 1, 2, 1)]
    assert house.rows("select row_number, status, name from raw.market_entities order by 1") == [
        (1, "active", "样例一有限公司"),
        (3, "active", "样例三合作社"),
    ]
    assert house.rows("select row_number, state, decided_by, decision_note from raw.quarantine order by 1") == [
        (2, "open", None, None),
        (3, "replayed", "王某", "已补充代码表"),
    ]
    assert replayed(house) == [0]


def test_a_row_that_fails_again_tells_what_is_wrong_today(house, mended):
    rows = changed(3, 登记状态="迁入", 成立日期="不详", 企业名称="钱某丁")
    land(house, table(rows), MARKET)
    told = "select [split_part(reason, ':', 1) for reason in reasons], [split_part(reason, ':', 1) for reason in first_reasons], judged_at is not null from raw.quarantine"
    both = ["registered_on_missing", "status_unknown"]
    ((first, earlier, judged_anew),) = house.rows(told)
    assert sorted(first) == both and earlier is None and not judged_anew
    mended()
    assert replayed(house) == [0]
    ((now, earlier, judged_anew),) = house.rows(told)
    assert now == ["registered_on_missing"] and sorted(earlier) == both and judged_anew
    assert replayed(house) == [0]
    ((now, earlier, _),) = house.rows(told)
    assert now == ["registered_on_missing"] and sorted(earlier) == both, "what was told first is kept"
    assert house.rows("select state, decided_by from raw.quarantine") == [("open", None)]
    assert counts(house) == [(3, 2, 1, 2, 1)]


def test_a_replay_masks_what_the_mended_profile_takes_for_personal_data(house, monkeypatch):
    header = [name if name != "法定代表人" else "业主" for name in HEADER]
    rows = changed(3, 成立日期="不详")
    rows[2][-1] = "诸葛某某某"  # no name of four characters at most, which is masked wherever it stands
    land(house, table(rows, header), MARKET)
    assert "诸葛某某某" in house.rows("select raw from raw.quarantine")[0][0]
    usual = profiles.profile("default")
    better = profiles.msgspec.structs.replace(usual, personal=(*usual.personal, "业主"))
    monkeypatch.setattr("flows.registry.extract.profile", lambda name: better)
    assert replayed(house) == [0]
    assert "诸葛某某某" not in house.rows("select raw from raw.quarantine")[0][0]


@pytest.mark.parametrize("keep", [False, True])
def test_personal_data_land_in_clear_in_raw_alone_and_only_where_the_operator_says_so(house, keep):
    house.settings.keep_personal_data = keep
    rows = [*changed(2, 企业名称="李某乙"), [*ROWS[0][:4], "不详", *ROWS[0][5:]]]
    attempt = land(house, table(rows), MARKET)
    kept = house.rows("select personal from raw.market_entities order by row_number")
    if keep:
        assert json.loads(kept[1][0]) == {"法定代表人": "李某乙", "企业名称": "李某乙"}
        assert "ZHANBI_KEEP_PERSONAL_DATA" in attempt.message
    else:
        assert kept == [(None,)] * 3 and "ZHANBI" not in attempt.message
    elsewhere = str(house.rows("select * exclude (personal) from raw.market_entities")) + str(
        house.rows("select * from raw.quarantine")
        + house.rows("select * from raw.attempts")
        + house.rows("select * from raw.extracts")
    )
    assert house.count("quarantine") == 1
    assert "李**" in elsewhere and not any(person in elsewhere for person in ("李某乙", "王某甲", "张某丙"))


def test_a_dismissed_row_is_not_replayed(house, mended):
    land(house, table(changed(3, 登记状态="迁入")), MARKET)
    with writer(house.settings.warehouse) as connection:
        (row,) = refusals(connection, "open", None, 10)
        assert tally(connection, "open", None)[0][2] == 1
        dismiss(connection, [row.quarantine_id[:12]], "王某", "重复登记")
        with pytest.raises(UsageError, match="is dismissed already, by 王某"):
            dismiss(connection, [row.quarantine_id], "王某", "又一次")
        with pytest.raises(UsageError, match="no row is named so"):
            dismiss(connection, ["zz"], "王某", "x")
        with pytest.raises(UsageError, match="who decided"):
            dismiss(connection, [row.quarantine_id], " ", "x")
    mended()
    assert replayed(house) == []
    assert counts(house) == [(3, 2, 1, 2, 1)]


def test_a_dismissal_is_taken_back(house, mended):
    land(house, table(changed(3, 登记状态="迁入")), MARKET)
    with writer(house.settings.warehouse) as connection:
        (row,) = refusals(connection, "open", None, 10)
        dismiss(connection, [row.quarantine_id], "王某", "重复登记")
        reopen(connection, [row.quarantine_id[:12]], "李某", "并非重复")
        assert refusal(connection, row.quarantine_id)[7:11:3] == ("open", "并非重复")
        with pytest.raises(UsageError, match="is open; only what was dismissed"):
            reopen(connection, [row.quarantine_id], "李某", "又一次")
    mended()
    assert replayed(house) == [1]


def zhanbi(*arguments: str, data: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        [str(ZHANBI), *arguments], capture_output=True, text=True, env=os.environ | {"ZHANBI_DATA": str(data)}
    )


def test_the_commands_exit_codes(house):
    facts = ("--kind", "market_entities", "--area", "140000", "--as-of", "2023-06-30")
    good = house.drop("good.csv", table(changed(3, 登记状态="迁入")))
    bad = house.drop("bad.csv", "a,b\n1,2\n")
    data = house.settings.folder
    landed = zhanbi("load", str(good), *facts, data=data)
    assert landed.returncode == 0 and "2 rows landed, 1 quarantined" in landed.stdout, landed.stderr
    refused = zhanbi("load", str(bad), *facts, data=data)
    assert refused.returncode == 3 and "bad.csv" in refused.stderr and "Traceback" not in refused.stderr
    for wrong in (
        ("load", str(good)),
        ("load", str(good), *facts[:4]),
        ("load", str(good), *facts[:2], *facts[4:]),
        ("load", str(good), *facts, "--override-refusal"),
        ("load", str(good), *facts, "--programme", "high_tech"),
    ):
        assert zhanbi(*wrong, data=data).returncode == 2
    listed = zhanbi("quarantine", "list", data=data)
    assert "status_unknown" in listed.stdout and "bad.csv" not in listed.stdout and "张某丙" not in listed.stdout
    (row,) = map(json.loads, zhanbi("quarantine", "list", "--json", data=data).stdout.splitlines())
    assert row["row_number"] == 3 and row["state"] == "open" and row["raw"]["企业名称"] == "样例三合作社"
    name = row["quarantine_id"][:12]
    assert name in listed.stdout
    shown = zhanbi("quarantine", "show", name, data=data)
    assert "status_unknown" in shown.stdout and "张**" in shown.stdout and "张某丙" not in shown.stdout
    assert zhanbi("quarantine", "replay", "--by", "王某", "--why", "x", data=data).returncode == 0
    assert zhanbi("quarantine", "dismiss", name, data=data).returncode == 2
    assert zhanbi("quarantine", "dismiss", name, "--by", "王某", "--why", "x", data=data).returncode == 0


def test_the_profile_tells_area_and_day_where_no_option_does(house, declared, monkeypatch):
    monkeypatch.setattr("flows.settings.settings", lambda: house.settings)

    def run(name: str, *options: str):
        path = house.drop(name, table(ROWS))
        return CliRunner().invoke(main, ["load", str(path), "--kind", "market_entities", *options])

    told = ("--profile", "province")
    assert run("名册_20230630.csv").exit_code == 2, "the usual profile tells neither"
    assert run("名册_20230630.csv", *told).exit_code == 0
    assert house.rows("select area_code, as_of::varchar from raw.extracts") == [("140000", "2023-06-30")]
    for name, options in (("名册.csv", told), ("名册_20230630.csv", (*told, "--area", "149900"))):
        assert run(name, *options).exit_code == 3


LANDER = """
import sys, time
from datetime import date
from pathlib import Path
from flows.receiving import load
from schemas.sidecars import ExtractMetadata
from flows.settings import Settings
metadata = ExtractMetadata(kind="recognitions", area="140000", as_of=date(2023, 6, 30), publisher="x", programme="high_tech")
settings = Settings(data=Path(sys.argv[2]))
print("go", flush=True)
load(Path(sys.argv[1]), metadata, settings, print)
print("landed", flush=True)
"""


@pytest.mark.slow
def test_a_killed_process_leaves_the_whole_extract_or_none_of_it(house):
    dirt = "".join(f"x{number}有限公司,2099-01-01\n" for number in range(5_000))
    path = house.drop("list.csv", names(300_000) + dirt)

    def landing(seconds: float | None) -> bool:
        """Kill a landing that many seconds after it began; whether it told that it had landed."""
        process = subprocess.Popen(
            [sys.executable, "-c", LANDER, str(path), str(house.settings.folder)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout and process.stdout.readline() == "go\n"
        began = time.monotonic()
        if seconds is not None:
            time.sleep(seconds)
            process.send_signal(signal.SIGKILL)
        told = "landed" in process.stdout.read()
        process.wait()
        landing.took = time.monotonic() - began
        return told

    assert landing(None)
    whole = [house.count(name) for name in ("extracts", "recognitions", "quarantine", "attempts")]
    assert whole == [1, 300_000, 5_000, 1]
    took, states = landing.took, set()
    for tenth in (*range(13), 20, 40, 80):  # the later ones where the machine is slower than it was at first
        if tenth > 12 and True in states:
            break
        house.settings.warehouse.unlink()
        Path(f"{house.settings.warehouse}.wal").unlink(missing_ok=True)
        told = landing(took * tenth / 10)
        with duckdb.connect(str(house.settings.warehouse)) as connection:
            tables = connection.execute("select count(*) from duckdb_tables() where schema_name = 'raw'").fetchone()[0]
        found = (
            [house.count(name) for name in ("extracts", "recognitions", "quarantine", "attempts")]
            if tables
            else [0] * 4
        )
        assert found in ([0, 0, 0, 0], whole), f"killed at {tenth}/10: {found}"
        assert found == whole or not told
        states.add(found == whole)
    assert states == {True, False}, "no instant before, or none after the landing was tried"
    assert land(house, path.read_text(encoding="utf-8"), ExtractMetadata(
        kind="recognitions", area="140000", as_of=date(2023, 6, 30), publisher="x", programme="high_tech")).outcome in ("landed", "unchanged")  # fmt: skip
