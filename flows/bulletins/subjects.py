"""What a figure is of: its own noun phrase, the noun after its classifier, a list's item, or what is carried over."""

import re
from dataclasses import replace

from flows.bulletins import names, pairs
from flows.bulletins.areas import Here, body_of, place_list, place_of_output
from flows.bulletins.completion import complete
from flows.bulletins.measures import category, is_counted, names_falling
from flows.bulletins.predicates import Predicate
from flows.bulletins.quantities import Quantity
from flows.bulletins.state import State, Subject

_DOES = re.compile(r"(?<=[一-鿿]{2})(?:完成|实现|拉动|带动)")
_NO_NOUN = re.compile(
    r"大关|台阶|关口|增至|增到|升至|降至|减至|[提增压下缩][一-鿿](?:到|至)|的|(?:扩大|增加|提高|提升|压缩|减少|下降|缩小|变)(?:为|到|至)|变为"
)
_GROWTH_NOUN = re.compile(r"(?<=.{2})(?:同比)?(?:增速|增幅|涨幅|降幅|涨跌幅|增长速度)$")
_RATE = re.compile(r"(?:[一-鿿]{2}率|比例|占比)$")


class Naming:
    """Finds the subject of a figure from the cleaned phrase before it and the words after it."""

    def __init__(self, here: Here) -> None:
        self.here = here

    def single(
        self,
        quantity: Quantity,
        said: Predicate,
        phrase: str,
        right: str,
        state: State,
        rule: list[str],
        goes_on: bool = False,
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
        subject = _owned(subject, who, goes_on, state)
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
        if (
            not phrase
            and category(quantity) == "percent"
            and right.startswith("的")
            and len(right) > 2
            and not said.direction
        ):
            rule.append("noun_after")
            return Subject(names.clean(right[1:]))
        if not phrase or (what in names.POINTERS and not who):
            return self._carried(what, right, state, rule)
        if what in names.POINTERS:
            what, who = who, ""
        rule.append("named")
        what = _GROWTH_NOUN.sub("", what) or what
        if (
            category(quantity) == "amount"
            and right.startswith("的")
            and not names.head_of(what)
            and not is_counted(quantity)
        ):
            return Subject(names.clean(right[1:]) or what, what if names.clean(right[1:]) else who)
        return complete(Subject(what, who, counted=is_counted(quantity)), quantity, state, rule)

    def _noun_after(self, quantity: Quantity, said: Predicate, phrase: str, right: str) -> str:
        """The thing counted, where it stands after its classifier: 5家国家重点实验室; or the part of a share: 占…16%的食品类."""
        if not right:
            return ""
        if said.whole is not None:
            return names.clean(right[1:]) if right[0] == "的" and not phrase else ""
        if category(quantity) != "amount" or (said.direction and not said.reach and said.verb != "新增"):
            return ""
        if _NO_NOUN.match(right) or (right[0].isascii() and not right[0].isalpha()):
            return ""
        if not is_counted(quantity) and phrase and not said.quoted:
            return ""
        return names.clean(_DOES.split(right)[0]) or names.clean(right)

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


def _owned(subject: Subject, who: str, goes_on: bool, state: State) -> Subject:
    """村卫生室拥有医师1923人、护士346人: the second are theirs too."""
    if who and subject.breakdown == who:
        return replace(subject, owner=who)
    owner = state.subject.owner if goes_on and not subject.carried else ""
    return replace(subject, owner=owner, breakdown=subject.breakdown or owner) if owner else subject


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
