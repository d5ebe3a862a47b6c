"""Which number belongs to which name: the grammar of a sentence, with what it carries over from clause to clause."""

import re
from copy import copy
from dataclasses import dataclass, field, replace

from flows.bulletins import areas, measures, names, periods, predicates, quantities
from flows.bulletins.periods import Mention, Period
from flows.bulletins.predicates import Predicate
from flows.bulletins.quantities import Quantity
from flows.bulletins.sentences import Sentence

_BREAK = re.compile(r"[，；：。！？]")
_FRAME_BY = re.compile(r"(?:^|，)(?:从|分|按|依)?[^，]{1,16}(?:看|分|划分|来看|统计|口径)$")
_FRAME_IN = re.compile(r"^(?:在|从)?(?P<base>[^，]{2,30}?)(?:之?中|内|方面|领域|情况看)$")
_PLAN_CUE = re.compile(r"力争|计划|目标|确保|规划|争取|预期")
_MAX_LEFT = 160
_TAIL_STOP = re.compile(r"[，；：。！？、]")


@dataclass(slots=True)
class Subject:
    """What is being spoken of: `name` narrowed by `breakdown`."""

    name: str = ""
    breakdown: str = ""
    area: str = "self"
    status: str = "actual"
    period: Period | None = None
    unit: str = ""
    measure: str = ""
    falling: bool = False
    carried: int = 0


@dataclass(slots=True)
class Draft:
    """One reading of one figure, before it becomes an observation."""

    quantity: Quantity
    meaning: measures.Meaning
    subject: Subject
    period: Mention | None
    area: str
    status: str
    bound: str
    rule: list[str]
    start: int  # offsets in the stored text
    end: int
    said: Predicate
    flags: tuple[str, ...] = ()


@dataclass(slots=True)
class State:
    """What one clause hands on to the next."""

    subject: Subject = field(default_factory=Subject)
    parent: Subject | None = None
    base: str = ""  # the name that completes a bare breakdown
    scope: Mention | None = None
    paragraph_scope: Mention | None = None
    status: str = ""
    area: str = ""
    pending: str = ""
    recent: list[Subject] = field(default_factory=list)  # subjects of this sentence, for lists without names
    queue: list[Subject] = field(default_factory=list)  # names that wait for the figures of a paired list
    last: Draft | None = None


