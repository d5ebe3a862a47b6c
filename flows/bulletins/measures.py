"""Which measure a figure is of, and its sign: decided from its unit and what stands before it."""

import re
from decimal import Decimal

from flows.bulletins.predicates import LOWER, Predicate
from flows.bulletins.quantities import Quantity
from flows.bulletins.state import Meaning, Subject
from flows.bulletins.units import unit_table

_SHARE_NAME = re.compile(r"(?:占比|比重|份额|市场占有率|构成|占总.{0,4}|占全.{0,6}|结构)$")
_RATE_NAME = re.compile(r"(?:率|比例|度|水平|比|浓度|系数)$")
_GROWTH_NAME = re.compile(r"(?:增速|增幅|涨幅|(?<!自然)增长率|增长速度|降幅|跌幅|涨跌幅|增长)$")
_GROWTH_AFTER = re.compile(r"的?(?:正|负|较快|高速|中高速)?(?:增长|增速|增幅|降幅|涨幅)")
# With a thing counted after the figure these are what was done to it: 提升743个村供水设施.
WORKS = ("新增", "提升", "增加", "扩大", "延长", "改善", "优化", "提高")
_NET = re.compile(r"(?:净增|净减|净增加|净减少)")


def is_counted(quantity: Quantity) -> bool:
    """Whether the unit is a classifier, so that the thing counted may follow it."""
    entry = unit_table().get(quantity.base)
    if entry is None:
        return bool(quantity.base) and "/" not in quantity.base and "每" not in quantity.base
    return entry.discrete


def category(quantity: Quantity) -> str:
    """points, percent, multiple, rank, bare or amount."""
    entry = unit_table().get(quantity.base)
    if entry is None:
        return "amount" if quantity.unit else "bare"
    if entry.dimension == "percentage_point":
        return "points"
    return {"ratio": "percent", "multiple": "multiple", "doubling": "multiple"}.get(entry.dimension, "amount")


def decide(quantity: Quantity, said: Predicate, name: str, subject: Subject, right: str) -> Meaning:
    """The meaning of `quantity` after what was `said` of `name`, and before what stands to its `right`."""
    if quantity.ratio:
        return Meaning("share", quantity.value, "", "ratio")
    if said.rank:
        return Meaning("rank", quantity.value, "", "rank")
    kind = category(quantity)
    if said.beyond:
        return Meaning("target_gap", quantity.value * said.pull_sign, "", "target_gap")
    if kind == "points":
        return _points(
            quantity,
            said,
            name,
            name.endswith(FALLING) or (subject.falling and said.verb in ("收窄", "扩大", "缩小")),
        )
    if kind in ("percent", "multiple"):
        return _percent(quantity, said, name, subject, right)
    return _amount(quantity, said, name, right)


def _turn(value: Decimal, direction: int) -> Decimal:
    return -abs(value) if direction < 0 and value > 0 else value


def _reference(said: Predicate, default: str) -> str:
    if said.reference:
        return said.reference
    return default if not said.compared else ""


def _points(quantity: Quantity, said: Predicate, name: str, falling: bool) -> Meaning:
    if said.pulls is not None:
        return Meaning("contribution", quantity.value * said.pull_sign, "", "pulls")
    if said.against:
        sign = -1 if said.gap in LOWER else 1
        return Meaning("pp_gap", quantity.value * sign, f"vs:{said.against}", "gap")
    direction = said.direction or 1
    if falling:
        # a decrease that narrows is a rise of the rate
        direction = -direction
    if said.reach and said.direction and "拉动" in name:
        return Meaning("contribution", quantity.value, "", "pulls")
    return Meaning("pp_change", _turn(quantity.value, direction), _reference(said, ""), "points")


def _percent(quantity: Quantity, said: Predicate, name: str, subject: Subject, right: str) -> Meaning:
    if growth := _growth(quantity, said, name, subject, right):
        return growth
    value = quantity.value
    if said.pulls is not None or (name.endswith("贡献率") and not name.endswith("进步贡献率")):
        return Meaning("contribution", _turn(value, said.pull_sign), "", "pulls")
    if _is_share(quantity, said, name, subject):
        return Meaning("share", value, f"of:{said.whole}" if said.whole else "", "share")
    if said.direction and not (said.adjacent_reach and not _GROWTH_NAME.search(name)):
        return Meaning(
            "growth",
            _turn(value, said.direction),
            _reference(said, "" if said.annual or said.years else "yoy"),
            "growth",
        )
    if _GROWTH_NAME.search(name) and category(quantity) == "percent":
        return Meaning(
            "growth", _turn(value, -1 if name.endswith(FALLING) else 1), _reference(said, "yoy"), "growth_noun"
        )
    return Meaning("level", value, "", "rate" if _RATE_NAME.search(name) else "percent_level")


def _is_share(quantity: Quantity, said: Predicate, name: str, subject: Subject) -> bool:
    """占…, …占比; 占比由31%提升至54%: both."""
    if said.whole is not None or (said.raised and subject.carried and subject.shared):
        return True
    changed = said.direction and not said.reach
    return category(quantity) == "percent" and _SHARE_NAME.search(name) is not None and not changed


def _growth(quantity: Quantity, said: Predicate, name: str, subject: Subject, right: str) -> Meaning | None:
    """A growth that its verb does not tell: 实现1.5%的正增长; 与前三季度的1.3%持平; 增速…，回落至14.7%."""
    if _GROWTH_AFTER.match(right):
        falls = "负" in right[:4] or "降" in right[:4]
        return Meaning("growth", _turn(quantity.value, -1 if falls else 1), "yoy", "growth_after")
    told = said.whole is not None or said.pulls is not None
    if said.adjacent_reach and not told and subject.carried and subject.measure == "growth" and name == subject.full:
        return Meaning("growth", quantity.value, _reference(said, "yoy"), "growth")
    if right.startswith("持平") and subject.measure == "growth":
        return Meaning("growth", quantity.value, "yoy", "level_with")
    return None


FALLING = ("降幅", "跌幅", "减幅", "降速")


def _amount(quantity: Quantity, said: Predicate, name: str, right: str) -> Meaning:
    if said.against and said.gap:
        sign = -1 if said.gap in LOWER else 1
        return Meaning("pp_gap", quantity.value * sign, f"vs:{said.against}", "gap")
    if (
        said.direction
        and not said.adjacent_reach
        and not (said.verb in WORKS and right and not said.compared and is_counted(quantity))
    ):
        return Meaning("change", _turn(quantity.value, said.direction), _reference(said, "yoy"), "change")
    if _NET.match(name):
        return Meaning("change", quantity.value, "", "net")
    return Meaning("level", quantity.value, "", "level")
