"""What a figure is of: its own noun phrase, the noun after its classifier, a list's item, or what is carried over."""

import re

from msgspec.structs import replace

from flows.bulletins import names, pairs
from flows.bulletins.areas import Here, body_of, place_list, place_of_output
from flows.bulletins.around import OF_AIM, Around
from flows.bulletins.completion import complete, whole_name
from flows.bulletins.measures import FALLING, WORKS, category, is_counted
from flows.bulletins.nouns import POINTERS
from flows.bulletins.quantities import Quantity
from flows.bulletins.state import State, Subject

_PART_OF_AREA = re.compile(r"(?!城市|都市|县城).{1,5}(?:部|片区|县区|县市区|县|市)")
_TIME = re.compile(r"\d{1,2}\s?(?:-|—|至)?\s?\d*月|20\d\d年|上半年|前三季度|全年|今年")
_GROWS = re.compile(r"(?:保持|实现|同比|呈现|继续)*(?:正|负)?(?:增长|下降|上升|回升)$")
_DOES = re.compile(r"(?<=[一-鿿]{2})(?:完成|实现|拉动|带动)")
_NO_NOUN = re.compile(
    r"大关|台阶|关口|增至|增到|升至|降至|减至|[提增压下缩][一-鿿](?:到|至)|的|(?:扩大|增加|提高|提升|压缩|减少|下降|缩小|变)(?:为|到|至)|变为"
)
# 在126个开发区考核中位列第33名
_AMONG = re.compile(r"(?:之?中|里)(?:位列|位居|排名|排在|名列|居|列|排)(?:第|前)?$")
_AND = re.compile(r"(?<=.{3})(?<![普涉共])[和及与]$")  # 5万吨二胺和9万吨…
_GROWTH_NOUN = re.compile(r"(?<=.{2})(?:同比)?(?:增速|增幅|涨幅|降幅|涨跌幅|增长速度)$")
# 投资83亿元的甲和投资70亿元的乙等项目
_NEXT_BODY = re.compile(r"(?<=.{2})(?:[和与及、](?:计划|总)*投资(?:额)?$|等(?![级离]))")
_DONE_TO_IT = re.compile(r"(?<=项目|基地)(?![一二三四五]期|群|集群).*$")
_PRODUCES = re.compile(r"(?<=.{2})(?:贡献|创造|聚集|集聚|汇聚|承载|吸纳|产出|实现|完成)")
_PLANT = re.compile("生产线|产线|机组|厂房|车间|机型")
_NEWLY = re.compile(
    r"(?P<body>(?!.*(?:[市区县省全我该各]|产业|行业|企业|项目|城市|农村))[一-鿿]{2,8})(?:新增|新建|新上|扩建|投建)的?"
)
_RATE = re.compile(r"(?:[一-鿿]{2}率|比例|占比)$")


