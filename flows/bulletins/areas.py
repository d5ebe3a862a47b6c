"""Areas and bodies: who a figure is about. `self` is the area of the bulletin."""

import re
from functools import cache, lru_cache

from schemas import vocabulary

_WHOLE = {"省": "全省", "市": "全市", "区": "全区", "县": "全县", "州": "全州", "旗": "全旗"}
_SELF_WORDS = (
    "我市",
    "我省",
    "我区",
    "我县",
    "我州",
    "本市",
    "本省",
    "本区",
    "本县",
    "本州",
    "全域",
    "全辖",
    "市域",
    "自治州",
    "自治县",
    "自治区",
    "该市",
    "该省",
    "该区",
    "该县",
)
# What these words start when they are no area: 全国性, 全国重点…, 全省首批.
_GENERAL = re.compile(
    r"(全国|全省|全市|全区|全县|全州|全旗|全自治区|全自治州|我国)(?!性|首|重点|文明|比赛|运动会|示范|试点|优秀|先进|名特优|绿色|百强|\d|一等|统一|最|第|劳模|人大|政协|唯一|统筹|各|领先|性|前|名列|率先|知名|特色|重要|美丽|科技项目|科技计划|体育|青少年|碳|冠军|亚军|金牌|纪录)"
)
_SEAT = re.compile(
    r"(?:中国)?([一-鿿]{2,3}?(?:市|县|区|旗)|[一-鿿]{4}(?:市|县)|[一-鿿]{2,9}?(?:自治州|自治县|自治旗|新区|高新区|经开区))(?![场民级政容直内外郊区域镇乡间别划位块长委本])"
)
_REGION = re.compile(
    r"((?:[一-鿿]{2,3}、)*[一-鿿]{2,10}?(?:经济圈|经济区|都市圈|城市群|经济带|平原|新区))(?=[一-鿿]{2})"
)
_COMMON = re.compile(
    r"全|我[市区省县]|本[市区省县]|各|每|个|某|该|其|城市|都市|上市|挂牌|比赛|运动会|超市|门市|夜市|股市|楼市|集市|菜市|入市|园区|景区|社区|山区|库区|灌区|地区|街区|林区|校区|片区|专区|小区|牧区|农区|湖区|新城区|主城区|老城|市区|城区|中心城|建成区|保护区|试验区|先行区|"
    r"开发区|集聚区|功能区|度假区|合作区|示范区|综合区|军区|禁区|省区|矿区|辖区|县区|贫困县|强县|大县|民族|老区|革命|数字|智慧|登记|国家|省级|市级|新增|建设|打造|培育|完成|实现|推进|创建|支持|加快|工业|农业|企业|服务|经济|自贸|综保|保税|文化|亿|下达|完善|省市|旅游|示范|试点|脱贫|帮扶|重点|覆盖|部分|下辖|所辖|县市|跨|市、|"
    r"分县|按|通|二区|一区|新型|城乡|入选|获评|获批|列入|投资|总|人均|拥有|年末|年"
)


_FIRM = re.compile(r"[一-鿿]{4,20}?(?:公司|集团(?!军))")


def _opens_firm(place: str, phrase: str) -> bool:
    """Whether a place without its rank is only the beginning of a firm's name: 山西焦煤集团, 上海外高桥集团."""
    return place[-1] not in "国省市县区州旗域辖" and bool(_FIRM.match(phrase)) and bool(body_of(phrase))


_RANK = re.compile("[市省县州](?![场民级政])")
_REGION_END = re.compile("经济[圈区带]|都市圈|城市群|平原|新区")
_NOT_PLACE = re.compile("十大|农信|银行|大学|特色|名|省级|分行|证监|制造|造")


@cache
def _outer() -> re.Pattern[str]:
    """The provinces by every name, longest first."""
    names = {name for area in vocabulary.areas() for name in (area.name, *area.aliases)} - {"国家", "中国", "全国"}
    return re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))


