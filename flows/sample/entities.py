"""The synthetic provincial register of market entities: calibrated counts, and what makes naive counting go wrong."""

from datetime import date

import numpy as np
import polars as pl
from numpy.random import Generator
from numpy.typing import NDArray

from flows.sample.calibration import ENTERPRISES, ENTITIES, ENTITIES_AS_OF, ZONE
from schemas.credit_codes import ALPHABET, check_digits

# registering authority: city, share of the province's entities outside the zone
AUTHORITIES = {
    "140105": ("太原市", 0.11), "140106": ("太原市", 0.07), "140108": ("太原市", 0.05), "140109": ("太原市", 0.06),
    "140213": ("大同市", 0.09), "140302": ("阳泉市", 0.05), "140403": ("长治市", 0.09), "140502": ("晋城市", 0.07),
    "140602": ("朔州市", 0.05), "140702": ("晋中市", 0.10), "140802": ("运城市", 0.11), "140902": ("忻州市", 0.05),
    "141002": ("临汾市", 0.06), "141102": ("吕梁市", 0.04),
}  # fmt: skip
_ZONE_DIVISIONS = ("140105", "140121", "140122", "140702")  # the zone lies across these
_MOVED_IN, _MOVED_OUT = 1_800, 1_200
_ENDED_ZONE, _ENDED_ELSEWHERE = 2_900, 17_100
_TYPES = ("企业", "个体工商户", "农民专业合作社")
_CATEGORY = ("91", "92", "93")  # the code's first two characters
_SUFFIX = (
    ("科技有限公司", "制造有限公司", "贸易有限公司"),
    ("小吃店", "便利店", "理发店"),
    ("种植专业合作社", "养殖专业合作社"),
)
_CAPITAL = (
    ("500万人民币", "1,000(万元人民币)", "50万元", "100(万美元)", "N/A"),
    ("5万元", ""),
    ("60万元人民币", "120万元"),
)
_INDUSTRIES = (("3911", "6513", "2651", "5179"), ("6210", "5212", "8051"), ("0111", "0321"))
_SYLLABLES = np.array(list("晋汾恒泽瑞丰安泰和盛远达兴隆华鑫宏祥润景明德康佳诚信茂源通顺嘉禾永利博锦"))
_SURNAMES = np.array(list("王李张刘赵杨郭任武冀"))


def entities(random: Generator) -> pl.DataFrame:
    """Entities in no order, one a row; `first_authority` and `zone` are ours and are not printed."""
    kinds, zone, ended = _cells()
    size = len(kinds)
    authority = np.where(zone, ZONE, _elsewhere(random, size))
    firms = (kinds == 0) & ~ended
    first = _first_authorities(random, authority, firms & zone, firms & ~zone)
    registered, ended_on = _dates(random, ended)
    return pl.DataFrame(
        {
            "code": credit_codes(np.array(_CATEGORY)[kinds], first, random.permutation(size)),
            "kind": kinds,
            "name": _names(random, kinds, first),
            "status": np.where(ended, np.where(random.random(size) < 0.2, "吊销", "注销"), "存续"),
            "registered_on": registered,
            "ended_on": pl.Series(ended_on).set(pl.Series(~ended), None),
            "authority": authority,
            "division": np.where(zone, random.choice(_ZONE_DIVISIONS, size), authority),
            "industry": _pick(random, kinds, _INDUSTRIES),
            "capital": _pick(random, kinds, _CAPITAL),
            "person": np.char.add(random.choice(_SURNAMES, size), "**（样例）"),
            "first_authority": first,
            "zone": zone,
        }
    ).with_columns(pl.col("registered_on", "ended_on").cast(pl.Date))


def credit_codes(category: NDArray[np.str_], authority: NDArray[np.str_], serial: NDArray[np.int64]) -> list[str]:
    """Valid codes, different for different serials below 31^5; their organisation codes begin MAYL (样例, sample)."""
    symbols = np.frombuffer(ALPHABET.encode(), dtype=np.uint8)
    digits = serial[:, None] // 31 ** np.arange(4, -1, -1) % 31
    head = np.char.add(np.char.add(category, authority), "MAYL").astype("S12").view(np.uint8).reshape(-1, 12)
    stems = np.hstack([head, symbols[digits]])
    whole = np.hstack([stems, check_digits(stems)[:, None]])
    codes: list[str] = np.ascontiguousarray(whole).view("S18").ravel().astype("U18").tolist()
    return codes


def printed(frame: pl.DataFrame) -> pl.DataFrame:
    """Entities in the columns and forms in which a register prints them, all of them text."""
    return frame.select(
        pl.col("code").alias("统一社会信用代码"),
        pl.col("name").alias("市场主体名称"),
        pl.col("kind").replace_strict(dict(enumerate(_TYPES))).alias("主体类型"),
        pl.col("status").alias("登记状态"),
        pl.col("registered_on").cast(pl.String).alias("成立日期"),
        pl.col("ended_on").cast(pl.String).alias("注销/吊销日期"),
        pl.col("authority").alias("登记机关代码"),
        pl.col("division").alias("住所行政区划代码"),
        pl.col("industry").alias("行业代码"),
        pl.col("capital").alias("注册资本"),
        pl.col("person").alias("法定代表人"),
        pl.lit("合成样例").alias("数据说明"),
    )


