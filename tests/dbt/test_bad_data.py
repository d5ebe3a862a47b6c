"""Bad data, each kind alone, from the raw tables to the marts: no query fails, and each shows with its reason.

A zero whole, a part beyond its whole and a missing total are in test_marts.py; disagreeing bulletins and revisions in test_as_of.py.
"""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.dbt.compiled import Models, compiled, empty_warehouse, run

pytestmark = pytest.mark.xdist_group("dbt")
MOMENT = datetime(2023, 8, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def models(built) -> Models:
    return compiled(built, "provincial_shares", "claim_audit", "reviews", "quality_summary", "figures")


@pytest.fixture
def warehouse(built, folder):
    with empty_warehouse(folder / "zhanbi.duckdb") as connection:
        yield connection


def bulletin(connection, province: str | None = "140000", document: str = "d", publisher: str = "管委会") -> None:
    connection.execute(
        "insert into raw.documents by name select ? as reading_id, ? as document_id, 'b.txt' as file_name, 'text/plain' as media_type, "
        "'utf-8' as encoding, 1 as size_bytes, ? as title, ? as publisher, '某开发区' as area, ? as province_code, date '2023-07-20' as published_on, "
        "'m' as metadata_hash, '2' as reader_version, '…' as text, [] as notes, ?::timestamptz as landed_at",
        [document, document, document, publisher, province, MOMENT],
    )


def figure(connection, start: int, value: float, measure: str = "level", document: str = "d", **more: object) -> None:
    row = {
        "reading_id": document, "document_id": document, "observation_id": f"{document}-{start}", "span_start": start,
        "span_end": start + 2, "value_text": str(value), "quote": f"高新技术企业{value}", "quote_start": start - 6,
        "quote_end": start + 6, "element": "", "section": "", "indicator": "high_tech_firms", "indicator_name": "高新技术企业",
        "breakdown": "", "programme": None, "measure": measure, "reported_value": value, "reported_unit": "%" if measure == "share" else "家",
        "value": value, "unit": "%" if measure == "share" else "家", "value_low": value - (0.05 if measure == "share" else 0),
        "value_high": value + (0.05 if measure == "share" else 0), "bound": "exact", "obs_status": "actual",
        "period_end": date(2023, 6, 30), "ref_area": "self", "reference": "of:全省" if measure == "share" else "",
        "rule": "named>level", "confidence": 0.97, "flags": [], **more,
    }  # fmt: skip
    connection.execute(
        f"insert into raw.observations ({', '.join(row)}) values ({', '.join('?' * len(row))})", list(row.values())
    )


def verdicts(connection) -> list[tuple]:
    return connection.execute(
        "select basis, verdict, reason from marts.provincial_shares where share_observation_id is not null order by basis"
    ).fetchall()


def test_a_zone_without_a_province(warehouse, models):
    bulletin(warehouse, province=None)
    figure(warehouse, 6, 1040)
    figure(warehouse, 106, 26.6, "share")
    run(warehouse, models)
    ((_, verdict, reason),) = verdicts(warehouse)
    assert verdict == "cannot_tell" and "the province of the area is not known" in reason
    ((claim,),) = warehouse.execute("select verdict from marts.claim_audit where kind = 'share'").fetchall()
    assert claim == "cannot_tell"


def test_a_share_above_a_hundred(warehouse, models):
    bulletin(warehouse)
    figure(warehouse, 6, 1040)
    figure(warehouse, 106, 126.6, "share")
    run(warehouse, models)
    ((_, verdict, reason),) = verdicts(warehouse)
    assert verdict == "disagrees" and "above 100 %" in reason


def test_an_indicator_and_a_programme_renamed_under_old_readings(warehouse, models):
    bulletin(warehouse)
    figure(warehouse, 6, 1040, programme="hi_tech", indicator="high_tech_companies")
    figure(warehouse, 106, 447, indicator="srdi_sme_firms", programme="srdi")
    run(warehouse, models)
    rows = warehouse.execute(
        "select observation_id, review_state, reasons from marts.reviews order by observation_id"
    ).fetchall()
    assert rows == [
        ("d-106", "open", "programme_retired:srdi"),
        ("d-6", "open", "indicator_retired:high_tech_companies"),
    ]
    kept = warehouse.execute(
        "select observation_id, indicator, programme from marts.observations order by 1"
    ).fetchall()
    assert kept == [("d-106", "srdi_sme_firms", None), ("d-6", None, None)]


def test_a_list_of_a_programme_that_was_renamed(warehouse, models):
    warehouse.execute(
        "insert into raw.extracts by name select 'x' as extract_id, 'l.csv' as file_name, 'recognitions' as kind, 'hi_tech' as programme, '140000' as area_code, "
        "date '2023-06-30' as as_of, 'p' as profile, true as synthetic, 'm' as metadata_hash, 0 as rows_read, 0 as rows_landed, 0 as rows_quarantined, "
        "'{}' as column_names, [] as unknown_columns, ?::timestamptz as landed_at",
        [MOMENT],
    )
    warehouse.execute(
        "insert into raw.attempts values ('a', 'x', 'l.csv', 'recognitions', 'm', 'landed', '0 rows', ?, ?, '1')",
        [MOMENT, MOMENT],
    )
    run(warehouse, models)
    ((message,),) = warehouse.execute("select last_message from marts.quality_summary").fetchall()
    assert "no programme hi_tech any more, its list is not counted" in message


def test_two_bulletins_of_one_rank_that_disagree_wait_for_a_person(warehouse, models):
    for document, value in (("d", 1040), ("e", 1041)):
        bulletin(warehouse, document=document)
        figure(warehouse, 6, value, document=document)
    run(warehouse, models)
    assert warehouse.execute(
        "select observation_id, review_state, reasons from marts.reviews order by 1"
    ).fetchall() == [
        ("d-6", "open", "sources_disagree"),
        ("e-6", "open", "sources_disagree"),
    ]
    ((verdict, reason, quotes),) = warehouse.execute(
        "select verdict, reason, list_sort(quotes) from marts.claim_audit where kind = 'conflict'"
    ).fetchall()
    assert (
        verdict == "disagrees"
        and "a person must decide" in reason
        and quotes == ["高新技术企业1040", "高新技术企业1041"]
    )
    assert {row[0] for row in warehouse.execute("select standing from marts.figures").fetchall()} == {"tied"}


def test_the_whole_comes_from_the_provinces_own_bulletin(warehouse, models):
    bulletin(warehouse)
    figure(warehouse, 6, 1040)
    figure(warehouse, 106, 26.6, "share")
    bulletin(warehouse, document="s", publisher="某省统计局")
    figure(warehouse, 6, 3910, document="s", ref_area="全省")
    run(warehouse, models)
    bulletin_alone, across = verdicts(warehouse)
    assert bulletin_alone[:2] == ("bulletin", "cannot_tell") and across == ("other_bulletin", "agrees", None)
    ((quotes,),) = warehouse.execute(
        "select list_sort(quotes) from marts.claim_audit where kind = 'share' and basis = 'other_bulletin'"
    ).fetchall()
    assert quotes == ["高新技术企业1040", "高新技术企业26.6", "高新技术企业3910"]


def decide(connection, document: str, action: str, changes: str = "{}", hour: int = 1) -> None:
    connection.execute(
        "insert into raw.decisions by name select ? as decision_id, ? as document_id, 6 as span_start, ? as action, ? as changes, "
        "'张三' as decided_by, ?::timestamptz as decided_at, '与年鉴核对' as reason",
        [f"{document}-{hour}", document, action, changes, MOMENT + timedelta(hours=hour)],
    )


@pytest.mark.parametrize(
    ("action", "changes", "holding"),
    [
        ("confirm", "{}", [("stated:d-6", 1040, "current")]),
        ("reject", "{}", [("stated:e-6", 1041, "current")]),
        ("correct", '{"value": "1041", "value_low": "1041", "value_high": "1041"}', [("stated:d-6", 1041, "current")]),
    ],
)
def test_a_decision_settles_a_tie(warehouse, models, action, changes, holding):
    for document, value in (("d", 1040), ("e", 1041)):
        bulletin(warehouse, document=document)
        figure(warehouse, 6, value, document=document)
    decide(warehouse, "d", action, changes)
    run(warehouse, models)
    assert warehouse.execute("select figure_id, value, standing from marts.figures order by 1").fetchall() == holding
    waiting = "select observation_id from marts.reviews where review_state = 'open'"
    assert warehouse.execute(waiting).fetchall() == []
    assert warehouse.execute(
        "select count(*) from marts.claim_audit where kind = 'conflict' and reason like '%a person must decide%'"
    ).fetchone() == (0,)


def test_a_tie_is_open_again_when_the_decision_is_undone(warehouse, models):
    for document, value in (("d", 1040), ("e", 1041)):
        bulletin(warehouse, document=document)
        figure(warehouse, 6, value, document=document)
    decide(warehouse, "d", "confirm")
    decide(warehouse, "d", "undo", hour=2)
    run(warehouse, models)
    assert {row[0] for row in warehouse.execute("select standing from marts.figures").fetchall()} == {"tied"}
    assert warehouse.execute("select count(*) from marts.reviews where review_state = 'open'").fetchone() == (2,)
