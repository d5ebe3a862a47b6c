"""Names of what is measured: cleaning the noun phrase before a figure, its head noun, lists, the vocabulary."""

import re
from functools import cache, lru_cache

from flows.bulletins.nouns import HEADS, LIGHT_VERBS, POINTERS
from schemas import vocabulary

# A word here is dropped from the front of a phrase; what follows it in (?!…) makes it part of a noun instead.
_LEADS = re.compile(
    r"(?:[\s、，：；/·…—～)的-]|累计认定|共认定|其中|同时|此外|另外|另(?!类)|而(?!且)|并且|并(?!购|网|联|轨)|且|但|以及|及(?!时)|和(?!谐|田|平)|与(?!会)|经初步核算|初步核算|据统计|据[一-鿿]{1,8}?(?:统计|显示|数据|反映|提供数据)|数据显示|统计显示|"
    r"总的来看|具体看|目前|当前|至此|由此|因此|分别|共计|累计|共(?!建|享|同|和|青|识|有制|产|性)|已(?!婚|知)|仅|均(?!衡|价)|也|还(?!原|款|贷)|又|再(?!就业|生|贷|融资|保险|制造)|则|只|整体(?!性)|总体|到(?!位|期|港|账|岗|站|家)|"
    r"在(?!校|院|园|岗|建|库|册|职|线|编|地|外|读|学|研|售|孵|场|京|途|晋|华)|截至|截止|按(?:现价|常住人口|可比价格?|不变价格?)计算|从[一-鿿]{2,8}看|分[一-鿿]{1,6}看|按[一-鿿]{1,8}分|一(?:是|方面)|[二三四五六七八九十]是|上述|这(?=[一-鿿])|该(?![区市省县])|使(?!用)|让(?!利)|为(?!民)|将(?!军)|把|"
    r"(?:建成|投产|达产|投运|完工)[^，]{0,6}后可?|可(?!再生|支配|吸入|穿戴|回收|持续|比|靠|视|控|燃)|力争|预计|估计|可望|确保|拟(?!建|定|在)|争取|有望|全年|全面(?=完成|实现)|其(?!他|它|余)|比较|较|当年|约|近(?!海|代|视)|含(?!量|税|糖|水|能|碳|硫)|包括|超(?!市|低|高|级|大|硬|导|声))+"
)
_VERB_FIRST = re.compile(
    rf"(?:{'|'.join(sorted(LIGHT_VERBS, key=len, reverse=True))}|达(?!标|产|能))(?!量|率|额|效|度|机|色|线|限|偿|关|轨|期|害|氧|投资)"
)
_VERB_MID = re.compile(
    r"(?<=[一-鿿”])(?:累计实现|累计完成|预计实现|预计完成|共实现|共完成|完成|实现|拥有|共有|现有|设有|获得|取得)(?=[一-鿿“])(?!率|额|度|量|情况|投资额?$)"
)
_TRAIL = re.compile(
    r"(?:[\s、，：；—“]|的|等|分别|共|总计|合计|累计|同比|(?<![平人户亩地月日年])均|修订|已|也|都|各|(?<![户名])数量|(?<![初高其之])中|(?<![到发直通])达|(?<![国公私专特保持占没所自])有|是|(?<![行作])为|完成|实现|方面|口径|按|其|现|保持|稳定|继续|持续|连续)+$"
)
_HEADS_BY_LENGTH = tuple(sorted(HEADS, key=len, reverse=True))
_DEPENDENT = re.compile(
    r"(?:级|型|类|性|城镇|农村|乡村|城市|城区|县区|男|女|其他|其它|一等|二等|三等|国内|国际|境外|入境|企业|居民|市内|市外|省内|省外|新建|续建|改建|扩建|住宅|办公楼|中央|地方|省属|市属|国有|民营|公办|民办|本年|铁路|公路|水路|航空|水运|民航|高铁|业|行业|产业|经济|工业|制造业|领域|单位|部门|主体|机构|组织|方面|区域|地区|品|产品|商品|用品)$"
)


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
    for opener, closer in (("“", "”"), ("《", "》"), ("‘", "’")):
        if (opener in phrase) != (closer in phrase):
            phrase = phrase.replace(opener, "").replace(closer, "")
    return phrase


def split_verb(phrase: str) -> tuple[str, str]:
    """Subject and object around a light verb: 第一产业实现增加值 -> 第一产业, 增加值."""
    verbs = list(_VERB_MID.finditer(phrase))
    if not verbs:
        return "", phrase
    match = verbs[-1]
    return phrase[: match.start()], phrase[match.end() :]


@lru_cache(maxsize=8192)
def head_of(name: str) -> str:
    """The head noun a name ends in, "" where it ends in none of ours."""
    known = indicator_suffix(name)
    for head in _HEADS_BY_LENGTH:
        if name.endswith(head):
            return head if len(head) >= 2 or len(name) > 1 else ""
    return known


def same_kind(name: str, other: str) -> bool:
    """Whether two names end in heads of one kind: 零售额 and 零售总额."""
    head, beside = head_of(name), head_of(other)
    return bool(head) and bool(beside) and (head[:2] == beside[:2] or head.endswith(beside) or beside.endswith(head))


def is_bare(name: str) -> bool:
    """Whether a name is a head noun and nothing more (发电量), so that something else must say whose it is."""
    return name in HEADS


def points_back(name: str) -> bool:
    """Whether a phrase (增速, 总量和增速) only points at what is being spoken of."""
    return name in POINTERS or all(part in POINTERS for part in re.split("[和、及]", name))


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


_SUMMED_UP = re.compile("总(产量|面积)$")  # 棉花总产量
_LEFT_OUT = ("数", "额", "总额", "总值", "量", "人数", "总数")  # 出口547亿元 is 出口额


@lru_cache(maxsize=8192)
def find_indicator(breakdown: str, name: str) -> vocabulary.Indicator | None:
    """The vocabulary's indicator of a name: the whole of it with its breakdown, or the whole name."""
    table = indicator_table()
    bare = plain(name)
    found = table.get(plain(breakdown + name)) or table.get(bare) or table.get(bare.removesuffix("数"))
    found = found or table.get(_SUMMED_UP.sub(r"\1", plain(breakdown + name)))
    return found or next((table[bare + suffix] for suffix in _LEFT_OUT if bare + suffix in table), None)