class Naming:
    """Finds the subject of a figure from the cleaned phrase before it and the words after it."""

    def __init__(self, here: Here) -> None:
        self.here = here

    def single(self, quantity: Quantity, around: Around, state: State) -> Subject | None:
        """The subject of a figure that stands alone; None where nothing names it."""
        area, phrase = self._place(_after_body(around.cleaned, state), state)
        who, what = names.split_verb(phrase)
        if who:
            owner_area, who = self._owner(names.clean(who))
            area, what = area or owner_area, names.clean(what)
        subject = self._named(quantity, around, who, what, state)
        if subject is None:
            return None
        subject = _owned(subject, who, around, state)
        self._body(subject, phrase, area, quantity, around, state)
        if not area or phrase.endswith("等") or (around.said.rank and subject.carried):
            return subject  # 甲区、乙县等11项: places by way of example; 全省排名第3位: where the rank is
        state.area = area if area != "self" else ""
        return replace(subject, area=area)

    def _place(self, phrase: str, state: State) -> tuple[str, str]:
        """The place that a phrase names, or that this sentence is about; and the phrase without it."""
        area, rest = self._area(phrase)
        if not area:
            area, rest = place_of_output(phrase)
        still = state.area if rest and rest not in POINTERS else ""
        return area or still, rest

    def _area(self, phrase: str) -> tuple[str, str]:
        area, rest = self.here.split(phrase)
        return area, names.clean(rest) if area else phrase

    def _owner(self, who: str) -> tuple[str, str]:
        places = place_list(who)
        return (places, "") if places else self._area(who)

    def _body(self, subject: Subject, phrase: str, area: str, quantity: Quantity, around: Around, state: State) -> None:
        """Keeps the project or firm that a figure is a detail of."""
        body = body_of(phrase)
        if body == phrase and body.endswith("项目") and is_counted(quantity):
            body = ""  # projects that are counted are no one project
        if not body and _PLANT.search(around.right) and (newly := _NEWLY.fullmatch(around.phrase.strip())):
            body = newly["body"]  # 某某新增的4条生产线
        if not body and around.right and "noun_after" not in around.rule:
            body = _invested(subject, around.right)
        if body:
            state.body = body
        elif area == "self":
            state.body = ""

    def _named(self, quantity: Quantity, around: Around, who: str, what: str, state: State) -> Subject | None:
        phrase, kind = who + what, category(quantity)
        if noun := _noun_after(quantity, around, phrase):
            around.rule.append("noun_after")
            if _AMONG.search(around.right):
                around.rule.append("among")
            keep = phrase and phrase not in noun and not names.points_back(phrase)
            return Subject(noun, phrase if keep else "", counted=True)
        if around.said.pulls and kind == "amount":
            around.rule.append("pulled")
            return Subject(names.clean(around.said.pulls), phrase)
        if not phrase or (names.points_back(what) and not who):
            return _carried(what, around, state)
        if names.points_back(what):
            what, who = who, ""
        around.rule.append("named")
        what = _GROWTH_NOUN.sub("", what) or what
        of = names.clean(around.right[1:]) if around.right.startswith("的") else ""
        if of and kind == "amount" and not names.head_of(what) and not is_counted(quantity):
            return Subject(of, what)  # 提供139亿元的风险保障
        return complete(Subject(what, who, counted=is_counted(quantity)), quantity, state, around.rule)

    def listed(self, around: Around, count: int, state: State, ratio: bool) -> list[Subject]:
        """The subjects of a list of `count` figures; empty where no such list is named."""
        said, phrase = around.said, around.cleaned
        area, rest = self._area(phrase)
        if area == "self" or ratio or not self._is_place(phrase.partition("、")[0]):
            phrase = rest
        else:
            area = ""
        found = pairs.shares(phrase, count) if ratio else pairs.spread(phrase, count)
        if found:
            return [self._of_pair(breakdown, name, area, state) for breakdown, name in found]
        if ratio and not phrase:
            return _recent(count, state)  # 调整为4.9：47.5：47.6
        if not said.each:
            return []
        if not phrase or phrase in POINTERS:
            return _of_places(count, phrase, state) or _recent(count, state)
        return _of_places(count, phrase, state)

    def _is_place(self, item: str) -> bool:
        area, rest = self.here.split(item + "的")
        return area not in ("", "self") and rest == "的"

    def _of_pair(self, breakdown: str, name: str, area: str, state: State) -> Subject:
        if breakdown and self._is_place(breakdown):
            return Subject(name or state.subject.name, "", breakdown)
        if _PART_OF_AREA.fullmatch(breakdown) and names.head_of(name):
            return Subject(name, "", breakdown)
        if not name or name in POINTERS:
            base = ""
            if not names.head_of(breakdown):
                base = whole_name(state.parent or state.subject, state)
            return Subject(base or breakdown, breakdown if base else "", area or "self")
        return Subject(name, breakdown, area or "self")


