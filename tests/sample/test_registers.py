"""The sample registers counted with nothing of ours but the file names: Python's csv, gzip and arithmetic."""

import csv
import gzip
import hashlib
from collections import Counter
from datetime import date, timedelta
from operator import mul
from pathlib import Path

import pytest
import yaml
from stdnum.cn import uscc

from flows.sample.registers import write_sample
from schemas.sidecars import BulletinMetadata, convert, read_sidecar

DAY = date(2023, 6, 30)
ENTITIES = "synthetic_market_entities_20230630.csv.gz"
PRINTED = {  # zone, province: as the bulletin has them, or implies them
    "high_tech": (1040, 3910),
    "srdi_sme": (447, 2113),
    "little_giant_provincial": (94, 368),
    "little_giant_national": (35, 139),
    "little_giant_national_key": (7, 18),
}
WEIGHTS = [3**place % 31 for place in range(17)] + [1]
VALUES = {symbol: value for value, symbol in enumerate("0123456789ABCDEFGHJKLMNPQRTUWXY")}
ENCODINGS = {"high_tech": "gb18030"}
Row = dict[str, str]


@pytest.fixture(scope="module")
def rows(folder) -> list[Row]:
    with gzip.open(folder / ENTITIES, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def good(rows) -> list[Row]:
    """The rows a careful clerk would keep."""
    seen: set[str] = set()
    kept = []
    for row in rows:
        code = row["统一社会信用代码"]
        first = code not in seen
        seen.add(code)
        if first and _plausible(row):
            kept.append(row)
    return kept


@pytest.fixture(scope="module")
def active(good) -> dict[str, Row]:
    return {row["统一社会信用代码"]: row for row in good if row["登记状态"] == "存续"}


def _plausible(row: Row) -> bool:
    try:
        registered = date.fromisoformat(row["成立日期"])
        ended = date.fromisoformat(row["注销/吊销日期"] or "9999-12-31")
    except ValueError:
        return False
    known = row["登记机关代码"].startswith("14") and row["主体类型"] in ("企业", "个体工商户", "农民专业合作社")
    return bool(row["市场主体名称"]) and known and len(row["统一社会信用代码"]) == 18 and registered <= min(ended, DAY)


def _certificates(folder: Path, programme: str) -> list[Row]:
    path = folder / f"synthetic_{programme}_20230930.csv"
    with path.open(encoding=ENCODINGS.get(programme, "utf-8-sig"), newline="") as file:
        return list(csv.DictReader(file))


def _field(row: Row, *names: str) -> str:
    return next(row[name] for name in names if name in row)


def _digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def _in_force(folder: Path, programme: str, active: dict[str, Row]) -> set[str]:
    holders = set()
    for row in _certificates(folder, programme):
        begins = date.fromisoformat(_field(row, "发证日期", "认定日期"))
        last = date.fromisoformat(_field(row, "有效期至", "有效期截止日期"))
        if begins <= DAY <= last:
            holders.add(_field(row, "统一社会信用代码", "社会信用代码"))
    return holders & active.keys()


def _is_valid(code: str) -> bool:
    """The sum of GB 32100-2015 in one line: python-stdnum takes 10 seconds for 500,000 codes."""
    return sum(map(mul, WEIGHTS, map(VALUES.__getitem__, code))) % 31 == 0


def test_our_line_judges_codes_like_stdnum(rows):
    codes = [row["统一社会信用代码"] for row in rows if len(row["统一社会信用代码"]) == 18]
    wrong = [code for code in codes if not _is_valid(code)]
    assert len(wrong) == 5 and not any(map(uscc.is_valid, wrong))
    assert [_is_valid(code) for code in codes[::100]] == [uscc.is_valid(code) for code in codes[::100]]


def test_entities_count_to_what_the_bulletin_says(active):
    # the wrong check digits are left in by the clerk above, who cannot see them
    valid = [row for code, row in active.items() if _is_valid(code)]
    zone = [row for row in valid if row["登记机关代码"] == "149900"]
    firms = Counter(row["登记机关代码"] == "149900" for row in valid if row["主体类型"] == "企业")
    assert (len(zone), len(valid)) == (52_692, 500_000)
    assert (firms[True], firms.total()) == (40_136, 135_850)
    assert round(100 * 40_136 / 52_692, 2) == 76.17
    assert round(100 * 40_136 / 52_692 - 100 * firms.total() / len(valid)) == 49


@pytest.mark.parametrize("programme", PRINTED)
def test_cohorts_count_to_what_the_bulletin_says(folder, active, programme):
    holders = _in_force(folder, programme, active)
    zone = {code for code in holders if active[code]["登记机关代码"] == "149900"}
    assert (len(zone), len(holders)) == PRINTED[programme]


@pytest.mark.parametrize("programme", PRINTED)
def test_naive_counts_of_a_list_are_wrong(folder, active, programme):
    zone, province = PRINTED[programme]
    certificates = _certificates(folder, programme)
    codes = Counter(_field(row, "统一社会信用代码", "社会信用代码") for row in certificates)
    by_city = sum(_field(row, "所属地市", "所在市") == "综改示范区" for row in certificates)
    holders = _in_force(folder, programme, active)
    assert len(certificates) > len(codes) > province
    assert by_city != zone
    assert sum(code[2:8] == "149900" for code in holders) != zone
    assert any(code not in active for code in codes)


def test_naive_counts_of_entities_are_wrong(rows, active):
    assert sum(row["登记机关代码"] == "149900" for row in rows) > 52_692
    assert sum(code[2:8] == "149900" for code in active) != 52_692
    assert {row["登记状态"] for row in rows} == {"存续", "注销", "吊销"}


@pytest.mark.parametrize("programme", PRINTED)
def test_certificates_touch_both_ends_of_the_day(folder, programme):
    certificates = _certificates(folder, programme)
    begins = {_field(row, "发证日期", "认定日期") for row in certificates}
    last = {_field(row, "有效期至", "有效期截止日期") for row in certificates}
    assert DAY.isoformat() in begins and DAY.isoformat() in last
    assert (DAY - timedelta(1)).isoformat() in last or (DAY + timedelta(1)).isoformat() in begins


def test_everything_says_that_it_is_synthetic(folder, rows):
    registers = sorted(folder.glob("synthetic_*.csv*"))
    data = [path for path in registers if path.suffix != ".yml"]
    assert len(data) == 6
    assert {path.name for path in folder.iterdir()} - {path.name for path in registers} == {
        "sx_zgq_2023h1.txt", "sx_zgq_2023h1.txt.yml",
    }  # fmt: skip
    for path in data:
        facts = yaml.safe_load(path.with_name(path.name + ".yml").read_text(encoding="utf-8"))
        assert facts["synthetic"] is True and "合成样例" in facts["publisher"]
    assert all("合成" in row["市场主体名称"] for row in rows if row["市场主体名称"])
    assert all("样例" in row["法定代表人"] for row in rows)
    for programme in PRINTED:
        names = [_field(row, "企业名称", "单位名称") for row in _certificates(folder, programme)]
        assert all("合成" in name for name in names if name)


def test_the_gb18030_list_has_a_character_of_four_bytes(folder):
    content = (folder / "synthetic_high_tech_20230930.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")
    with pytest.raises(UnicodeDecodeError):
        content.decode("gbk")
    assert any(len(letter.encode("gb18030")) == 4 for letter in content.decode("gb18030"))


def test_the_same_seed_gives_the_same_bytes(folder, tmp_path):
    write_sample(tmp_path)
    assert _digests(tmp_path) == _digests(folder)


def test_the_bulletin_is_the_published_one(folder):
    source = Path(__file__).parents[2] / "flows" / "sample" / "sx_zgq_2023h1.txt"
    assert (folder / "sx_zgq_2023h1.txt").read_bytes() == source.read_bytes()


def test_the_bulletins_sidecar_is_complete(folder):
    path = folder / "sx_zgq_2023h1.txt"
    facts = convert(read_sidecar(path) or {}, BulletinMetadata, path.name)
    assert (facts.area, facts.province, facts.published_on) == ("山西转型综改示范区", "山西省", date(2023, 8, 1))
