"""Areas and bodies: who a figure is about. `self` is the area of the bulletin."""

import re
from functools import cache

from schemas import vocabulary

# The word a bulletin of each level uses for its own area, and what it can mean above it.
_WHOLE = {"省": "全省", "市": "全市", "区": "全区", "县": "全县", "州": "全州", "旗": "全旗"}
_SELF_WORDS = ("我市", "我省", "我区", "我县", "我州", "本市", "本省", "本区", "本县", "本州", "全域", "全辖", "辖区内", "境内", "市内", "区内", "省内")
_GENERAL = re.compile(r"(全国|全省|全市|全区|全县|全州|全旗|全自治区|全自治州|我国|国内)(?=.)")
_COUNTY = re.compile(r"(?:中国)?([一-鿿]{1,7}?(?:自治州|自治县|自治旗|新区|开发区|高新区|经开区|示范区|林区|矿区|市|县|区|旗|州))(?=[一-鿿])")
_COMMON = re.compile(
    r"(?:全|我|本|各|市|县|乡|城|辖|园|景|社|山|灌|库|地|街|林|校|院|片|专|小|牧|农|湖|库|新城|主城|老城|中心城|建成|国家级|省级|自治|保税|保护|试验|先行|开发|高新|集聚|功能|度假|合作|示范|贫困|民族|革命老|超|上|股|楼|夜|菜|集|入|批发|专业|零售|国际|国内|都|门|"
    r"产业园|行政|受灾|平原|湿地|生态|自贸|贸易试验|自由贸易试验|脱贫|产粮大|粮食大|百强|百亿|强|大|多|数字城|经济|工业园|工业|农业|服务|流域|沿海|特|老旧小|设)(?:市|县|区|旗|州)$"
)


@cache
def outer_areas() -> tuple[str, ...]:
    """The nation and provinces by every name, longest first."""
    names = {name for area in vocabulary.areas() for name in (area.name, *area.aliases)}
    return tuple(sorted(names - {"国家", "中国"}, key=len, reverse=True))


class Here:
    """What counts as the bulletin's own area."""

    def __init__(self, area: str, aliases: tuple[str, ...] = ()) -> None:
        names = {area, *aliases, *short_names(area)}
        for zone in vocabulary.zones():
            if area in (zone.name, *zone.aliases):
                names |= {zone.name, *zone.aliases}
        self.names = tuple(sorted(names, key=len, reverse=True))
        self.own = {*_SELF_WORDS, *self.names, _own_whole(area)}
        self.is_nation = area in ("全国", "中国")

    def outside(self, word: str) -> bool:
        """Whether a general word such as 全省 means something larger than this area."""
        return word in ("全国", "我国", "全省", "全市", "全区", "全县", "全州", "全旗") and word not in self.own


def short_names(area: str) -> set[str]:
    """The area's name without its rank: 大庆市 -> 大庆."""
    match = re.fullmatch(r"(.{2,}?)(?:(?:[一-鿿]{1,3}族)*自治[区州县旗]|特别行政区|省|市|区|县|州|旗|地区|盟)", area)
    return {match[1]} if match else set()


def _own_whole(area: str) -> str:
    if area.endswith("自治区"):
        return "全区"
    return _WHOLE.get(area[-1:], "全区")


def at_start(text: str, here: Here) -> tuple[str, str]:
    """The area a noun phrase begins with (`self` where it is the own one, "" for none) and the phrase without it."""
    for word in here.own:
        if text.startswith(word) and len(text) >= len(word):
            if not word.startswith(("全", "我", "本")) and text[len(word) : len(word) + 1] in ("市", "省", "区", "县", "州"):
                return "self", text[len(word) + 1 :]
            return "self", text[len(word) :]
    general = _GENERAL.match(text)
    if general:
        return ("self" if not here.outside(general[1]) else general[1]), text[general.end() :]
    for name in outer_areas():
        if text.startswith(name) and len(text) > len(name) + 1:
            return name, text[len(name) :]
    county = _COUNTY.match(text)
    if county and not _COMMON.match(county[1]) and not _COMMON.search(county[1]):
        return county[1], text[county.end() :]
    return "", text
