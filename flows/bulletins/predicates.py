"""What stands between a name and its figure, read from the figure leftwards: verbs, comparisons, bounds, certainty."""

import re
from dataclasses import dataclass

from flows.bulletins.nouns import wordset
from flows.bulletins.periods import Mention
from flows.bulletins.words import CUES, LONGEST

_COMPARED = re.compile(
    r"(?:比|较|与|同|和)(?P<what>(?:上年|去年|前年|同期|上期|年初|上半年|上季度|一季度|上月|期初|以前|常年|历史|多年|计划|目标|基期|基准年|“?十[一二三四]五”?|\d{4}年|全国|全省|全市|全区|前\d|\d{1,2}月|全部|规划|疫情前|预期|同比|20\d\d|正常年|既定|此前|前期|年均|最低|最高|去冬|前[一二三]|城镇|农村)[^，。；比较]{0,14}?)(?:相比|比较|基本|水平)?(?:的?比重|增速|占比|增幅)?$"
)
_TIMES_OF = re.compile(r"(?:是|为|达|达到|相当于)(?P<what>[^，。；]{2,16})$")
_GAP = re.compile(
    r"(?P<verb>高于|低于|快于|慢于|好于|优于|高出|低出|领先于?|落后于?|大于|小于|多于|少于|超出|强于)(?P<what>[^，。；]{1,20}?)(?:平均水平|平均|水平|总体水平|整体水平|增速|约|近|达)?$"
)
_SHARE = re.compile(
    r"占(?!比|地(?!区|方|域)|有率|用|领|据|道)(?P<whole>[^占，。；]*?)(?:的?(?P<noun>比重|比例|份额|百分比|比率|比))?(?:的)?$"
)
_SHARE_IN = re.compile(r"在(?P<whole>[^，。；在]{2,20}?)(?:之?中)(?:的)?占(?:比重?|有率)$")
_PULL = re.compile(
    r"(?P<sign>负向|正向|反向|向下|下|负)?(?P<verb>拉动|带动|贡献|拉低|下拉|拖累|推动|推高|拉升|影响)(?!力)(?P<what>[^，。；]{0,24}?)(?P<rate>的?贡献率)?$"
)
_PULL_AMOUNT = re.compile(r"(?P<sign>负向|正向)?(?P<verb>拉动|带动|贡献(?!率))(?P<what>[^，。；]{0,24}?)$")
_RATE = re.compile(r"对(?P<what>[^，。；]{1,24}?)的?贡献(?:率|份额|度)$")
_RANK = re.compile(
    r"(?:(?:[^，。；在]{2,30}(?<![评核估名榜价])中)?(?:保持|位居|稳居|居于|跻身|进入|重返|跃居|居|位列|列|排名|排在|排位|排|位次|升至|上升到|上升至|跃升至|位于|名列|位)(?P<where>[^，。；]{0,14}?)(?:的)?(?:第|前)|(?P<bare>第))$"
)
_BEYOND = re.compile(
    r"(?:超额完成|超过?|快于|高于|低于|慢于|欠)(?P<what>[^，。；]{0,20}(?:目标|任务|计划|预期|进度))的?$"
)


@dataclass(slots=True)
class Predicate:
    """What was read left of a figure; `rest` is the noun phrase that is left over."""

    rest: str = ""
    direction: int = 0
    verb: str = ""
    reach: bool = False
    adjacent_reach: bool = False
    raised: bool = False  # the level reached by a change: 增至, 提高到
    bound: str = ""
    status: str = ""
    each: bool = False
    reference: str = ""
    annual: bool = False
    years: bool = False  # 两年平均: an average over the years up to this one
    total: bool = False
    compared: str = ""  # what it is compared with, when a time or target
    against: str = ""  # what area it is compared with
    gap: str = ""  # the verb of a gap
    whole: str | None = None  # of what it is a share; "" where the text does not say
    pulls: str | None = None  # what it contributes to
    pull_sign: int = 1
    pull_verb: str = ""
    lasting: bool = False  # 连续, 持续
    rank: bool = False
    where: str = ""
    start_of: bool = False  # the earlier value of a from-to change
    beyond: bool = False  # past a target
    mention: Mention | None = None
    set_target: bool = False
    quoted: bool = False  # the figure opens a quotation, or stands in one after 年产