def dirty(random: Generator, frame: pl.DataFrame, rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows that must be refused, 5 of each kind: those that may stand anywhere, and the duplicates, which come last."""
    codes = credit_codes(np.full(40, "91"), np.full(40, ZONE), np.arange(frame.height, frame.height + 40))
    base = rows.filter(pl.col("登记状态") == "存续").head(40).with_columns(统一社会信用代码=pl.Series(codes))
    kinds: list[dict[str, pl.Expr]] = [
        {"统一社会信用代码": wrong_check_digit("统一社会信用代码")},
        {"统一社会信用代码": pl.col("统一社会信用代码").str.head(15)},
        {"成立日期": pl.lit("2024-02-01")},
        {"成立日期": pl.lit("2022-02-30")},
        {"注销/吊销日期": pl.lit("1990-01-01"), "登记状态": pl.lit("注销")},
        {"登记机关代码": pl.lit("990101")},
        {"市场主体名称": pl.lit("")},
        {"主体类型": pl.lit("未知")},
    ]
    bad = [base[5 * place : 5 * place + 5].with_columns(**change) for place, change in enumerate(kinds)]
    return pl.concat(bad), rows.sample(12, seed=int(random.integers(1 << 31)))


def wrong_check_digit(column: str) -> pl.Expr:
    code = pl.col(column)
    wrong = pl.when(code.str.ends_with("0")).then(pl.lit("1")).otherwise(pl.lit("0"))
    return pl.concat_str(code.str.head(17), wrong).alias(column)


def _cells() -> tuple[NDArray[np.int8], NDArray[np.bool_], NDArray[np.bool_]]:
    """Kind (index into _TYPES), in the zone, and ended, for every entity: the calibrated counts and the ended ones."""
    outside = ENTITIES.province - ENTITIES.zone
    firms_outside = ENTERPRISES.province - ENTERPRISES.zone
    cells = [  # kind, zone, ended, how many
        (0, True, False, ENTERPRISES.zone),
        (1, True, False, ENTITIES.zone - ENTERPRISES.zone - 245),
        (2, True, False, 245),
        (0, False, False, firms_outside),
        (1, False, False, outside - firms_outside - 31_000),
        (2, False, False, 31_000),
        (0, True, True, _ENDED_ZONE // 2),
        (1, True, True, _ENDED_ZONE // 2),
        (0, False, True, _ENDED_ELSEWHERE // 2),
        (1, False, True, _ENDED_ELSEWHERE // 2),
    ]
    sizes = [cell[3] for cell in cells]
    kinds, zone, ended = (np.repeat([cell[place] for cell in cells], sizes) for place in range(3))
    return kinds.astype(np.int8), zone.astype(bool), ended.astype(bool)


def _elsewhere(random: Generator, size: int) -> NDArray[np.str_]:
    weights = np.array([weight for _, weight in AUTHORITIES.values()])
    return random.choice(list(AUTHORITIES), size, p=weights / weights.sum())


def _first_authorities(
    random: Generator, today: NDArray[np.str_], inside: NDArray[np.bool_], outside: NDArray[np.bool_]
) -> NDArray[np.str_]:
    """The authority that gave the code: today's, but for those that moved into or out of the zone."""
    first = today.copy()
    moved_in = random.choice(np.flatnonzero(inside), _MOVED_IN, replace=False)
    moved_out = random.choice(np.flatnonzero(outside), _MOVED_OUT, replace=False)
    first[moved_in] = _elsewhere(random, _MOVED_IN)
    first[moved_out] = ZONE
    return first


def _dates(random: Generator, ended: NDArray[np.bool_]) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64]]:
    """Registration from 1995 to 2022, later years being fuller; the end from 2023-01-01 to the day before as_of."""
    start, years_end = np.datetime64("1995-01-01"), np.datetime64("2022-12-31")
    registered = start + np.sqrt(random.random(len(ended))) * (years_end - start)
    new_year = np.datetime64(date(ENTITIES_AS_OF.year, 1, 1))
    span = (np.datetime64(ENTITIES_AS_OF) - new_year).astype(int)
    return registered.astype("datetime64[D]"), new_year + random.integers(0, span, len(ended))


def _names(random: Generator, kinds: NDArray[np.int8], authority: NDArray[np.str_]) -> NDArray[np.str_]:
    """Names that say 合成 (synthetic), different for every entity."""
    cities = {code: city.removesuffix("市") for code, (city, _) in AUTHORITIES.items()} | {ZONE: "山西"}
    names = np.array([cities[code] for code in authority.tolist()])
    names = np.char.add(names, "合成")
    serial, base = random.permutation(len(kinds)), len(_SYLLABLES)
    for power in range(4):
        names = np.char.add(names, _SYLLABLES[serial // base**power % base])
    return np.char.add(names, _pick(random, kinds, _SUFFIX))


def _pick(random: Generator, kinds: NDArray[np.int8], choices: tuple[tuple[str, ...], ...]) -> NDArray[np.str_]:
    """For each entity one of its kind's choices."""
    widest = max(len(text) for group in choices for text in group)
    picked = np.empty(len(kinds), dtype=f"U{widest}")
    for kind, group in enumerate(choices):
        of_kind = kinds == kind
        picked[of_kind] = random.choice(group, int(of_kind.sum()))
    return picked
