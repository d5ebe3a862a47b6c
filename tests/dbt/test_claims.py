"""The audit of the seed bulletin, and of copies with one number changed, from the text to the mart.

Every expectation is worked out by hand from flows/sample/sx_zgq_2023h1.txt.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal as D
from pathlib import Path

import duckdb
import pytest
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

from flows.bulletin import land_bulletin
from flows.warehouse.landing import Attempt
from schemas.sidecars import BulletinMetadata

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "dbt_project"
SEED = ROOT / "flows" / "sample" / "sx_zgq_2023h1.txt"
SHARED = ROOT.parent / "shared" / "bulletins"
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("claims")]

# kind, numbers involved in the order of the text, stated, expected from, expected to, verdict
CLAIMS = [
    ("target_gap", "778 708 70", "70", "69", "71", "agrees"),  # 777.5 − 708.5, 778.5 − 707.5
    ("sum", "334 109 225", "334", "334", "334", "agrees"),
    ("sum", "334 156 178", "334", "334", "334", "agrees"),
    ("sum", "2938.64 1915.64 1023", "2938.64", "2938.135", "2939.145", "agrees"),  # 1023 is [1022.5, 1023.5)
    ("sum", "297.6 128.6 169", "297.6", "297.05", "298.15", "agrees"),
    ("sum", "297.6 207.6 90", "297.6", "297.05", "298.15", "agrees"),
    ("part", "397.86 75.88", "397.86", "75.875", None, "agrees"),  # GDP … 其中，服务业增加值
    ("part", "102.5 64.43", "102.5", "64.425", None, "agrees"),  # 固定资产投资 … 其中，工业投资
    ("repeat", "334 334", "334", "334", "334", "agrees"),  # 全年谋划建设项目334个 … 334个项目中
    ("repeat", "560 560", "560", "559.5", "560.5", "agrees"),  # 晶科能源's total investment, in 二 and in 八
    ("share", "52692 76.17", "76.17", None, None, "cannot_tell"),  # the number of enterprises is not printed
    ("share", "52692 97.24", "97.24", None, None, "cannot_tell"),
    ("pp_gap", "76.17 49", "49", None, None, "cannot_tell"),  # the province's share is not printed
    ("pp_gap", "97.24 50", "50", None, None, "cannot_tell"),
    ("share", "1040 26.6", "26.6", None, None, "cannot_tell"),  # the province's total is not printed
    ("share", "447 2113 21.2", "21.2", "21.154756", "21.154756", "agrees"),
    ("share", "94 368 25.5", "25.5", "25.543478", "25.543478", "agrees"),
    ("share", "35 139 25.2", "25.2", "25.179856", "25.179856", "agrees"),
    ("share", "7 18 38.9", "38.9", "38.888889", "38.888889", "agrees"),
]

# sentence with the number between braces, the number put in its place, what must then be contradicted
DOCTORED = [
    ("全年谋划建设项目{334}个", "343", ["repeat", "sum", "sum"]),
    ("新建项目{109}个", "190", ["sum"]),
    ("续建项目{225}个", "252", ["sum"]),
    ("{334}个项目中", "343", ["repeat"]),
    ("，工业项目{156}个", "165", ["sum"]),
    ("非工业项目{178}个", "187", ["sum"]),
    ("总投资{2938.64}亿元", "2983.64", ["sum"]),
    ("总投资{1915.64}亿元", "1951.64", ["sum"]),
    ("总投资{1023}亿元", "1032", ["sum"]),
    ("年度计划投资{297.6}亿元", "279.6", ["sum", "sum"]),
    ("年度计划投资{128.6}亿元", "182.6", ["sum"]),
    ("年度计划投资{169}亿元", "196", ["sum"]),
    ("年度计划投资{207.6}亿元", "270.6", ["sum"]),
    ("年度计划投资{90}亿元", "99", ["sum"]),
    ("累计签约总投资{778}亿元", "787", ["target_gap"]),
    ("省定{708}亿元", "780", ["target_gap"]),
    ("708亿元){70}亿元", "80", ["target_gap"]),
    ("专精特新中小企业{447}家", "474", ["share"]),
    ("({2113}家)", "1213", ["share"]),
    ("2113家){21.2}%", "22.1", ["share"]),
    ("“小巨人”企业{94}家", "49", ["share"]),
    ("({368}家)", "386", ["share"]),
    ("({139}家)", "193", ["share"]),
    ("139家){25.2}%", "22.5", ["share"]),
    ("“小巨人”企业{7}个", "9", ["share"]),
    ("18家){38.9}%", "39.8", ["share"]),
    ("总投资{560}亿元晶科能源", "650", ["repeat"]),
    ("投资{560}亿元的晶科能源", "650", ["repeat"]),
    ("服务业增加值完成{75.88}亿元", "758.8", ["part"]),
    ("工业投资完成{64.43}亿元", "644.3", ["part"]),
    # no arithmetic can tell: nothing else in the text depends on these
    ("完成{397.86}亿元", "379.86", []),
    ("同比下降{6.4}%", "4.6", []),
    ("高新技术企业{1040}家", "1400", []),
    ("企业占比{76.17}%", "67.17", []),
    ("各类遗留问题{611}个", "116", []),
    # inside what rounding allows: 128.6 + 169 is 297.05 to 298.15
    ("年度计划投资{297.6}亿元", "297.7", []),
]


def land(connection: duckdb.DuckDBPyConnection, path: Path, area: str, published: date) -> None:
    metadata = BulletinMetadata(title=path.stem, publisher=area, area=area, province="山西省", published_on=published)
    attempt = Attempt(
        file_name=path.name, outcome="failed", message="", started_at=datetime.now(UTC), version="1",
        kind="bulletin", input_id=path.name,
    )  # fmt: skip
    land_bulletin(connection, path, metadata, attempt)


def doctored(text: str, context: str, number: str) -> str:
    """The text with the number between the braces of the context replaced, wherever else it may stand."""
    before, printed, after = context.replace("}", "{").split("{")
    assert text.count(before + printed + after) == 1, context
    return text.replace(before + printed + after, before + number + after)


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The seed, its doctored copies and what lies in ../shared, landed by the flow and audited by dbt."""
    folder = tmp_path_factory.mktemp("claims")
    text = SEED.read_text(encoding="utf-8")
    with duckdb.connect(str(folder / "w.duckdb")) as connection:
        connection.execute((ROOT / "flows" / "warehouse" / "schema.sql").read_text(encoding="utf-8"))
        land(connection, SEED, "山西转型综改示范区", date(2023, 8, 1))
        for number, (context, printed, _) in enumerate(DOCTORED):
            copy = folder / f"{number}.txt"
            copy.write_text(doctored(text, context, printed), encoding="utf-8")
            land(connection, copy, "山西转型综改示范区", date(2023, 8, 1))
        for city in CITIES:
            if (path := SHARED / "unmarked" / f"{city}.txt").is_file():
                land(connection, path, NAMES[city], date(2026, 3, 20))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZHANBI_WAREHOUSE", str(folder / "w.duckdb"))
        patch.setenv("DO_NOT_TRACK", "1")
        result = dbtRunner().invoke([
            "--quiet", "--log-path", str(folder / "logs"), "build", "--select", "+claim_audit", "--exclude-resource-type", "unit_test",
            "--indirect-selection", "buildable", "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT),
            "--target-path", str(folder / "target"),
        ])  # fmt: skip
    DuckDBConnectionManager.close_all_connections()
    assert result.success, result.exception or [
        (r.node.name, r.message) for r in result.result if r.status not in ("success", "pass")
    ]
    with duckdb.connect(str(folder / "w.duckdb"), read_only=True) as connection:
        yield connection