def read(left: str, offset: int, mentions: list[Mention], kind_of: str = "percent") -> Predicate:
    """Reads `left`, which begins at `offset` of the sentence, from its end."""
    out = Predicate(lasting=left.endswith(("连续", "持续")))
    ends = {
        mention.end - offset: mention
        for mention in mentions
        if offset <= mention.start and mention.end <= offset + len(left)
    }
    end = _aim(out, left)
    while end:
        if left[end - 1] in " “":
            out.quoted = out.quoted or left[end - 1] == "“"
            end -= 1
            continue
        if end in ends and (left[end : end + 1] == "的" or not _is_reference(left, ends[end].start - offset)):
            mention = ends[end]
            out.mention = out.mention or mention
            end = mention.start - offset
            continue
        if end in ends and left[ends[end].start - offset - 1] in "比较":
            start = ends[end].start - offset
            _compare(out, left[start:end])
            end = start - 1
            continue
        width, kind = _cue(left, end)
        if not width or (kind == "stop"):
            cut = _phrase(out, left[:end], kind_of)
            if cut < 0:
                break
            end = cut
            continue
        if width == 1 and left[end - 1] in _DEGREES and "比" not in left[max(0, end - 34) : end]:
            break  # a degree is a direction only in a comparison: 比全省高2个百分点
        if kind in ("up", "down") and left[end : end + 1] == "的":
            break  # 新增的4条: it qualifies the noun
        _note(out, kind, left[end - width : end])
        end -= width
    out.rest = left[:end]
    out.quoted = out.quoted or out.rest.endswith("“年产")
    return out


_DEGREES = "高低快慢多少"
_AIMS = re.compile(r"(?:目标|任务|计划|预期|进度|预算)的?$")
_MET = re.compile(
    r"(?:已?完成|达到?|占)(?:了)?(?:[一-鿿]{0,6}下达的?)?(?:全年|年度|年初|预期|既定|总|调整|投资)*(?:目标|任务|计划|预算)(?:任务)?的$"
)


def _aim(out: Predicate, left: str) -> int:
    """超额完成…任务, 超年度目标, 完成全年目标的: read first, for their nouns alone would make a plan of it."""
    if not _AIMS.search(left):
        return len(left)
    if match := _BEYOND.search(left[-_LONGEST_PHRASE:]):
        out.beyond, out.compared = True, match["what"]
        out.pull_sign = -1 if match[0][0] in "低慢欠" else 1
        return len(left) - len(match[0])
    if match := _MET.search(left[-_LONGEST_PHRASE:]):
        return len(left) - len(match[0])
    return len(left)


def _cue(left: str, end: int) -> tuple[int, str]:
    for width in range(min(LONGEST, end), 0, -1):
        kind = CUES.get(left[end - width : end])
        if kind:
            return width, kind
    return 0, ""


def _is_reference(left: str, start: int) -> bool:
    return start > 0 and left[start - 1] in "比较与同于和超"


_BOUNDS = ("at_least", "at_most", "about", "exact")
_STATUS = ("estimate", "forecast", "plan")
# Plan words that set a target; 将 and 计划 only announce.
_SETS_TARGET = wordset(
    "下达 力争 力争实现 力争突破 力争达到 区定 国定 市定 核定 目标 目标为 目标是 省定 确保 预期目标 预期目标为"
)


def _note(out: Predicate, kind: str, word: str) -> None:
    """Keeps what a cue says; of two of a kind the one nearer to the figure."""
    if kind in ("up", "down"):
        _directed(out, 1 if kind == "up" else -1, word, out.reach)
    elif kind == "raised":
        _directed(out, -1 if word[0] in "降减下缩压回" else 1, word, True)
    elif kind == "reach":
        out.reach = out.reach or not out.direction
    elif kind in _BOUNDS:
        out.bound = out.bound or kind
    elif kind in _STATUS:
        out.status = out.status or kind
        out.set_target = out.set_target or word in _SETS_TARGET
    elif kind in ("yoy", "mom"):
        out.reference = out.reference or kind
    elif kind in _SWITCHES:
        setattr(out, _SWITCHES[kind], True)


_SWITCHES = {"each": "each", "annual": "annual", "years": "years", "sum": "total", "from": "start_of"}


def _directed(out: Predicate, direction: int, word: str, reached: bool) -> None:
    if not out.direction:
        out.direction, out.verb, out.adjacent_reach = direction, word, reached
        out.reach, out.raised = out.reach or reached, out.raised or reached


def _phrase(out: Predicate, left: str, kind: str) -> int:
    """A phrase at the end of `left` that says more than a word: where it starts, or -1."""
    tail = left[-_LONGEST_PHRASE:]
    for step in _PHRASES:
        match = step(out, tail, kind)
        if match:
            return len(left) - len(tail) + match.start()
    return -1


