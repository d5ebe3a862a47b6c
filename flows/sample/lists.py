"""The synthetic recognition lists: calibrated cohorts, and the certificates that must not be counted on the day."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import polars as pl
from numpy.random import Generator
from numpy.typing import NDArray

from flows.sample.calibration import COHORTS, ZONE, Target
from flows.sample.entities import AUTHORITIES, wrong_check_digit

Days = NDArray[np.datetime64]


def _days(*days: str) -> Days:
    return np.array(days, dtype="datetime64[D]")


# days of recognition; a certificate holds three years, its printed last day is the day before the anniversary
_HOLDING = _days("2020-08-15", "2020-12-03", "2021-12-07", "2022-10-12", "2022-12-12")
_HOLDING_EDGES = _days("2020-07-01", "2023-06-30")  # the day counted is the last of the one, the first of the other
_EXPIRED = _days("2018-11-30", "2019-09-16", "2020-06-30")  # the last of them ran out the day before
_NOT_BEGUN = _days("2023-07-01", "2023-08-15", "2023-09-20")
_MOVED_IN_SHARE, _MOVED_OUT_SHARE = 0.06, 0.10  # unlike, so that the two errors do not cancel
_OLD_NAME = "㛃"  # four bytes in GB18030
_ELIGIBLE = (pl.col("kind") == 0) & (pl.col("registered_on") < date(2016, 1, 1))
Members = NDArray[np.int64]  # row numbers in the entities' frame


def lists(random: Generator, firms: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Each programme with its certificates, one a row: code, name, city of that day, valid_from, last_day."""
    zone, province = _cohorts(random, firms)
    for programme in COHORTS:
        certificates = _certificates(random, firms, np.concatenate([zone[programme], province[programme]]))
        yield programme, certificates[random.permutation(certificates.height)]


def dirty(certificates: pl.DataFrame) -> pl.DataFrame:
    """Rows that must be refused: one of each kind, fewer for the shortest lists so that they stay under the limit."""
    sample = certificates.head(5)
    bad = [
        sample[0:1].with_columns(wrong_check_digit("code")),
        sample[1:2],  # the same certificate a second time
        sample[2:3].with_columns(valid_from=date(2024, 3, 1), last_day=date(2027, 2, 28)),
        sample[3:4].with_columns(valid_from=date(2022, 11, 11), last_day=date(2022, 11, 1)),
        sample[4:5].with_columns(name=pl.lit(""), valid_from=date(2022, 11, 11)),
    ]
    return pl.concat(bad[: max(1, certificates.height // 40)])


def _cohorts(random: Generator, firms: pl.DataFrame) -> tuple[dict[str, Members], dict[str, Members]]:
    """The firms in force in the zone and elsewhere; the little giants are nested in the SRDI SMEs, as in life."""
    inside: dict[str, Members] = {}
    outside: dict[str, Members] = {}
    for place, in_zone in ((inside, True), (outside, False)):
        sizes = {code: _size(target, in_zone) for code, target in COHORTS.items()}
        place["high_tech"] = _pick(random, firms, in_zone, sizes["high_tech"])
        wider = _pick(random, firms, in_zone, sizes["srdi_sme"])
        for programme in list(COHORTS)[1:]:
            place[programme] = wider = _narrow(wider, sizes[programme], in_zone)
    return inside, outside


def _size(target: Target, in_zone: bool) -> int:
    return target.zone if in_zone else target.province - target.zone


def _where(firms: pl.DataFrame, condition: pl.Expr) -> Members:
    return firms.select(condition.arg_true()).to_series().to_numpy()


def _pick(random: Generator, firms: pl.DataFrame, in_zone: bool, size: int) -> Members:
    """Active enterprises, first those whose code still names another authority."""
    here = _ELIGIBLE & (pl.col("status") == "存续") & (pl.col("zone") == in_zone)
    crossed = (pl.col("first_authority") == ZONE) != pl.col("zone")
    moved, stayed = _where(firms, here & crossed), _where(firms, here & ~crossed)
    many = _moved(size, in_zone)
    return np.concatenate([random.choice(moved, many, False), random.choice(stayed, size - many, False)])


def _moved(size: int, in_zone: bool) -> int:
    return int(np.ceil(size * (_MOVED_IN_SHARE if in_zone else _MOVED_OUT_SHARE)))


def _narrow(members: Members, size: int, in_zone: bool) -> Members:
    """`size` of the members, keeping the moved ones' share."""
    many = _moved(size, in_zone)
    return np.concatenate([members[:many], members[len(members) - size + many :]])


def _certificates(random: Generator, firms: pl.DataFrame, holding: Members) -> pl.DataFrame:
    """All certificates of a list; in force on the day, at an active firm, are exactly the `holding` ones."""
    size = len(holding)
    days: Days = np.concatenate([_HOLDING_EDGES, random.choice(_HOLDING, size - 2)])
    others = random.permutation(np.setdiff1d(_where(firms, _ELIGIBLE & (pl.col("status") == "存续")), holding))
    expired, coming = np.split(others[: size // 20 + 2 + size // 25 + 2], [size // 20 + 2])
    gone = random.choice(_where(firms, _ELIGIBLE & (pl.col("status") == "注销")), size // 50 + 1, replace=False)
    parts = [
        _print(firms, holding, days),
        _print(firms, expired, random.choice(_EXPIRED, len(expired))),
        _print(firms, coming, random.choice(_NOT_BEGUN, len(coming))),
        _print(firms, gone, random.choice(_HOLDING[2:], len(gone))),
    ]
    return pl.concat([*parts, *_renewals(parts[0])])


def _renewals(holding: pl.DataFrame) -> list[pl.DataFrame]:
    """The certificate before today's for some firms, and the one after it for those about to expire."""
    begins, last = pl.col("valid_from"), pl.col("last_day")
    before = holding.filter(begins > date(2021, 1, 1))[::8]
    after = holding.filter(begins == date(2020, 8, 15))[::4]
    return [
        before.with_columns(begins.dt.offset_by("-3y"), last_day=begins.dt.offset_by("-1d")),
        after.with_columns(valid_from=last.dt.offset_by("1d"), last_day=last.dt.offset_by("3y")),
    ]


def _print(firms: pl.DataFrame, members: Members, days: Days) -> pl.DataFrame:
    """Certificates as a list has them. Moved firms stand under the name and the city of their first authority."""
    cities = {code: city for code, (city, _) in AUTHORITIES.items()} | {ZONE: "综改示范区"}
    moved = pl.col("first_authority") != pl.col("authority")
    return firms[members].select(
        "code",
        pl.when(moved).then(pl.col("name").str.replace("合成", f"合成{_OLD_NAME}")).otherwise("name").alias("name"),
        pl.col("first_authority").replace_strict(cities).alias("city"),
        valid_from=pl.Series(days.tolist(), dtype=pl.Date),
        last_day=pl.Series(days.tolist(), dtype=pl.Date).dt.offset_by("3y").dt.offset_by("-1d"),
    )
