"""Tables, as web pages leave them (one cell a line) and as readers write them (one row a line)."""

from tests.bulletins.reading_of import facts, reading_of

CELLS = """2025年全市主要农产品产量
指 标
产量（万吨）
比上年增长（±%）
粮 食
650.0
17.3
#水 稻
79.4
-17.5
油 料
3.7
持平
全年完成植树造林15.8万亩。"""


def test_one_cell_a_line() -> None:
    assert facts(CELLS) == [
        ("粮食产量", "level", "650.0", "万吨"),
        ("粮食产量", "growth", "17.3", "%"),
        ("水稻产量", "level", "79.4", "万吨"),
        ("水稻产量", "growth", "-17.5", "%"),
        ("油料产量", "level", "3.7", "万吨"),
        ("植树造林", "level", "15.8", "万亩"),
    ]


def test_one_row_a_line() -> None:
    text = "单位：亿元\n指标\t12月末\t比年初增加额\n金融机构存款余额\t1970.6\t266.0\n#单位存款\t775.0\t-103.0\n"
    assert facts(text) == [
        ("金融机构存款余额", "level", "1970.6", "亿元"),
        ("金融机构存款余额", "change", "266.0", "亿元"),
        ("单位存款", "level", "775.0", "亿元"),
        ("单位存款", "change", "-103.0", "亿元"),
    ]


def test_unit_column_and_share_column() -> None:
    text = "指标\n单位\n绝对数\n比重（%）\n货运量\n万吨\n120.5\n100\n铁路\n万吨\n20.5\n17.0\n"
    assert facts(text) == [
        ("货运量", "level", "120.5", "万吨"),
        ("货运量", "share", "100", "%"),
        ("铁路货运量", "level", "20.5", "万吨"),
        ("铁路货运量", "share", "17.0", "%"),
    ]


def test_year_columns_have_their_own_period() -> None:
    text = "指标\t2024年\t2025年\n生产总值（亿元）\t100\t110\n"
    assert [(str(one.reported_value), one.period_start) for one in reading_of(text)] == [
        ("100", "2024-01-01"),
        ("110", "2025-01-01"),
    ]


def test_an_empty_corner_keeps_the_columns_in_place() -> None:
    text = "\t2024年\t2025年\n生产总值（亿元）\t\t110\n"
    (one,) = reading_of(text)
    assert (str(one.reported_value), one.period_start) == ("110", "2025-01-01")


def test_areas_as_rows() -> None:
    text = "县市区\t地区生产总值（亿元）\n清水县\t100\n"
    (one,) = reading_of(text)
    assert (one.ref_area, one.indicator_name, one.reported_unit) == ("清水县", "地区生产总值", "亿元")


def test_numbers_without_a_heading_are_no_table() -> None:
    assert facts("1\t2\n3\t4\n") == []
    assert facts("粮食\n650.0\n17.3\n") == []
