"""Names of what is measured: cleaning the noun phrase before a figure, its head noun, lists, the vocabulary."""

import re
from functools import cache, lru_cache

from schemas import vocabulary

_LEADS = re.compile(
    r"(?:[\s、，：；/·…—]|其中|同时|此外|另外|另|而|并|且|但|以及|及|和|与|经初步核算|初步核算|据统计|据[一-鿿]{1,8}(?:统计|显示|数据|反映|提供数据)|数据显示|统计显示|预计|全面|总的来看|具体看|目前|当前|"
    r"至此|由此|因此|分别|共计|累计|共|已|仅|均|也|还|又|再|则|只|各类|各项(?=存款|贷款)|整体|总体|到|在|截至|截止|按现价计算|按常住人口计算|按可比价格?计算|按不变价格计算|从[一-鿿]{2,8}看|分[一-鿿]{1,6}看|按[一-鿿]{1,8}分|一[是方]面?|[二三四五六七八九十]是|"
    r"上述|这|该|使|让|为|将|把|使得|推动|带动|促进|拉动|力争|确保|计划|拟|争取|有望|“十[一二三四五]五”末?)+"
)
_LIGHT_VERBS = "累计实现 累计完成 预计实现 预计完成 共实现 共完成 完成 实现 达成 录得 拥有 共有 现有 设有 建有 共拥有 已有 有 达到 达 获得 取得 发展到 总计有 贡献 保有 达成".split()
_VERB_FIRST = re.compile(rf"(?:{'|'.join(sorted(_LIGHT_VERBS, key=len, reverse=True))})(?!量|率|额|效|度)")
_VERB_MID = re.compile(r"(?<=[一-鿿”])(?:累计实现|累计完成|预计实现|预计完成|共实现|共完成|完成|实现|拥有|共有|现有|设有|获得|取得)(?=[一-鿿“])(?!率|额|度|量|情况)")
_TRAIL = re.compile(r"(?:[\s、，：；—“]|的|等|分别|共|总计|合计|累计|同比|均|已|也|都|各|数量|中|达|有|是|为|完成|实现|方面|口径|按|其)+$")
FACETS = frozenset(
    "增速 增幅 涨幅 降幅 跌幅 增长率 增长速度 比重 占比 占比重 份额 总量 数量 规模 同比增速 增加额 其比重 比例 占比例 所占比重 投资增速 总数 累计 总额 金额 面积 产量 产值 增加值 贡献率 幅度 人数 完成率 完成投资 增量 总规模 数 平均 水平 平均水平 "
    "投资 收入 支出 余额 单价 均价 价格 同比 总面积 总产量 总产值 总投资 年均增速 平均增速 年均 年均增长 量 项 涨跌幅 净增 总值".split()
)
# A facet that only points at the subject; the others, where nothing is carried, are names of their own.
POINTERS = frozenset(
    "增速 增幅 涨幅 降幅 跌幅 增长率 增长速度 比重 占比 占比重 份额 总量 数量 规模 同比增速 增加额 其比重 比例 占比例 所占比重 总数 累计 幅度 增量 总规模 数 同比 平均增速 年均增速 年均 年均增长 涨跌幅 水平 平均水平 贡献率 对经济增长的贡献率 量".split()
)
HEADS = tuple(
    sorted(
        (
            "增加值 总产值 产值 产量 总产量 面积 投资 投资额 完成投资 收入 支出 余额 存款余额 贷款余额 存款 贷款 零售额 零售总额 销售额 销售量 销售面积 总额 人口 人数 价格 价格指数 指数 里程 用户 用户数 户数 总数 能力 装机容量 "
            "装机 容量 利润 利润总额 税收 税收收入 营业收入 营业额 交易额 成交额 成交价 进出口 出口 进口 进出口额 出口额 进口额 进出口总额 进出口总值 货运量 客运量 周转量 吞吐量 发电量 用电量 用水量 消费量 消费支出 可支配收入 "
            "工资 保费收入 赔付支出 保有量 存栏 出栏 存栏量 出栏量 用地 土地 就业 就业人员 覆盖率 普及率 达标率 占有率 合格率 完成率 开工率 负债率 失业率 出生率 死亡率 增长率 产能占比 占比 比重 比例 率 费用 成本 补贴 资金 产能 "
            "总投资 年度计划投资 计划投资 签约额 到位资金 业务量 业务总量 业务收入 总量 收入比 比值 系数 参保人数 床位 床位数 总值 生产总值 商品零售 零售 游客 花费 投资增速 增速 标准 浓度 天数 产值占比 工业增加值 经济总量 编制 订单 产销率 金额 销售收入 主营业务收入 水平 额 量 数 值"
        ).split(),
        key=len,
        reverse=True,
    )
)
_PERCENT_HEADS = ("增加值", "产值", "投资", "价格")
_DEPENDENT = re.compile(r"(?:级|型|类|性|城镇|农村|乡村|城市|城区|县区|男|女|其他|其它|一等|二等|三等|国内|国际|境外|入境|企业|居民|市内|市外|省内|省外|新建|续建|改建|扩建|住宅|办公楼|中央|地方|省属|市属|国有|民营|公办|民办|本年|铁路|公路|水路|航空|水运|民航|高铁|业|行业|产业|经济|工业|制造业|领域|单位|部门|主体|机构|组织|方面|区域|地区|品|产品|商品|用品)$")
_INDUSTRIES = {"一": "第一产业", "二": "第二产业", "三": "第三产业"}
_SPLIT = re.compile(r"[、，]|和(?!平|谐|田|林|硕|静|布|龙|顺)|与(?!会)|以及|及(?!以上|其他|其配|制品|服务|相关|辅助|日用|装潢|维修|零件|生活)")
_JOINED = re.compile(r"(?:第)?([一二三])(?:[、和]?(?:第)?([一二三]))?(?:[、和]?(?:第)?([一二三]))?(?:次?产业|产)")