def claims_of(connection: duckdb.DuckDBPyConnection, file_name: str, condition: str = "true") -> list[tuple]:
    return connection.execute(
        f"""
        select claims.kind, string_agg(figures.value_text, ' ' order by figures.span_start), claims.stated,
            claims.expected_low, claims.expected_high, claims.verdict
        from marts.claim_audit as claims
        inner join raw.documents on documents.document_id = claims.document_id
        inner join marts.observations as figures on list_contains(claims.observation_ids, figures.observation_id)
        where documents.file_name = ? and claims.kind <> 'conflict' and {condition}  -- the copies contradict each other, as they should
        group by claims.claim_id, claims.kind, claims.stated, claims.expected_low, claims.expected_high, claims.verdict
        """,
        [file_name],
    ).fetchall()


def test_the_audit_of_the_seed_has_every_claim_and_no_other(audited):
    def number(printed: str | None) -> D | None:
        return None if printed is None else D(printed)

    expected = [(kind, figures, *map(number, rest), verdict) for kind, figures, *rest, verdict in CLAIMS]
    assert sorted(claims_of(audited, SEED.name), key=str) == sorted(
        [(k, f, s, low, high, v) for k, f, s, low, high, v in expected], key=str
    )


def test_every_quote_is_verbatim_and_holds_its_number(audited):
    text = SEED.read_text(encoding="utf-8")
    rows = audited.execute(
        "select quotes, formula from marts.claim_audit inner join raw.documents using (document_id) where file_name = ?",
        [SEED.name],
    ).fetchall()
    assert rows and all(quotes and all(quote in text for quote in quotes) for quotes, _ in rows)


