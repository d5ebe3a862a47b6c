"""What the clauses between figures set for the figures after them: time, the whole being divided, place, certainty."""

import re
from copy import copy

from flows.bulletins import names, status
from flows.bulletins.areas import Here, body_of
from flows.bulletins.around import inside, is_compared, without_time
from flows.bulletins.periods import Mention
from flows.bulletins.state import State, Subject

_BREAK = re.compile(r"[，；：。！？]|——|(?<=持平)、")
_DIVIDED_BY = re.compile(r"(?:^(?:从|分|按|依).{1,18}(?:看|分|划分|来看|统计|排|计)|情况看|看)$")
_AMONG = re.compile(r"^(?:在|从)?(?P<base>.{2,30}?)(?:之?中|方面|领域|情况看)$")
_AND_OTHERS = re.compile(r"等(?:一批|[^，]{0,10}(?:企业|项目))")
_LEVEL_WITH = re.compile(r"(?:同比|环比|与[^，]{0,10})?(?:基本)?持平$")
_BY = ("到", "至", "力争到", "预计到", "确保到")
_PLAN_YEARS = ("期", "期间", "以来", "年", "来", "间", "中")
_COUNT = re.compile(r"^\d[\d.]*.")
_LASTING = ("interval", "day", "plan", "years")  # times that hold on to the end of the paragraph


class Frames:
    """Takes clauses without figures into a `State`."""

    def __init__(self, here: Here) -> None:
        self.here = here

    def take(self, text: str, place: int, end: int, mentions: list[Mention], state: State) -> int:
        """Takes in the clauses of `text[place:end]`; gives where the last one, the next figure's own, begins."""
        floor = place
        for match in _BREAK.finditer(text, place, end):
            if match.start() > floor:
                self._clause(text[floor : match.start()], floor, mentions, state)
            if match[0] == "；":
                state.entity = state.status = state.body = ""
                if state.parent is None:
                    state.frame = ""
                if state.scope and state.scope.kind == "this":
                    state.scope = state.paragraph_scope  # 其中当月增长12%；
            floor = match.end()
        return floor

    def _clause(self, clause: str, offset: int, mentions: list[Mention], state: State) -> None:
        for mention in inside(mentions, offset, offset + len(clause)):
            at = mention.start - offset
            if mention.period and clause[:at].strip() in _BY:
                state.scope = mention  # 到2030年: the sentence looks ahead
                if state.base and state.base.end and mention.period.end and mention.period.end > state.base.end:
                    state.status, state.aimed = state.status or "plan", state.aimed or not state.status
            elif (
                (at <= 6 or len(clause) < 24) and not is_compared(clause, at) and not _is_named(mention, clause, offset)
            ):
                set_scope(mention, state)
        stripped = without_time(clause, offset, mentions).strip(" 、")
        state.by_time = state.by_time or (stripped.endswith("看") and _BY_TIME.search(stripped) is not None)
        self._divided(stripped, state)
        if sure := status.of_clause(stripped):
            state.status = sure
        name = names.clean(stripped)
        if _AND_OTHERS.search(stripped) and not (state.body and f"等{state.body}" in stripped):
            state.body = ""  # …”等某某核心项目: its own, not those of several
        elif (body := body_of(name)) and name.endswith(body):
            state.body = body
        area, rest = self.here.split(name)
        if len(area) > 2 and area != "self":
            state.area = area
        name = names.clean(_LEVEL_WITH.sub("", rest if area == "self" else name))
        state.pending = name if 1 < len(name) <= 24 and not name.endswith("相比") else ""

    def _divided(self, clause: str, state: State) -> None:
        """其中; 分产业看; 在规上工业中: what the next names are parts or members of."""
        if clause.endswith("其中") or clause.startswith("其中"):
            divide(state)
        elif len(clause) <= 26 and _DIVIDED_BY.search(clause):
            state.parent, state.frame = _total(state), ""
            state.divided = state.parent
        elif len(clause) <= 40 and (match := _AMONG.match(clause)):
            self._among(names.clean(match["base"]), state)

    def _among(self, base: str, state: State) -> None:
        _, base = self.here.split(base)
        base = names.clean(_COUNT.sub("", base))
        if not base:
            return
        if names.head_of(base) and not base.endswith(("企业", "单位")):
            state.parent, state.frame = Subject(base, unit=state.subject.unit), ""
        else:
            state.parent, state.frame = None, base


def divide(state: State) -> None:
    """其中: parts of what was last spoken of follow."""
    state.parent, state.frame = copy(state.subject), ""
    state.wholes = [*state.before, *state.recent]


def _is_named(mention: Mention, clause: str, offset: int) -> bool:
    """实现“十四五”圆满收官, “十五五”规划开局: the plan itself is spoken of, not its years."""
    words = clause[mention.start - offset : mention.end - offset]
    return mention.kind == "plan" and words != clause and not words.endswith(_PLAN_YEARS)


def _total(state: State) -> Subject:
    """What 分…看 divides: the first undivided subject of the sentence, or what the last 分…看 divided."""
    for subject in state.recent:
        if not subject.breakdown:
            return copy(subject)
    if state.divided and names.same_kind(state.divided.name, state.subject.name):
        return state.divided
    return copy(state.subject)


_BY_TIME = re.compile(r"[分从按](?:季度|月份|月度|月|年度|季|时段)[^，。]{0,6}看")


def set_scope(mention: Mention, state: State) -> None:
    """Makes a time the one of the figures after it; 2030年 in passing is not theirs."""
    if mention.period is None or mention.period.end is None:
        return
    over = state.published is not None and mention.period.end <= state.published  # 今年1至7月, after last year's rank
    later = state.base and state.base.end and mention.period.end > state.base.end and not over
    if later and state.base and state.base.end and mention.period.end.year > state.base.end.year:
        return
    if later and mention.kind in ("month", "day") and not mention.until:
        return  # 预计9月投产; 行情可持续到年底
    state.scope = mention
    if mention.kind in _LASTING and not mention.previous and not state.by_time:
        state.paragraph_scope = mention