def _noun_after(quantity: Quantity, around: Around, phrase: str) -> str:
    """The thing counted, where it stands after its classifier: 5家国家重点实验室; or the part: 占…16%的食品类."""
    right, said, kind = around.right, around.said, category(quantity)
    if quantity.base == "人" and right.startswith("口"):
        return "人" + right  # 45万人口
    if not right:
        return ""
    if (
        right[0] == "的"
        and not phrase
        and not OF_AIM.match(right)
        and (said.whole is not None or (kind == "percent" and not said.direction))
    ):
        return names.clean(_PRODUCES.split(right[1:])[0])
    if said.whole is not None or kind != "amount" or (said.direction and not said.reach and said.verb not in WORKS):
        return ""
    named_before = not is_counted(quantity) and phrase and not said.quoted
    if named_before or _NO_NOUN.match(right) or (right[0].isascii() and not right[0].isalpha()):
        return ""
    right = _GROWS.sub("", _TIME.split(_AMONG.sub("", right))[0])  # 24个行业增加值保持增长
    return _AND.sub("", names.clean(_DOES.split(right)[0]) or names.clean(right))


def _carried(what: str, around: Around, state: State) -> Subject | None:
    """What was last spoken of, or where that is nothing the best there is."""
    rule = around.rule
    if state.subject.name:
        rule.append("carried")
        falling = what.endswith(FALLING) or (state.subject.falling and not what)
        return replace(state.subject, carried=state.subject.carried + 1, falling=falling)
    if state.pending:
        rule.append("pending")
        return Subject(state.pending)
    if what:
        rule.append("bare_name")
        return Subject(what)
    noun = names.clean(around.right.lstrip("的"))
    rule.append("noun_after" if noun else "unnamed")
    return Subject(noun) if noun else state.recent[-1] if state.recent else Subject()


def _of_places(count: int, phrase: str, state: State) -> list[Subject]:
    """年降水量分别为…: of the places just listed."""
    areas = [subject.area for subject in state.recent[-count:]]
    if len(set(areas)) != count or "self" in areas:
        return []
    base = state.subject.name if not phrase or phrase in POINTERS else phrase
    return [Subject(base, "", area) for area in areas]


def _recent(count: int, state: State) -> list[Subject]:
    """The last `count` different subjects of the sentence, in order."""
    out: list[Subject] = []
    for subject in reversed(state.recent):
        if not any(subject.full == other.full and subject.area == other.area for other in out):
            out.append(subject)
        if len(out) == count:
            return [replace(subject, carried=subject.carried + 1) for subject in reversed(out)]
    return []


def _owned(subject: Subject, who: str, around: Around, state: State) -> Subject:
    """村卫生室拥有医师1923人、护士346人: the second are theirs too."""
    if who and subject.breakdown == who:
        return replace(subject, owner=who)
    owner = state.subject.owner if around.goes_on and not subject.carried else ""
    return replace(subject, owner=owner, breakdown=subject.breakdown or owner) if owner else subject


def _after_body(phrase: str, state: State) -> str:
    """投资560亿元的甲、投资83亿元的乙: the first belongs to the figure before."""
    rest = phrase.removeprefix(state.body) if state.body else phrase
    return names.clean(rest) if rest != phrase and rest[:1] in tuple("、和与及") else phrase


def _invested(subject: Subject, right: str) -> str:
    """投资83亿元的中材碳纤: whose investment it is."""
    if not subject.name.endswith("投资"):
        return ""
    body = names.clean(_NEXT_BODY.split(right.removeprefix("的").partition("“")[0].partition("”")[0])[0])
    body = _DONE_TO_IT.sub("", body)
    return body if len(body) >= 2 and not body.startswith(("重大", "项目", "重点", "的")) else ""


def without_rate(noun: str) -> str:
    """12个县级以上水源地水质达标率保持100%: what is counted is not the rate that follows."""
    cleaned = names.clean(noun)
    return _RATE.sub("", cleaned) or cleaned