def _rank(out: Predicate, tail: str, kind: str) -> re.Match[str] | None:
    """位居全国第5位"""
    match = _RANK.search(tail) if tail.endswith(("第", "前")) else None
    if match is None or (out.direction and not match["bare"]):
        return None
    out.rank, out.where = True, match["where"] or ""
    return match


def _comparison(out: Predicate, tail: str, kind: str) -> re.Match[str] | None:
    """比上年, 较去年全年, 比全省平均水平"""
    match = _COMPARED.search(tail)
    if match is None or (tail[match.start()] in "与同和" and not out.direction and "比" not in match[0]):
        return None  # 城镇和农村低保对象分别有
    _compare(out, match["what"])
    return match


def _against(out: Predicate, tail: str, kind: str) -> re.Match[str] | None:
    """比规模以上工业快4.6个百分点; 比时间进度快 is past a target, 比“九五”期间高 a change"""
    if kind != "points" or out.verb not in _VERBS_OF_GAP or out.against or out.compared:
        return None
    match = _AGAINST.search(tail)
    if match is None:
        return None
    if _AIMS.search(match["what"]):
        out.beyond, out.compared = True, match["what"]
        out.pull_sign = -1 if out.verb in LOWER else 1
    elif _TIME.search(match["what"]) or "期间" in match["what"] or "时期" in match["what"]:
        out.compared = match["what"]
    else:
        out.against, out.gap = match["what"], out.verb
    return match


_VERBS_OF_GAP = ("高", "低", "快", "慢", "多", "少", "高出")
_AGAINST = re.compile(r"[比较](?P<what>[^，。；比较]{2,30})$")


def _gap(out: Predicate, tail: str, kind: str) -> re.Match[str] | None:
    """高于全省; 快于2024年 is no gap but a change"""
    match = None if out.gap else _GAP.search(tail)
    if match is None:
        return None
    if _TIME.match(match["what"]):
        out.direction, out.compared = (-1 if match["verb"] in LOWER else 1), match["what"]
        out.reference = "yoy"
    else:
        out.gap, out.against = match["verb"], match["what"]
    return match


def _times(out: Predicate, tail: str, kind: str) -> re.Match[str] | None:
    """是全市平均水平的3.2倍"""
    match = _TIMES_OF.search(tail) if kind == "multiple" else None
    if match:
        out.compared, out.reach = match["what"], True
    return match


def _share(out: Predicate, tail: str, kind: str) -> re.Match[str] | None:
    """占全省的比重; 在全部用户中占比"""
    if out.whole is not None or "占" not in tail:
        return None
    match = _SHARE_IN.search(tail) or _SHARE.search(tail)
    if match:
        out.whole = match["whole"]
    return match


def _pull(out: Predicate, tail: str, kind: str) -> re.Match[str] | None:
    """拉动经济增长, 对经济增长的贡献率, 负向拉动全部投资"""
    if out.pulls is not None:
        return None
    match = _RATE.search(tail) or (_PULL if kind == "points" else _PULL_AMOUNT).search(tail)
    if match:
        out.pulls, said = match["what"], match.groupdict()
        out.pull_verb = said.get("verb") or ""
        down = said.get("sign") in ("负向", "反向", "向下", "下", "负") or said.get("verb") in ("拉低", "下拉", "拖累")
        out.pull_sign = -1 if down else 1
    return match


def _than(out: Predicate, tail: str, kind: str) -> re.Match[str] | None:
    """比增9.2%, 分别比增…: than a year before, which is left out"""
    match = _THAN.search(tail) if out.direction else None
    if match:
        out.reference = out.reference or "yoy"
    return match


_THAN = re.compile(r"(?:^|(?<=[，；、别均]))比$")
_PHRASES = (_rank, _times, _comparison, _against, _gap, _share, _pull, _than)
_LONGEST_PHRASE = 34
_TIME = re.compile(r"\d{4}年|上年|去年|同期|前\d|年初|\d{1,2}月")
LOWER = ("低于", "慢于", "低出", "落后", "落后于", "小于", "少于", "下降", "慢", "低", "少", "减少")


def _compare(out: Predicate, what: str) -> None:
    if re.match(r"全国|全省|全市|全区|城镇|农村", what) and not re.match(
        r"全[市省区][^平]{0,3}(?:同期|上年|去年)", what
    ):
        out.against, out.gap = what, out.gap or out.verb
    elif not out.compared:
        out.compared = what
        if re.match(r"上年|去年|同期|上年同期", what) and "全年" not in what:
            out.reference = out.reference or "yoy"
