"""What a figure is of: its own noun phrase, the noun after its classifier, a list's item, or what is carried over."""

import re
from dataclasses import replace

from flows.bulletins import names, pairs
from flows.bulletins.areas import Here, body_of, place_list, place_of_output
from flows.bulletins.measures import category, is_counted, names_falling
from flows.bulletins.predicates import Predicate
from flows.bulletins.quantities import Quantity, base_of
from flows.bulletins.state import State, Subject

_LEVEL_SUFFIX = re.compile(r"(?:级|型|类|性|等级|其他|其它|男|女|男性|女性)$")
_PER = re.compile(
    r"^(?:每|人均|户均|亩均|月均|日均|年均|月人均|平均|总|年|单位|全年|注册|从业|招|在校|在园|在岗|毕业|教职|专任|离|床位|死亡|受伤|编制|实有|藏书|建筑|占地|营业|实现|完成|年末|计划|年度|合同|投资|参与|累计|资产)"
)
_DONE = frozenset("安装 完成 整改 完成整改 建成 投产 开工 竣工 通过 交付 运营 解决 办结 开业 落地 入库 投用".split())
_PER_HEAD = re.compile(r"(?:月|年)?(?:人均|户均)|每[人户]")
_WHOSE = re.compile(r"(.{1,14}(?:产业|行业|工业|服务业|业|经济|企业|投资|消费|贸易))")
_RATE = re.compile(r"(?:[一-鿿]{2}率|比例|占比)$")


