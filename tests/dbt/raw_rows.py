"""Raw rows by hand: section 五 of the seed bulletin as it must be read, a bulletin full of errors, and registers with traps."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb

TEXT = Path("flows/sample/sx_zgq_2023h1.txt")
CONTACT = "联系人电话13812345678，证件110101199003071234；投资11010119900307123456元。"  # an identity number is no part of a longer one
SEED, DOCTORED = "a" * 64, "b" * 64
ENTITIES = (
    "截至6月底，全区市场主体总量达到52692家，其中，企业占比76.17%，高于全省49个百分点；"
    "涉税主体占比97.24%，高于全省50个百分点。"
)
HIGH_TECH = "全区高新技术企业1040家，占全省的26.6%。"
SRDI = (
    "累计认定专精特新中小企业447家，占全省(2113家)21.2%；省级专精特新“小巨人”企业94家，占全省(368家)25.5%；"
    "国家级专精特新“小巨人”企业35家，占全省(139家)25.2%；重点国家级专精特新“小巨人”企业7个，占全省(18家)38.9%。"
)
# number, half a unit of its last digit, unit, indicator, measure, area, reference, sentence
SECTION_FIVE = [
    ("52692", "0", "家", "market_entities", "level", "self", "", ENTITIES),
    ("76.17", "0.005", "%", "enterprises", "share", "self", "of:市场主体", ENTITIES),
    ("49", "0.5", "个百分点", "enterprises", "pp_gap", "self", "vs:全省", ENTITIES),
    ("97.24", "0.005", "%", "tax_active_share", "share", "self", "of:市场主体", ENTITIES),
    ("50", "0.5", "个百分点", "tax_active_share", "pp_gap", "self", "vs:全省", ENTITIES),
    ("1040", "0", "家", "high_tech_firms", "level", "self", "", HIGH_TECH),
    ("26.6", "0.05", "%", "high_tech_firms", "share", "self", "of:全省", HIGH_TECH),
    ("447", "0", "家", "srdi_sme_firms", "level", "self", "", SRDI),
    ("2113", "0", "家", "srdi_sme_firms", "level", "全省", "", SRDI),
    ("21.2", "0.05", "%", "srdi_sme_firms", "share", "self", "of:全省", SRDI),
    ("94", "0", "家", "little_giant_provincial_firms", "level", "self", "", SRDI),
    ("368", "0", "家", "little_giant_provincial_firms", "level", "全省", "", SRDI),
    ("25.5", "0.05", "%", "little_giant_provincial_firms", "share", "self", "of:全省", SRDI),
    ("35", "0", "家", "little_giant_national_firms", "level", "self", "", SRDI),
    ("139", "0", "家", "little_giant_national_firms", "level", "全省", "", SRDI),
    ("25.2", "0.05", "%", "little_giant_national_firms", "share", "self", "of:全省", SRDI),
    ("7", "0", "个", "little_giant_national_key_firms", "level", "self", "", SRDI),
    ("18", "0", "家", "little_giant_national_key_firms", "level", "全省", "", SRDI),
    ("38.9", "0.05", "%", "little_giant_national_key_firms", "share", "self", "of:全省", SRDI),
]
WRONG = [
    ("447", "0", "家", "srdi_sme_firms", "level", "self", "", "专精特新447家，占全省(2113家)21.9%。"),
    ("2113", "0", "家", "srdi_sme_firms", "level", "全省", "", "专精特新447家，占全省(2113家)21.9%。"),
    ("21.9", "0.05", "%", "srdi_sme_firms", "share", "self", "of:全省", "专精特新447家，占全省(2113家)21.9%。"),
    ("94", "0", "家", "little_giant_provincial_firms", "level", "self", "", "省级94家，占全省(68家)25.5%。"),
    ("68", "0", "家", "little_giant_provincial_firms", "level", "全省", "", "省级94家，占全省(68家)25.5%。"),
    ("25.5", "0.05", "%", "little_giant_provincial_firms", "share", "self", "of:全省", "省级94家，占全省(68家)25.5%。"),
    ("35", "0", "家", "little_giant_national_firms", "level", "self", "", "国家级35家，占全省(0家)25.2%。"),
    ("0", "0", "家", "little_giant_national_firms", "level", "全省", "", "国家级35家，占全省(0家)25.2%。"),
    ("25.2", "0.05", "%", "little_giant_national_firms", "share", "self", "of:全省", "国家级35家，占全省(0家)25.2%。"),
    ("38.9", "0.05", "%", "little_giant_national_key_firms", "share", "self", "of:全省", "重点占全省38.9%。"),
    (
        "900000000000000000000000000",
        "0",
        "家",
        "market_entities",
        "level",
        "self",
        "",
        "市场主体900000000000000000000000000家，占全省(9000000000000000000000000000家)10%。",
    ),
    (
        "9000000000000000000000000000",
        "0",
        "家",
        "market_entities",
        "level",
        "全省",
        "",
        "市场主体900000000000000000000000000家，占全省(9000000000000000000000000000家)10%。",
    ),
    (
        "10",
        "0.5",
        "%",
        "market_entities",
        "share",
        "self",
        "of:全省",
        "市场主体900000000000000000000000000家，占全省(9000000000000000000000000000家)10%。",
    ),
]


def fill(connection: duckdb.DuckDBPyConnection) -> None:
    """Land everything into the raw tables of an open, empty warehouse."""
    _document(connection, SEED, date(2023, 7, 20), "r-old", datetime(2023, 7, 20, tzinfo=UTC))
    _document(connection, SEED, date(2023, 7, 20), "r-new", datetime(2023, 8, 1, tzinfo=UTC))
    _document(connection, DOCTORED, date(2023, 1, 20), "r-doctored", datetime(2023, 1, 21, tzinfo=UTC))
    _figures(connection, SEED, "r-old", date(2023, 6, 30), [("9999", *SECTION_FIVE[5][1:])])
    _figures(connection, SEED, "r-new", date(2023, 6, 30), SECTION_FIVE)
    _figures(connection, DOCTORED, "r-doctored", date(2022, 12, 31), WRONG)
    _registers(connection)
    _lists(connection)
    _night(connection)


def _insert(connection: duckdb.DuckDBPyConnection, table: str, **row: object) -> None:
    marks = ", ".join("?" * len(row))
    connection.execute(f"insert into raw.{table} ({', '.join(row)}) values ({marks})", list(row.values()))


def _document(connection, document: str, published: date, reading: str, landed: datetime) -> None:
    _insert(
        connection, "documents", reading_id=reading, document_id=document, file_name="b.txt", media_type="text/plain",
        encoding="utf-8", size_bytes=1, title="特刊", publisher="综改区", area="山西转型综改示范区", area_code="149900",
        province_code="140000", published_on=published, metadata_hash="m", reader_version="1", text=CONTACT, notes=[], landed_at=landed,
    )  # fmt: skip


def _figures(connection, document: str, reading: str, day: date, figures: list[tuple[str, ...]]) -> None:
    text = TEXT.read_text(encoding="utf-8") if document == SEED else "".join(dict.fromkeys(f[-1] for f in figures))
    for number, half, unit, indicator, measure, area, reference, sentence in figures:
        quote_start = text.index(sentence)
        start = text.find(number, quote_start)
        value, rounding = Decimal(number), Decimal(half)
        _insert(
            connection, "observations", reading_id=reading, document_id=document, quote=sentence,
            observation_id=f"{document[:16]}-{start}", span_start=start, span_end=start + len(number), value_text=number,
            quote_start=quote_start, quote_end=quote_start + len(sentence), element="", section="五", indicator=indicator,
            indicator_name=indicator, breakdown="", measure=measure, reported_value=value, reported_unit=unit, value=value,
            unit=unit, value_low=value - rounding, value_high=value + rounding, bound="exact", obs_status="actual",
            period_end=day, ref_area=area, reference=reference, rule="hand", confidence=1.0, flags=[],
        )  # fmt: skip


def _extract(connection, extract: str, kind: str, as_of: date, programme: str | None = None) -> None:
    _insert(
        connection, "extracts", extract_id=extract, file_name=f"{extract}.csv", kind=kind, programme=programme,
        area_code="140000", as_of=as_of, coverage="delta" if programme else "full", profile="p", synthetic=True, metadata_hash="m", rows_read=1, rows_landed=1,
        rows_quarantined=0, column_names="{}", unknown_columns=[], landed_at=datetime(2023, 10, 1, tzinfo=UTC),
    )  # fmt: skip


def _registers(connection) -> None:
    """half: 52,692 in the zone, 40,136 of them enterprises; 447,308 elsewhere, 95,714 of them enterprises."""
    _extract(connection, "half", "market_entities", date(2023, 6, 30))
    connection.execute("""
        insert into raw.market_entities (extract_id, row_number, credit_code, name, entity_type, status, registered_on, authority_code)
        select 'half', i, 'c' || i, '企业' || i,
            case when i <= 40136 or i between 52693 and 148406 then 'enterprise' when i % 9 = 0 then 'cooperative' else 'self_employed' end,
            'active', date '2020-01-01', if(i <= 52692, '149900', '140100')
        from range(1, 500001) as numbers (i)
    """)
    traps = [
        ("half", 500001, "c-ended", "deregistered", date(2020, 1, 1), date(2023, 6, 30), "149900"),
        ("half", 500002, "c-revoked", "revoked", date(2020, 1, 1), None, "149900"),
        ("half", 500003, "c-other-province", "active", date(2020, 1, 1), None, "150100"),
        ("year", 1, "c1", "active", date(2020, 1, 1), None, "149900"),
        ("year", 2, "c2", "active", date(2020, 1, 1), None, "140100"),  # moved out of the zone since June
        ("year", 3, "c-new", "active", date(2023, 12, 31), None, "149900"),
    ]
    _extract(connection, "year", "market_entities", date(2023, 12, 31))
    for extract, number, code, status, registered, ended, authority in traps:
        _insert(
            connection, "market_entities", extract_id=extract, row_number=number, credit_code=code, name=code,
            entity_type="enterprise", status=status, registered_on=registered, ended_on=ended, authority_code=authority,
        )  # fmt: skip


def _lists(connection) -> None:
    """On 2023-06-30 in force: zone and province as printed (1040 of 3910, 447 of 2113, …); the rest are traps."""
    autumn, spring = date(2023, 9, 30), date(2023, 3, 31)
    for programme, zone, elsewhere in [
        ("high_tech", 1040, 2870), ("srdi_sme", 447, 1666), ("little_giant_provincial", 94, 274),
        ("little_giant_national", 35, 104), ("little_giant_national_key", 7, 11),
    ]:  # fmt: skip
        _extract(connection, programme, "recognitions", autumn, programme)
        connection.execute(
            """
            insert into raw.recognitions (extract_id, row_number, programme, name, credit_code, valid_from, valid_to)
            select ?, i, ?, '企业' || i, 'c' || i, date '2021-01-01', date '2024-01-01'
            from range(1, 148407) as numbers (i) where i <= ? or (i > 52692 and i <= 52692 + ?)
            """,
            [programme, programme, zone, elsewhere],
        )
    _extract(connection, "spring", "recognitions", spring, "high_tech")
    holders = [
        ("spring", "c1", date(2020, 4, 1), date(2024, 4, 1)),  # a second certificate of a firm already listed
        ("spring", None, date(2020, 4, 1), None),  # the same firm c2 again, by its name alone
        ("high_tech", "c2000", date(2020, 6, 30), date(2023, 6, 30)),  # no longer valid on its last day
        ("high_tech", "c2001", date(2023, 7, 1), date(2026, 7, 1)),  # not yet valid
        ("high_tech", "c-ended", date(2021, 1, 1), date(2024, 1, 1)),  # the firm has ended
        ("high_tech", "c-other-province", date(2021, 1, 1), date(2024, 1, 1)),
    ]
    for number, (extract, code, start, end) in enumerate(holders, 900_000):
        _insert(
            connection, "recognitions", extract_id=extract, row_number=number, programme="high_tech", name=code or "企业2",
            credit_code=code, valid_from=start, valid_to=end,
        )  # fmt: skip


def _night(connection) -> None:
    """Two tries of one register, a refused file that could not be read, a quarantined row."""
    tries = [
        ("t1", "half", "half.csv", "market_entities", "landed", 1),
        ("t2", "half", "half_again.csv", "market_entities", "unchanged", 2),
        ("t3", None, "torn.txt", None, "refused", 3),
    ]
    for attempt, source, name, kind, outcome, hour in tries:
        moment = datetime(2023, 10, 1, hour, tzinfo=UTC)
        _insert(
            connection, "attempts", attempt_id=attempt, input_id=source, file_name=name, kind=kind, outcome=outcome,
            message="…", started_at=moment, finished_at=moment, version="1",
        )  # fmt: skip
    _insert(
        connection, "quarantine", quarantine_id="q1", source_id="half", kind="market_entities", file_name="half.csv",
        row_number=7, raw='{"name": "王五"}', reasons=["check digit"], state="open",
        quarantined_at=datetime(2023, 10, 1, tzinfo=UTC),
    )  # fmt: skip