@lru_cache(maxsize=8192)
def clean(phrase: str) -> str:
    """The noun phrase without connectives, adverbs and light verbs at its ends."""
    before = None
    phrase = phrase.strip(" 　")
    while phrase != before:
        before = phrase
        if lead := _LEADS.match(phrase):
            phrase = phrase[lead.end() :]
        if verb := _VERB_FIRST.match(phrase):
            phrase = phrase[verb.end() :]
    if trail := _TRAIL.search(phrase):
        phrase = phrase[: trail.start()]
    return unquote(phrase.strip("，、：； "))


def unquote(phrase: str) -> str:
    """Drops a quotation mark whose partner is missing."""
    for opener, closer in ("“”", "《》", "（）", "‘’"):
        if (opener in phrase) != (closer in phrase):
            phrase = phrase.replace(opener, "").replace(closer, "")
    return phrase


def split_verb(phrase: str) -> tuple[str, str]:
    """Subject and object around a light verb: 第一产业实现增加值 -> 第一产业, 增加值."""
    match = None
    for match in _VERB_MID.finditer(phrase):
        pass
    if match is None:
        return "", phrase
    return phrase[: match.start()], phrase[match.end() :]


@lru_cache(maxsize=8192)
def head_of(name: str) -> str:
    """The head noun a name ends in, "" where it ends in none of ours."""
    known = indicator_suffix(name)
    for head in HEADS:
        if name.endswith(head):
            return head if len(head) >= 2 or len(name) > 1 else ""
    return known


def is_dependent(name: str) -> bool:
    """Whether a phrase names a part (城镇, 国家级) rather than a quantity."""
    return _DEPENDENT.search(name) is not None


@cache
def indicator_table() -> dict[str, vocabulary.Indicator]:
    """Every printed name and alias of an indicator."""
    table: dict[str, vocabulary.Indicator] = {}
    for indicator in vocabulary.indicators():
        for name in (indicator.name, *indicator.aliases):
            table.setdefault(plain(name), indicator)
    return table