def test_what_the_province_must_have_stands_in_the_formula(audited):
    formulas = " ".join(
        row[0]
        for row in audited.execute(
            "select formula from marts.claim_audit inner join raw.documents using (document_id) "
            "where file_name = ? and verdict = 'cannot_tell'",
            [SEED.name],
        ).fetchall()
    )
    assert "26.665–27.675" in formulas  # 76.165 − 49.5, 76.175 − 48.5
    assert "46.735–47.745" in formulas  # 97.235 − 50.5, 97.245 − 49.5
    assert "3903–3917" in formulas  # 104000 / 26.65 = 3902.4, 104000 / 26.55 = 3917.1


@pytest.mark.parametrize(
    "number", range(len(DOCTORED)), ids=lambda number: f"{DOCTORED[number][0]} {DOCTORED[number][1]}"
)
def test_a_changed_number_is_caught_where_arithmetic_can(audited, number):
    _, _, kinds = DOCTORED[number]
    assert sorted(row[0] for row in claims_of(audited, f"{number}.txt", "claims.verdict = 'disagrees'")) == kinds


NAMES = {
    "nanning_2025": "南宁市",
    "loudi_2025": "娄底市",
    "binzhou_2025": "滨州市",
    "kunming_2025": "昆明市",
    "zhoukou_2025": "周口市",
    "bozhou_2025": "博尔塔拉蒙古自治州",
    "jiamusi_2025": "佳木斯市",
    "quanzhou_2025": "泉州市",
}
# every contradiction found in real bulletins, each read in its text by eye
CITIES = {
    # 财产险91.91亿元 + 人身险240.44亿元 = 332.35, 保费收入332.42亿元
    "nanning_2025": [("sum", "332.42 91.91 240.44")],
    # 社会消费品零售总额 +2.8%, 城镇 +6.2%, 乡村 +6.0%
    "loudi_2025": [("growth", "2.8 6.2 6.0")],
    # 服务业增加值1638.31 ÷ 3558.17 = 46.04%, printed 46.1%
    "binzhou_2025": [("share", "3558.17 1638.31 46.1")],
    # 民营经济增加值3591.33 ÷ 8637.45 = 41.58%, printed 41.7%
    "kunming_2025": [("share", "8637.45 3591.33 41.7")],
    # 猪肉产量 in the text and in table 3
    "zhoukou_2025": [("repeat", "64.76 64.73")],
    "bozhou_2025": [],
    "jiamusi_2025": [],
    "quanzhou_2025": [],
}


@pytest.mark.parametrize("city", CITIES)
def test_real_bulletins_are_contradicted_only_where_they_contradict_themselves(audited, city):
    if not (SHARED / "unmarked" / f"{city}.txt").is_file():
        pytest.skip("the real bulletins lie beside the project, in ../shared/bulletins")
    found = claims_of(audited, f"{city}.txt", "claims.verdict = 'disagrees'")
    assert [(kind, figures) for kind, figures, *_ in found] == CITIES[city]