class Grammar:
    """Reads sentences in order; `state` carries over."""

    def __init__(self, here: areas.Here, year: int, current: Period) -> None:
        self.here, self.year, self.current = here, year, current
        self.state = State()
        self.section_status = ""
        self.plan = False
        self.drafts: list[Draft] = []

    def new_paragraph(self) -> None:
        self.state = State(paragraph_scope=None)

    def sentence(self, sentence: Sentence) -> None:
        """Reads one sentence."""
        state = self.state
        state.scope = state.paragraph_scope
        state.recent, state.queue, state.pending, state.status = [], [], "", ""
        state.parent = None
        self._read(sentence, "")

    def _read(self, sentence: Sentence, lead: str) -> None:
        text = sentence.text
        mentions = periods.mentions(text, self.year, self.current)
        found = quantities.find(text, [(mention.start, mention.end) for mention in mentions])
        asides = list(sentence.asides)
        place = 0
        for index, quantity in enumerate(found):
            while asides and asides[0][0] <= quantity.start:
                at, aside = asides.pop(0)
                self._aside(aside, text[place:at])
            following = found[index + 1].left if index + 1 < len(found) else len(text)
            place = self._figure(text, place, quantity, following, mentions, sentence, lead)
            lead = ""
        for _, aside in asides:
            self._aside(aside, text[place:])

    def _aside(self, aside: Sentence, before: str) -> None:
        kept = copy(self.state)
        self._read(aside, before)
        self.state = kept

    def _figure(self, text: str, place: int, quantity: Quantity, following: int, mentions: list[Mention], sentence: Sentence, lead: str) -> int:
        """Reads one figure; gives the place from which the next one's context begins."""
        floor = self._frames(text, place, quantity.left, mentions)
        left = text[max(floor, quantity.left - _MAX_LEFT) : quantity.left]
        offset = quantity.left - len(left)
        said = predicates.read(left, offset, mentions)
        right = self._right(text, quantity, following)
        if not self._is_figure(quantity, said, left, right, text):
            return max(place, floor)
        draft = self._understand(quantity, said, left, right, lead, offset, mentions)
        if draft is not None:
            flow = sentence.flow
            draft.start, draft.end = flow.place(quantity.start), flow.place(quantity.end - 1) + 1
            self.drafts.append(draft)
            self.state.last = draft
        return quantity.after

    def _right(self, text: str, quantity: Quantity, following: int) -> str:
        stop = _TAIL_STOP.search(text, quantity.after)
        end = min(following, stop.start() if stop else len(text), quantity.after + 40)
        return text[quantity.after : end]

    # -- what stands between figures ------------------------------------------------------------------------------

    def _frames(self, text: str, place: int, end: int, mentions: list[Mention]) -> int:
        """Takes in the clauses between the last figure and this one's clause; gives where the latter begins."""
        floor = place
        for match in _BREAK.finditer(text, place, end):
            self._frame(text[floor : match.start()], floor, match[0], mentions)
            floor = match.end()
        return floor

    def _frame(self, clause: str, offset: int, mark: str, mentions: list[Mention]) -> None:
        state = self.state
        stripped = clause.strip(" 、")
        for mention in mentions:
            if offset <= mention.start < offset + len(clause) and not _is_reference(clause, mention.start - offset) and mention.period:
                if mention.start - offset <= 6 or len(clause) < 24:
                    self._set_scope(mention)
        if stripped.startswith("其中") or stripped.endswith("其中"):
            state.parent = copy(state.subject)
            state.queue = []
        elif len(stripped) <= 24 and _FRAME_BY.search(stripped):
            state.parent = copy(self._total())
            state.queue = []
        elif match := _FRAME_IN.match(stripped):
            base = names.clean(match["base"])
            _, base = areas.at_start(base, self.here)
            if base and not base[0].isdigit():
                state.parent = Subject(base, area=state.subject.area)
        if _PLAN_CUE.search(clause) and "完成" not in clause and len(clause) < 40:
            state.status = "plan"
        name = names.clean(self._without_time(clause, offset, mentions))
        state.pending = name if 1 < len(name) <= 24 else ""
        del mark

    def _total(self) -> Subject:
        state = self.state
        for subject in state.recent:
            if not subject.breakdown:
                return subject
        return state.subject

    def _without_time(self, clause: str, offset: int, mentions: list[Mention]) -> str:
        for mention in reversed(mentions):
            if offset <= mention.start and mention.end <= offset + len(clause):
                clause = clause[: mention.start - offset] + clause[mention.end - offset :]
        return clause

    def _set_scope(self, mention: Mention) -> None:
        state = self.state
        if mention.period is None:
            return
        state.scope = mention
        if mention.kind in ("interval", "day", "plan", "years") and not mention.previous:
            state.paragraph_scope = mention

    # -- one figure -----------------------------------------------------------------------------------------------

    def _is_figure(self, quantity: Quantity, said: Predicate, left: str, right: str, text: str) -> bool:
        """Whether a number is a figure at all and not a name, a date, a list mark or a threshold."""
        before = text[quantity.left - 1 : quantity.left] if quantity.left else ""
        if before and before.isascii() and (before.isalpha() or before in "+_*#/&.-"):
            return False
        if said.rank:
            return quantity.unit in ("", "位", "名") or quantity.base in ("个", "家")
        if left.endswith(("第", "前", "表", "图", "附件", "每", "近地")) and not left.endswith(("以前", "之前")):
            return False
        if not quantity.unit:
            return _bare_is_figure(quantity, said, left, text)
        if text[quantity.end : quantity.end + 1] in "+＋*":
            return False
        if text[quantity.after : quantity.after + 1] in "级版代系型号" and quantity.base not in ("%",):
            return False
        if quantity.base == "岁" and (quantity.range_end or "以上" in text[quantity.end : quantity.end + 5] or right[:1] in "及以"):
            return False
        if not quantity.known and quantity.arabic and (before == "“" or not self._plausible(quantity)):
            return False
        if quantity.base in ("小时", "分钟", "天", "年", "日") and _quoted(text, quantity):
            return False
        if quantity.base == "点" and not quantity.decimals and "指数" not in left:
            return False
        if quantity.bound == "at_least" and right and quantity.base not in ("%",) and _threshold(right, text, quantity):
            return False
        return True

    def _plausible(self, quantity: Quantity) -> bool:
        return quantity.decimals == 0

    def _understand(self, quantity: Quantity, said: Predicate, left: str, right: str, lead: str, offset: int, mentions: list[Mention]) -> Draft | None:
        state = self.state
        rule: list[str] = []
        phrase = said.rest
        area = ""
        mention = said.mention
        # times inside what is left of the clause
        for inner in mentions:
            if offset <= inner.start and inner.end <= offset + len(phrase) and not _is_reference(phrase, inner.start - offset):
                if inner.period is not None or inner.kind == "same":
                    mention = mention or inner
        own = mention
        if mention is not None and mention.period is not None and not said.start_of and not left[: mention.end - offset].endswith("的") and left[mention.end - offset : mention.end - offset + 1] != "的":
            self._set_scope(mention)
        phrase = self._without_time(phrase, offset, mentions)
        after_member = phrase.lstrip(" 、，").startswith("其中")
        if after_member:
            state.parent = copy(state.subject)
        inside = re.match(r"^[、 ]*(?:在)?([^，]{2,30}?)(?<!其)中(?=[一-鿿])", phrase) if "中" in phrase[2:] and "中小" not in phrase else None
        del inside
        cleaned = names.clean(phrase)
        area, cleaned = self._area(cleaned)
        cleaned = names.clean(cleaned)
        subject_area = area
        who, what = names.split_verb(cleaned)
        if who:
            who_area, who = areas.at_start(who, self.here) if not area else ("", who)
            subject_area = subject_area or who_area
            who, what = names.clean(who), names.clean(what)
        subject = self._subject(quantity, said, who, what, right, rule, cleaned)
        if subject is None:
            return None
        if subject_area:
            subject = replace(subject, area=subject_area)
        meaning = measures.decide(quantity, said, (subject.breakdown + subject.name) if not what or what not in names.FACETS else what, self._falling(what))
        rule.append(meaning.rule)
        if said.whole is not None and meaning.measure != "share" and quantity.unit and quantity.base not in ("%",) and said.whole:
            subject = replace(subject, area=self._whole_area(said.whole))
        if lead:
            opened = predicates.read(lead, 0, [])
            if opened.whole:
                subject = replace(subject, area=self._whole_area(opened.whole))
        if said.start_of and meaning.measure in ("level", "growth", "share"):
            meaning = measures.Meaning("baseline", meaning.value, meaning.reference, meaning.rule)
        status = self._status(said, state)
        bound = quantity.bound if quantity.bound != "exact" else (said.bound or "exact")
        if said.set_target or (status == "plan" and self.plan):
            if meaning.measure in ("level", "growth", "change", "share"):
                meaning = measures.Meaning("target", meaning.value, meaning.reference, meaning.rule)
        subject = replace(subject, status=status, unit=quantity.unit or subject.unit, measure=meaning.measure)
        self._remember(subject, quantity, meaning)
        return Draft(quantity, meaning, subject, own or state.scope, subject.area, status, bound, rule, 0, 0, said)

    def _falling(self, what: str) -> bool:
        return what.endswith(measures.names_falling)

    def _status(self, said: Predicate, state: State) -> str:
        if said.status:
            state.status = said.status
            return said.status
        return state.status or self.section_status or "actual"

    def _area(self, phrase: str) -> tuple[str, str]:
        return areas.at_start(phrase, self.here)

    def _whole_area(self, whole: str) -> str:
        area, _ = areas.at_start(whole + "的", self.here)
        return area or whole

    def _subject(self, quantity: Quantity, said: Predicate, who: str, what: str, right: str, rule: list[str], cleaned: str) -> Subject | None:
        """The subject of a figure: its own noun phrase, the noun after its classifier, or what is carried over."""
        state = self.state
        if state.queue and not cleaned:
            rule.append("paired")
            return state.queue.pop(0)
        state.queue = []
        if quantity.ratio:
            listed = names.spread(cleaned, quantity.ratio)
            if listed:
                subjects = [Subject(name, breakdown, state.subject.area) for breakdown, name in listed]
                state.queue = subjects[1:]
                rule.append("listed")
                return subjects[0]
        count = self._listed(said, cleaned, quantity)
        if count:
            rule.append("listed")
            return count
        noun = names.clean(right.lstrip("的")) if right and measures.category(quantity) == "amount" else ""
        if noun and right[:1] != "的" and CLASSIFIER(quantity):
            rule.append("noun_after")
            return Subject(noun, who + what if cleaned else "", state.subject.area if not cleaned else "self")
        if said.whole is not None and not cleaned and right.startswith("的"):
            rule.append("noun_after")
            return Subject(names.clean(right[1:]), "", state.subject.area)
        if not cleaned or what in names.POINTERS and not who:
            if state.pending and not state.subject.name:
                rule.append("pending")
                return Subject(state.pending, "", "self")
            rule.append("carried")
            if not state.subject.name:
                return Subject(what, "", "self") if what else (Subject(noun, "", "self") if noun else None)
            return replace(state.subject, carried=state.subject.carried + 1)
        if what in names.POINTERS and who:
            what, who = who, ""
        rule.append("named")
        return self._complete(Subject(what, who, "self"), quantity)

    def _listed(self, said: Predicate, cleaned: str, quantity: Quantity) -> Subject | None:
        return None

    def _complete(self, subject: Subject, quantity: Quantity) -> Subject:
        """Adds the head noun that a bare breakdown (轻工业, 城镇) leaves out."""
        state = self.state
        name = subject.name
        if subject.breakdown or names.head_of(name):
            return subject
        counted = measures.category(quantity) == "amount" and quantity.base and CLASSIFIER(quantity)
        if counted and not names.is_dependent(name):
            return subject
        if counted and state.parent is None and not re.search(r"[级类型性]$", name):
            return subject
        source = state.parent or state.subject
        if not source.name or (state.parent is None and not names.is_dependent(name) and measures.category(quantity) == "amount"):
            return subject
        base = source.name if state.parent is not None or not source.breakdown else source.name
        if state.parent is None:
            head = names.head_of(source.name)
            known = names.find_indicator("", source.name)
            if head and not known and head != source.name:
                base = head
        return replace(subject, breakdown=name, name=base, area=source.area if state.parent else subject.area)

    def _remember(self, subject: Subject, quantity: Quantity, meaning: measures.Meaning) -> None:
        state = self.state
        state.subject = subject
        state.recent.append(subject)


def CLASSIFIER(quantity: Quantity) -> bool:  # noqa: N802
    entry = quantities.unit_table().get(quantity.base)
    return entry is None or entry.discrete


def _quoted(text: str, quantity: Quantity) -> bool:
    opened = text.rfind("“", 0, quantity.start)
    if opened < 0 or "”" in text[opened : quantity.start]:
        return False
    closed = text.find("”", quantity.end)
    return 0 < closed - opened < 16


def _threshold(right: str, text: str, quantity: Quantity) -> bool:
    tail = text[quantity.end : quantity.after]
    return tail.endswith(("以上", "以下", "以内", "及以上")) and not right.startswith(("，", "。"))


def _bare_is_figure(quantity: Quantity, said: Predicate, left: str, text: str) -> bool:
    nxt = text[quantity.end : quantity.end + 1]
    if nxt and nxt not in "，。；、） ”和":
        return False
    if not quantity.arabic:
        return False
    body = names.clean(said.rest)
    return bool(re.search(r"(?:指数|系数|比值|收入比|之比|总指数)$", body)) or (bool(said.direction) and bool(said.compared) and quantity.decimals > 0 and not body)


def _is_reference(clause: str, start: int) -> bool:
    return start > 0 and clause[start - 1] in "比较与同于和"
