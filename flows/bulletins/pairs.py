"""Paired lists: the names that A、B、C分别增长1%、2%、3% gives its figures to."""

import re
from functools import lru_cache

from flows.bulletins import names

_INDUSTRIES = {"一": "第一产业", "二": "第二产业", "三": "第三产业"}
_THREE = re.compile(r"三次?产业(?:结构|比例|比重|构成)?")
_SOME = re.compile(r"第?([一二三])(?:[、和]?第?([一二三]))(?:[、和]?第?([一二三]))?次?产(?:业)?")
_RATIO_NOUN = re.compile(r"(?:之?比|比重|结构|构成|比例)(?:分别)?(?:为|是|由|调整为|优化为|达)?$")
_AND = re.compile(
    r"、|和(?!平|谐|田|林|硕|静|布|龙|顺)|与(?!会)|以及|及(?!以上|其他|其配|制品|服务|相关|辅助|日用|装潢|维修|零件|生活|其)"
)
_COMMA = re.compile(r"[、，；]")
_WHOSE = re.compile(r"居民|职工|城镇|农村")
_SUMMED = re.compile(r"(?<=.)等?[二两三四五六七八九十\d]{1,2}(?:大|个|类|项)[^、]{0,8}$")  # …三大主导产业
_KIND = re.compile("工业|产业|作物|[肉类料资级业牌]")
_LEAD = re.compile(r"[一-鿿]{1,8}(?:区|市|省|县|企业|居民)(?=[一-鿿]{3,})")

Pair = tuple[str, str]  # breakdown, name


@lru_cache(maxsize=4096)
def spread(phrase: str, count: int) -> tuple[Pair, ...]:
    """The `count` names of a paired list; empty where the phrase is no such list.

    炼铁、炼钢先进产能占比, 2 -> (炼铁, 先进产能占比), (炼钢, 先进产能占比)
    """
    listed, each, tail = phrase.partition("分别")
    if each and (tail := names.clean(tail)):
        items = [item for item in _AND.split(_SUMMED.sub("", listed)) if item]
        return tuple((item, tail) for item in items) if len(items) == count else ()  # 对甲、乙分别出口
    return _industries(phrase, count) or _town_and_country(phrase, count) or _items(phrase, count)


def shares(phrase: str, count: int) -> tuple[Pair, ...]:
    """The parts that a ratio a：b：c gives shares of: 三次产业结构, 中直与地方经济比重."""
    found = spread(phrase, count)
    if found:
        return found
    bare = _RATIO_NOUN.sub("", phrase)
    return tuple((breakdown, name + "比重") for breakdown, name in spread(bare, count)) if bare != phrase else ()


def _industries(phrase: str, count: int) -> tuple[Pair, ...]:
    three = _THREE.search(phrase)
    if three and count == 3:
        industries = list(_INDUSTRIES.values())
        rest = phrase[: three.start()] + phrase[three.end() :]
        noun = three[0].removeprefix("三次").removeprefix("三").removeprefix("产业")
    else:
        some = _SOME.search(phrase)
        if not some:
            return ()
        industries = [_INDUSTRIES[char] for char in some.groups() if char]
        rest, noun = phrase[: some.start()] + phrase[some.end() :], ""
    if len(industries) != count:
        return ()
    tail = names.clean(_RATIO_NOUN.sub("", rest)) or "增加值"
    share = "比重" if noun or _RATIO_NOUN.search(rest) else ""
    return tuple((industry, tail + share) for industry in industries)


def _town_and_country(phrase: str, count: int) -> tuple[Pair, ...]:
    if count != 2 or not phrase.startswith("城乡") or "、" in phrase:
        return ()
    return ("城镇", phrase[2:]), ("农村", phrase[2:])


def _items(phrase: str, count: int) -> tuple[Pair, ...]:
    items = [item.strip() for item in _AND.split(phrase) if item.strip()]
    if len(items) != count:
        items = [item.strip() for item in _COMMA.split(phrase) if item.strip()]
        if len(items) == count - 1:
            items = [*items[:-1], *(item for item in _AND.split(items[-1]) if item)]
        if len(items) > count:
            items = items[-count:]
    if len(items) != count or count < 2:
        return ()
    return _share_tail(items)


def _share_tail(items: list[str]) -> tuple[Pair, ...]:
    """Gives every item the tail that only the last one prints."""
    last = items[-1]
    if "的" in last[1:-1]:
        own, _, tail = last.rpartition("的")
        return (*((item, tail) for item in items[:-1]), (own, tail))
    before, verb_object = names.split_verb(last)
    before = _SUMMED.sub("", names.clean(before))
    if before:
        return (*((item, verb_object) for item in items[:-1]), (before, verb_object))
    if 2 * sum(bool(names.head_of(item)) for item in items[:-1]) >= len(items) - 1 + (len(items) > 2) and names.head_of(
        last
    ):
        lead = _LEAD.match(items[0])
        lead_text = lead[0] if lead and not items[1].startswith(lead[0][:2]) else ""
        return (("", items[0]), *((lead_text, item) for item in items[1:]))
    tail = _tail(items[-2], last)
    whose = _WHOSE.match(items[0])
    lead_text = whose[0] if whose and whose[0] != items[0] and not last.startswith(whose[0]) else ""
    return (
        (items[0], tail),
        *((lead_text + item, tail) for item in items[1:-1]),
        (lead_text + last[: len(last) - len(tail)], tail),
    )


def _tail(sibling: str, last: str) -> str:
    """What of `last` belongs to its siblings too: what follows the end that they share, else its head noun."""
    known = names.head_of(last)
    if len(sibling) == 1 and (kind := _KIND.match(last, 1)):
        return last[kind.start() :]  # 轻、重工业; 猪、牛、羊肉
    if last.endswith(sibling[-2:]):
        return ""  # 汽车制造业、通用设备制造业: each is whole
    for width in (2, 1):
        place = last.rfind(sibling[-width:])
        if place > 0 and place + width < len(last):
            return last[place + width :]
    if last[0] == sibling[0] and len(sibling) < len(last):
        return last[len(sibling) :]
    if known and len(known) < len(last):
        return known
    width = len(sibling)
    alike = width < len(last) and names.is_dependent(sibling) and names.is_dependent(last[:width])
    return last[width:] if alike else ""  # 城镇、农村低保对象