class Naming:
    """Finds the subject of a figure from the cleaned phrase before it and the words after it."""

    def __init__(self, here: Here) -> None:
        self.here = here

    def single(
        self, quantity: Quantity, said: Predicate, phrase: str, right: str, state: State, rule: list[str]
    ) -> Subject | None:
        """The subject of a figure that stands alone; None where nothing names it."""
        area, phrase = self._area(phrase)
        if not area:
            area, phrase = place_of_output(phrase)
        area = area or self._still(phrase, state)
        body = body_of(phrase)
        if body == phrase and body.endswith("项目") and is_counted(quantity):
            body = ""  # projects that are counted are no one project
        who, what = names.split_verb(phrase)
        if who:
            who_area, who = self._area(names.clean(who)) if not area else ("", names.clean(who))
            what = names.clean(what)
            if places := place_list(who):
                who_area, who = places, ""
            area = area or who_area
        subject = self._named(quantity, said, who, what, right, state, rule)
        if subject is None:
            return None
        if not body and right and "noun_after" not in rule:
            body = _invested(subject, right)
        if body:
            state.body = body
        elif area == "self":
            state.body = ""
        if phrase.endswith("等"):
            area = ""  # 甲区、乙县等11项: places by way of example
        if area:
            state.area = area if area != "self" else ""
            return replace(subject, area=area)
        return subject

    def _area(self, phrase: str) -> tuple[str, str]:
        area, rest = self.here.split(phrase)
        return area, names.clean(rest) if area else phrase

    def _still(self, phrase: str, state: State) -> str:
        """The county or region that this sentence is about."""
        return state.area if phrase and phrase not in names.POINTERS else ""

    def _named(
        self, quantity: Quantity, said: Predicate, who: str, what: str, right: str, state: State, rule: list[str]
    ) -> Subject | None:
        phrase = who + what
        noun = self._noun_after(quantity, said, phrase, right)
        if noun:
            rule.append("noun_after")
            return Subject(noun, phrase if phrase not in names.POINTERS else "", counted=True)
        if said.pulls is not None and category(quantity) == "amount" and said.pulls and not phrase:
            rule.append("pulled")
            return Subject(names.clean(said.pulls))
        if not phrase or (what in names.POINTERS and not who):
            return self._carried(what, right, state, rule)
        if what in names.POINTERS:
            what, who = who, ""
        rule.append("named")
        if (
            category(quantity) == "amount"
            and right.startswith("的")
            and not names.head_of(what)
            and not is_counted(quantity)
        ):
            return Subject(names.clean(right[1:]) or what, what if names.clean(right[1:]) else who)
        return self.complete(Subject(what, who, counted=is_counted(quantity)), quantity, state, rule)

    def _noun_after(self, quantity: Quantity, said: Predicate, phrase: str, right: str) -> str:
        """The thing counted, where it stands after its classifier: 5家国家重点实验室; or the part of a share: 占…16%的食品类."""
        if not right:
            return ""
        if said.whole is not None:
            return names.clean(right[1:]) if right[0] == "的" and not phrase else ""
        if category(quantity) != "amount" or (said.direction and not said.reach and said.verb != "新增"):
            return ""
        if right[0] == "的" or right[0].isascii() and not right[0].isalpha():
            return ""
        if not is_counted(quantity) and phrase and not said.quoted:
            return ""
        before, _ = names.split_verb(names.clean(right))
        return before or names.clean(right)

    def _carried(self, what: str, right: str, state: State, rule: list[str]) -> Subject | None:
        if state.subject.name:
            rule.append("carried")
            falling = what.endswith(names_falling) or (state.subject.falling and not what)
            return replace(state.subject, carried=state.subject.carried + 1, falling=falling)
        if state.pending:
            rule.append("pending")
            return Subject(state.pending)
        if what:
            rule.append("bare_name")
            return Subject(what)
        noun = names.clean(right.lstrip("的"))
        if noun:
            rule.append("noun_after")
            return Subject(noun)
        rule.append("unnamed")
        return state.recent[-1] if state.recent else Subject()

    def complete(self, subject: Subject, quantity: Quantity, state: State, rule: list[str]) -> Subject:
        """Adds what a bare breakdown (轻工业, 城镇) or a bare attribute (发电量) leaves to what was said before."""
        name, kind = subject.name, category(quantity)
        if subject.breakdown and (names.head_of(name) or kind != "percent"):
            return subject
        if self._known(name, quantity):
            return (self._attribute if _PER.match(name) or name == names.head_of(name) else self._under)(
                subject, state, rule
            )
        if kind == "amount" and is_counted(quantity):
            return self._counted(subject, quantity, state, rule)
        if names.head_of(name):
            return self._attribute(subject, state, rule)
        source = state.parent or state.subject
        if not source.name or (
            state.parent is None and kind == "amount" and source.unit != quantity.base and not names.is_dependent(name)
        ):
            return subject
        rule.append("completed")
        return replace(
            subject,
            breakdown=subject.breakdown + name,
            name=self._base(source, state),
            area=source.area if source.area != "self" else subject.area,
        )

    def _known(self, name: str, quantity: Quantity) -> bool:
        """Whether the vocabulary has the name as an indicator that is counted in this unit."""
        indicator = names.find_indicator("", name)
        if indicator is None:
            return False
        return not is_counted(quantity) or indicator.unit == base_of(quantity.unit, quantity.base, quantity.value)[1]

    def _base(self, source: Subject, state: State) -> str:
        """The name that completes a breakdown: the whole being divided, or the head that its siblings bear."""
        if state.parent is not None:
            return source.name if source.name not in names.POINTERS else source.full
        if state.frame:
            head = names.head_of(source.name) or source.name
            return head if head in state.frame else state.frame + head
        head = names.head_of(source.name)
        if head and head != source.name and not names.find_indicator("", source.name):
            return head
        return source.name

    def _counted(self, subject: Subject, quantity: Quantity, state: State, rule: list[str]) -> Subject:
        parent = state.parent
        if (
            parent
            and parent.unit == quantity.base
            and parent.name not in subject.name
            and not subject.name.endswith(names.head_of(parent.name) or "\0")
        ):
            if self._known(subject.name, quantity):
                return subject
            rule.append("part")
            return replace(subject, breakdown=subject.name, name=parent.name)
        last = next((one for one in reversed(state.recent) if one.counted and one.unit == quantity.base), None)
        if last and subject.name in _DONE:
            rule.append("completed")  # 新增2000台长晶炉，已安装384台
            return replace(subject, breakdown=subject.name, name=last.name, area=last.area)
        if _LEVEL_SUFFIX.search(subject.name) and (source := parent or state.subject).name:
            rule.append("completed")
            return replace(subject, breakdown=subject.name, name=source.name)
        if state.entity_unit == quantity.base:
            return subject
        return self._attribute(subject, state, rule)

    def _attribute(self, subject: Subject, state: State, rule: list[str]) -> Subject:
        """发电企业6家，发电量…: the second is of the first."""
        name = subject.name
        if not state.entity and name == names.head_of(name) and state.pending and not subject.breakdown:
            return self._pending_of(subject, state, rule)
        if _PER_HEAD.match(name) and state.subject.counted and not subject.breakdown:
            rule.append("attribute")
            return replace(subject, breakdown=state.subject.full)
        if not state.entity or subject.breakdown or len(name) > 8 or state.entity in name:
            return self._under(subject, state, rule)
        if name == names.head_of(name) or _PER.match(name):
            rule.append("attribute")
            return replace(subject, breakdown=state.entity)
        return subject

    def _pending_of(self, subject: Subject, state: State, rule: list[str]) -> Subject:
        """工业新兴产业发展迅速，增加值增长11.1%: whose it is stands in the clause before."""
        whose = _WHOSE.match(state.pending)
        if not whose:
            return self._under(subject, state, rule)
        rule.append("pending")
        return replace(subject, breakdown=whose[1])

    def _under(self, subject: Subject, state: State, rule: list[str]) -> Subject:
        """Keeps what qualifies the whole on its parts: 民营经济增加值…其中，第一产业增加值."""
        parent, head = state.parent, names.head_of(subject.name)
        if (
            parent is None
            or not head
            or subject.breakdown
            or names.head_of(parent.name) != head
            or len(head) >= len(parent.full)
        ):
            return subject
        qualifier = parent.full[: -len(head)]
        if (
            qualifier in subject.name
            or subject.name in parent.full
            or qualifier.endswith(("居民", "居民人均", "全体居民"))
        ):
            return subject
        rule.append("under")
        return replace(subject, breakdown=qualifier)

    def listed(self, said: Predicate, phrase: str, count: int, state: State, ratio: bool) -> list[Subject]:
        """The subjects of a list of `count` figures; empty where no such list is named."""
        area, rest = self._area(phrase)
        if area == "self" or ratio or not self._is_place(phrase.partition("、")[0]):
            phrase = rest
        else:
            area = ""
        found = pairs.shares(phrase, count) if ratio else pairs.spread(phrase, count)
        if found and (said.each or ratio or phrase):
            return [self._of_pair(breakdown, name, area, state) for breakdown, name in found]
        areas = [subject.area for subject in state.recent[-count:]]
        if said.each and phrase and len(set(areas)) == count and "self" not in areas:
            # 年降水量分别为…: of the places just listed
            base = state.subject.name if phrase in names.POINTERS else phrase
            return [Subject(base, "", area) for area in areas]
        if phrase and phrase not in names.POINTERS:
            return []
        return self._recent(count, state) if said.each else []

    def _is_place(self, item: str) -> bool:
        area, rest = self.here.split(item + "的")
        return area not in ("", "self") and rest == "的"

    def _of_pair(self, breakdown: str, name: str, area: str, state: State) -> Subject:
        if breakdown and self._is_place(breakdown):
            return Subject(name or state.subject.name, "", breakdown)
        if (
            re.search(r"(?:部|片区|县区|县市区|县|市)$", breakdown)
            and len(breakdown) <= 6
            and name
            and names.head_of(name)
        ):
            return Subject(name, "", breakdown)
        if not name or name in names.POINTERS:
            base = state.subject if not names.head_of(breakdown) else Subject()
            return Subject(base.name or breakdown, breakdown if base.name else "", area or "self")
        return Subject(name, breakdown, area or "self")

    def _recent(self, count: int, state: State) -> list[Subject]:
        """The last `count` different subjects of the sentence, in order."""
        out: list[Subject] = []
        for subject in reversed(state.recent):
            if not any(subject.full == other.full and subject.area == other.area for other in out):
                out.append(subject)
            if len(out) == count:
                return [replace(subject, carried=subject.carried + 1) for subject in reversed(out)]
        return []


def _invested(subject: Subject, right: str) -> str:
    """投资83亿元的中材碳纤: whose investment it is."""
    if not subject.name.endswith("投资"):
        return ""
    body = names.clean(right.removeprefix("的").partition("“")[0].partition("”")[0])
    return body if len(body) >= 2 and not body.startswith(("重大", "项目", "重点", "的")) else ""


def without_rate(noun: str) -> str:
    """12个县级以上水源地水质达标率保持100%: what is counted is not the rate that follows."""
    cleaned = names.clean(noun)
    return _RATE.sub("", cleaned) or cleaned