def plain(name: str) -> str:
    """A name without quotation marks and blanks, as names are compared."""
    return re.sub(r"[“”‘’\"'（）《》\s]", "", name)


@lru_cache(maxsize=8192)
def indicator_suffix(name: str) -> str:
    """The longest indicator name that `name` ends in, "" for none."""
    table = indicator_table()
    bare = plain(name)
    for start in range(max(0, len(bare) - 24), len(bare) - 1):
        if bare[start:] in table:
            return bare[start:]
    return ""


@lru_cache(maxsize=8192)
def find_indicator(breakdown: str, name: str) -> vocabulary.Indicator | None:
    """The vocabulary's indicator of a name: the whole of it with its breakdown, or the whole name."""
    table = indicator_table()
    return table.get(plain(breakdown + name)) or table.get(plain(name)) or table.get(plain(name).removesuffix("数"))


@lru_cache(maxsize=4096)
def spread(phrase: str, count: int) -> tuple[tuple[str, str], ...]:
    """The `count` names of a paired list as (breakdown, name): 炼铁、炼钢先进产能占比 with 2; empty where it is no such list."""
    joined = _JOINED.search(phrase)
    if joined:
        industries = [_INDUSTRIES[char] for char in joined.groups() if char]
        if phrase[joined.start() :].startswith(("三次", "三产业")) and len(industries) == 1:
            industries = list(_INDUSTRIES.values())
        if len(industries) == count:
            rest = phrase[: joined.start()] + phrase[joined.end() :]
            return tuple((industry, clean(rest) or "增加值") for industry in industries)
    if "三次产业" in phrase and count == 3:
        rest = phrase.replace("三次产业", "", 1)
        return tuple((industry, rest) for industry in _INDUSTRIES.values())
    items = [item for item in _SPLIT.split(phrase) if item]
    if len(items) < count:
        return ()
    if len(items) > count:
        items = [item for item in re.split(r"[、，]", phrase) if item]
        if len(items) == count - 1:
            items = [*items[:-1], *_SPLIT.split(items[-1])]
        if len(items) > count:
            items = items[-count:]
        if len(items) != count:
            return ()
    return _share_tail([item.strip() for item in items])


def _share_tail(items: list[str]) -> tuple[tuple[str, str], ...]:
    """Gives every item the tail that the last one prints: 炼铁、炼钢先进产能占比."""
    last = items[-1]
    if "的" in last:
        own, _, tail = last.rpartition("的")
        return (*((item, tail) for item in items[:-1]), (own, tail))
    if all(head_of(item) for item in items[:-1]) and not any(last.endswith(item) for item in items[:-1]):
        lead = _shared_lead(items)
        return (("", items[0]), *((lead, item) for item in items[1:]))
    tail = _tail(items[-2], last)
    return (*((item, tail) for item in items[:-1]), (last[: len(last) - len(tail)], tail))


def _shared_lead(items: list[str]) -> str:
    """What the first item has before its own name, and the others mean too: 开发区规上工业增加值、工业投资."""
    match = re.match(r"[一-鿿]{1,8}(?:区|市|省|县|新区|企业|居民|地区)(?=[一-鿿]{3,})", items[0])
    if not match or match[0] in ("第一产业",):
        return ""
    return match[0] if not items[1].startswith(match[0][:2]) else ""


def _tail(sibling: str, last: str) -> str:
    """What of `last` belongs to its siblings too."""
    for width in (2, 1):
        place = last.rfind(sibling[-width:])
        if 0 < place + width < len(last) and place > 0:
            return last[place + width :]
    head = head_of(last)
    if sibling and last.startswith(sibling[0]) and len(last) > len(sibling):
        return last[len(sibling) :]
    if head and len(head) < len(last):
        return head
    return last[len(sibling) :] if len(last) > len(sibling) else ""