class Here:
    """What counts as the bulletin's own area."""

    def __init__(self, area: str, aliases: tuple[str, ...] = ()) -> None:
        names = {area, *aliases, *short_names(area), *zone_names(area)}
        for zone in vocabulary.zones():
            if area in (zone.name, *zone.aliases):
                names |= {zone.name, *zone.aliases}
        self.own = tuple(sorted({*_SELF_WORDS, *names, _own_whole(area)}, key=len, reverse=True))
        self._own = re.compile("|".join(map(re.escape, self.own)))
        self._cache: dict[str, tuple[str, str]] = {}

    def split(self, phrase: str) -> tuple[str, str]:
        """The area a noun phrase begins with (`self` for the own one, "" for none) and the phrase without it."""
        found = self._cache.get(phrase)
        if found is None:
            if len(self._cache) > 20000:
                self._cache.clear()
            found = self._cache[phrase] = self._split(phrase)
        return found

    def _split(self, phrase: str) -> tuple[str, str]:
        own = self._own.match(phrase)
        if own and not _opens_firm(own[0], phrase):
            rest = phrase[own.end() :]
            if rest.startswith("级") or (own[0] in _ZONE_WORDS and len(rest) < 2):
                return "", phrase  # 自治区级检测中心; 园区5个
            ranked = own[0][-1] in "省市区县州旗"
            return "self", rest[1:] if not ranked and _RANK.match(rest) else rest
        place = _named_place(phrase)
        rest = phrase[len(place) :]
        return place, rest[1:] if place and rest[:1] == "省" and place[-1] not in "省国" else rest


def _named_place(phrase: str) -> str:
    """The nation, province, region or county that a phrase begins with, "" for none."""
    if general := _GENERAL.match(phrase):
        return general[1]
    outer = _outer().match(phrase)
    if outer and not _NOT_PLACE.match(phrase, outer.end()) and not _opens_firm(outer[0], phrase):
        return outer[0] + _zone_of(phrase, outer.end())
    for pattern in (_REGION, _SEAT) if _REGION_END.search(phrase) else (_SEAT,):
        found = pattern.match(phrase)
        if found and not _COMMON.search(found[1]):
            return found[0] + _zone_of(phrase, found.end())
    return ""


# The kinds of zones; the names in a line are used for one another.
_ZONE_KINDS = (
    ("经济技术开发区", "经济开发区", "经开区", "开发区"),
    ("高新技术产业开发区", "高新技术开发区", "高新区", "开发区"),
    ("自由贸易试验区", "自贸试验区", "自贸片区", "自贸区", "片区"),
    ("综合改革示范区", "综改示范区", "综改区", "示范区"),
    ("综合保税区", "综保区", "保税区"),
    *((kind,) for kind in ("新区", "示范区", "试验区", "先行区", "集聚区", "合作区", "度假区", "片区", "开发区")),
)
_ZONE_WORDS = frozenset({"园区", *(kind for kinds in _ZONE_KINDS for kind in kinds)})
_ZONE = re.compile(
    "[一-鿿]{0,6}?(?<![全各等和及与个家的])(?:高新技术产业开发区|经济技术开发区|自贸试验区|自贸区|高新区|经开区|新区)"
)


def _zone_of(phrase: str, start: int) -> str:
    """The zone that follows the place it lies in: 天津滨海新区."""
    zone = _ZONE.match(phrase, start)
    return zone[0] if zone else ""


_NATION = ("全国", "我国", "中国", "国内")


def zone_names(area: str) -> set[str]:
    """What a zone calls itself: 某某经济技术开发区 -> 某某市经济技术开发区, 某某经开区, 经开区, 开发区, 园区."""
    for kinds in _ZONE_KINDS:
        kind = next((kind for kind in kinds if area.endswith(kind)), "")
        if kind:
            place = area.removesuffix(kind)
            places = {place, place + "市"} if place and place[-1] not in "省市区县州旗" else {place}
            return {"园区", *kinds, *(one + kind for one in places for kind in kinds)}
    return set()


