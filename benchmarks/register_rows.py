"""Makes a register of any size with one row in a hundred defective, of eight kinds in turn; always the same bytes."""

import sys
from pathlib import Path

import numpy as np
import polars as pl

from schemas.credit_codes import check_digits

BATCH = 500_000
DEFECT_EVERY = 100
DEFECTS = 8
HEADER = ["统一社会信用代码", "企业名称", "主体类型", "登记状态", "成立日期", "注销日期",
          "登记机关代码", "住所行政区划代码", "行业代码", "注册资本"]  # fmt: skip
_PLACES = ["太原市", "大同市", "长治市", "临汾市小店区", "晋中综改区"]
_TRADES = [
    "科技有限公司",
    "商贸有限公司",
    "机械制造股份有限公司",
    "餐饮店",
    "便利店",
    "种植专业合作社",
    "物流有限责任公司",
]
_HAN = (
    "中华天地人和信诚德利兴隆泰安宁福祥瑞嘉美新远大正通达博文创智云海江山河林森峰岩石金银铜铁火土木水日月星辰风雨雷电"
)
_AUTHORITIES = ["140105", "140106", "140200", "149900", "141081", "140400"]
_INDUSTRIES = ["5211", "F5299", "C3411", "6513", "I6513", "0111"]
_CAPITALS = ["{}万元人民币", "{}(万元)", "{}万人民币"]


def write_register(path: Path, rows: int) -> None:
    """Write `rows` rows as CSV in UTF-8; 115 to 130 bytes a row."""
    with path.open("wb") as file:
        for first in range(0, rows, BATCH):
            numbers = np.arange(first, min(rows, first + BATCH))
            _damaged(_rows(numbers)).write_csv(file, include_header=first == 0)


def _rows(numbers: np.ndarray) -> pl.DataFrame:
    random = np.random.default_rng(int(numbers[0]))
    count = len(numbers)

    def any_of(values: list[str]) -> pl.Series:
        return pl.Series(values)[random.integers(0, len(values), count)]

    syllables = pl.Series([a + b for a in _HAN for b in _HAN])
    words = [syllables[random.integers(0, len(syllables), count)] for _ in range(2)]
    founded = pl.Series(random.integers(4_000, 19_000, count).astype(np.int32)).cast(pl.Date)
    kind, ended = random.choice(3, count, p=[0.3, 0.65, 0.05]), random.random(count) < 0.2
    capital = pl.Series(random.integers(1, 500, count) * 10).cast(pl.String)
    return pl.DataFrame(
        {
            "number": numbers,
            HEADER[0]: _codes(numbers),
            HEADER[1]: any_of(_PLACES) + words[0] + words[1] + any_of(_TRADES),
            HEADER[2]: pl.Series(["企业", "个体工商户", "农民专业合作社"])[kind],
            HEADER[3]: pl.Series(["存续", "注销"])[ended.astype(int)],
            HEADER[4]: founded.cast(pl.String),
            HEADER[5]: pl.select(
                pl.when(pl.Series(ended)).then(founded.dt.offset_by("400d").cast(pl.String))
            ).to_series(),
            HEADER[6]: any_of(_AUTHORITIES),
            HEADER[7]: any_of(_AUTHORITIES[:3]),
            HEADER[8]: any_of(_INDUSTRIES),
            HEADER[9]: capital + any_of([form.format("") for form in _CAPITALS]),
        }
    )


def _codes(numbers: np.ndarray) -> pl.Series:
    stems = "91140105" + pl.Series(numbers).cast(pl.String).str.zfill(9)
    flat = np.frombuffer("".join(stems).encode(), dtype=np.uint8).reshape(-1, 17)
    whole = np.column_stack([flat, check_digits(flat)])
    return pl.Series(whole.view("S18").ravel().astype(str).tolist())


def _damaged(rows: pl.DataFrame) -> pl.DataFrame:
    """Every hundredth row, its fault by its number; the last digit of a code is never right after it is turned."""
    at = pl.col("number")
    kind = pl.when(at % DEFECT_EVERY == DEFECT_EVERY - 1).then(at // DEFECT_EVERY % DEFECTS)
    code, authority = pl.col(HEADER[0]), pl.col(HEADER[6])
    wrong_digit = code.str.slice(0, 17) + pl.when(code.str.ends_with("0")).then(pl.lit("1")).otherwise(pl.lit("0"))
    return rows.with_columns(
        pl.when(kind == 0)
        .then(wrong_digit)
        .when(kind == 1)
        .then(code.str.slice(0, 17))
        .when(kind == 2)
        .then(code.shift(1))
        .otherwise(code)
        .alias(HEADER[0]),
        pl.when((kind == 3).not_() | kind.is_null()).then(pl.col(HEADER[1])).alias(HEADER[1]),
        pl.when(kind == 4).then(pl.lit("迁入")).otherwise(pl.col(HEADER[3])).alias(HEADER[3]),
        pl.when(kind == 5).then(pl.lit("2022-02-30")).otherwise(pl.col(HEADER[4])).alias(HEADER[4]),
        pl.when(kind == 6).then(pl.lit("1900-01-01")).otherwise(pl.col(HEADER[5])).alias(HEADER[5]),
        pl.when(kind == 7).then(pl.lit("990101")).otherwise(authority).alias(HEADER[6]),
    ).drop("number")


if __name__ == "__main__":
    write_register(Path(sys.argv[1]), int(sys.argv[2]))