def short_names(area: str) -> set[str]:
    """The area's name without its rank: 大庆市 -> 大庆."""
    if area in _NATION:
        return set(_NATION)
    match = re.fullmatch(r"(.{2,}?)(?:(?:[一-鿿]{1,3}族)*自治[区州县旗]|特别行政区|省|市|区|县|州|旗|地区|盟)", area)
    return {match[1]} if match else set()


def _own_whole(area: str) -> str:
    return "全区" if area.endswith("自治区") else _WHOLE.get(area[-1:], "全区")


_PLACE_LIST = re.compile(
    r"(?P<places>[一-鿿]{2,3}(?:、[一-鿿]{2,3})+)(?:(?:等|合计|共|[二两三四五六七八九]市|[二两三四五六七八九]县)+|$)"
)
_NO_PLACE = re.compile(r"[业类品油气电煤水粮棉肉蛋奶医药工农林牧渔矿学车船路金银铜铁率数额量值人]$")


def place_list(phrase: str) -> str:
    """The places that a phrase lists before a verb (滨城、邹平、博兴合计), "" where it lists none."""
    match = _PLACE_LIST.fullmatch(phrase)
    if not match or any(_NO_PLACE.search(item) for item in match["places"].split("、")):
        return ""
    return match["places"]


_OUTPUT = re.compile(r"(?P<place>[一-鿿、]{2,12}?)(?P<name>经济总量|地区生产总值|生产总值)$")
_NO_OUTPUT_PLACE = re.compile(
    r"地区$|人均|县域|民营|海洋|非|地方|工业|绿色|万元|单位|亿元|实现|全员|完成|占|产业|经济|行业|季度|文化|数字|企业|全|单|增|达|个体|私营|公有|国有|分|园区|农|旅游|第|工业|城区|总的|预计"
)


def place_of_output(phrase: str) -> tuple[str, str]:
    """The place whose output a phrase names without saying 市 or 县 (某某经济总量), and the output."""
    match = _OUTPUT.match(phrase)
    if not match or _NO_OUTPUT_PLACE.search(match["place"]):
        return "", phrase
    return match["place"], match["name"]


_BODY = re.compile(
    r"(?P<body>[^，、]{2,24}?(?:有限公司|公司|集团(?!军)|项目(?!数|个|总|投|年|工|资)|一期|二期|三期|产业园|电站))(?P<rest>[^，]*)$"
)
_CLASS = re.compile(
    r"新建|续建|改建|扩建|工业项目|重点|重大|省级|市级|国家级|国家|亿元|各类|产业项目|类|个项目|签约|引进项目|在建|投产项目|开工|施工|招商项目|招商引资|竣工|全部|民生|专项|内资|外资|科技项目|科技计划|计划|规模|企业|农村|城市|高速|公路|航空|改造|保险|水利|实施|完成|外商|全市|全省|全区|储备|入库|配套|绿化|房地产|主要|"
    r"上市|代表|建筑|防洪|系列|科学|科研|示范|乡村|养老|医疗|教育|安居|惠民|住房|标志|落地|能源基地|生产基地|原料|供应|"
    r"各级|入选|比赛|竞技|挂牌|高新技术|基础设施|增长点|服务业|产业化|技改|年末|年度|铁路(?:货|客|旅)|境内|保险公司|证券公司|期货公司|^.{0,3}项目|规划|险公司|财产|人身|安装|以上|用于|发行|共建|建成|交付|^(?:通过|推进|推动|全力|加快|围绕)"
)


@lru_cache(maxsize=4096)
def body_of(phrase: str) -> str:
    """The one project, firm or site that a phrase begins with; "" for a class of them (新建项目) or none."""
    match = _BODY.match(phrase)
    return match["body"] if match and not _CLASS.search(match["body"]) else ""
