"""The grammar of a sentence: walks its figures in order, takes in what stands between them, and carries it over."""

import re
from copy import copy
from dataclasses import replace

from flows.bulletins import dating, measures, names, periods, predicates, quantities, status
from flows.bulletins.areas import Here, body_of
from flows.bulletins.figures import is_figure, lists
from flows.bulletins.measures import is_counted
from flows.bulletins.parentheses import Sentence
from flows.bulletins.periods import Mention, Period
from flows.bulletins.predicates import Predicate
from flows.bulletins.quantities import Quantity
from flows.bulletins.state import Draft, Meaning, Section, State, Subject
from flows.bulletins.subjects import Naming, without_rate

_ANDS = ("和", "及", "与")
_BREAK = re.compile(r"[，；：。！？]|(?<=持平)、")
_FRAME_BY = re.compile(r"(?:^(?:从|分|按|依).{1,18}(?:看|分|划分|来看|统计|排|计)|情况看|看)$")
_FRAME_IN = re.compile(r"^(?:在|从)?(?P<base>.{2,30}?)(?:之?中|方面|领域|情况看)$")
_TO = re.compile(r"[^，。；、\d]{0,10}(?:到|至|为|成)(?=[^，。；、]{0,4}\d|[^，。；、]{0,12}(?:增长|下降))")
_TAIL = re.compile(r"[，；：。！？、]")
_AND_OTHERS = re.compile(r"等(?:一批|[^，]{0,10}(?:企业|项目))")
_MEASURED = re.compile(r"(?:数|量|额|率|里程|面积|人次)$")
# 行业级、场景级大模型; 39个国、省控断面: the noun is still to come
_UNFINISHED = re.compile(r"(?:级|类|型|\d.)$|(?<=[\d个家项条座处所])[国省市县]$")
_OWNER = re.compile(r"”等([^，。；”]{2,12}?)(?:核心|重点)?项目")
_MAX_LEFT = 120  # a figure's own words never reach further back
_CAPACITY = re.compile(r"年产(?!值|量)|年加工|年处理|年生产")


class Grammar:
    """Reads sentences in order; what one leaves is carried to the next of the paragraph."""

    def __init__(self, here: Here, year: int, current: Period, written: int) -> None:
        self.here, self.year, self.current, self.written = here, year, current, written
        self.naming = Naming(here)
        self.state = State()
        self.section = Section()
        self.drafts: list[Draft] = []

    def new_paragraph(self, section: Section) -> None:
        self.section = section
        self.state = State()

    def sentence(self, sentence: Sentence) -> list[Draft]:
        """The figures of one sentence."""
        self.drafts = []
        before = self.state
        self.state = State(
            subject=before.subject,
            scope=before.paragraph_scope,
            paragraph_scope=before.paragraph_scope,
            paragraph_status=before.paragraph_status,
            divided=before.divided,
            before=before.recent,
        )
        self._read(sentence, "")
        return self.drafts

    def _read(self, sentence: Sentence, lead: str) -> None:
        text = sentence.text
        base = self.section.period or self.current
        year = base.end.year if base.end else self.year
        mentions = periods.mentions(text, year, base, self.written)
        found = quantities.find(text, [(mention.start, mention.end) for mention in mentions])
        asides, place = list(sentence.asides), 0
        groups = lists(text, found)
        for index, group in enumerate(groups):
            while asides and asides[0][0] <= group[0].start:
                at, aside = asides.pop(0)
                self._aside(aside, text[place:at])
            following = next((later[0].left for later in groups[index + 1 :] if later[0].arabic), len(text))
            place = self._group(sentence, place, group, following, mentions, lead)
        self._frames(text, place, len(text), mentions)
        for _, aside in asides:
            self._aside(aside, text[place:])

    def _aside(self, aside: Sentence, before: str) -> None:
        """Reads what stands in parentheses; it leaves nothing behind but its figures."""
        kept = copy(self.state)
        kept.recent = list(kept.recent)
        self._read(aside, before)
        self.state = kept

    # -- between the figures --------------------------------------------------------------------------------------

    def _frames(self, text: str, place: int, end: int, mentions: list[Mention]) -> int:
        """Takes in the clauses between the last figure and this one's clause; gives where the latter begins."""
        floor = place
        for match in _BREAK.finditer(text, place, end):
            if match.start() > floor:
                self._frame(text[floor : match.start()], floor, mentions)
            if match[0] == "；":
                self.state.entity = self.state.status = self.state.body = ""
                if self.state.parent is None:
                    self.state.frame = ""
            floor = match.end()
        return floor

    def _frame(self, clause: str, offset: int, mentions: list[Mention]) -> None:
        state = self.state
        for mention in mentions:
            if (
                offset <= mention.start < offset + len(clause)
                and mention.period
                and not _is_compared(clause, mention.start - offset)
            ):
                if mention.start - offset <= 6 or len(clause) < 24:
                    self._set_scope(mention)
        stripped = _without_time(clause, offset, mentions).strip(" 、")
        if stripped.endswith("其中") or stripped.startswith("其中"):
            self._divide()
        elif len(stripped) <= 26 and _FRAME_BY.search(stripped):
            state.parent, state.frame = self._total(), ""
            state.divided = state.parent
        elif len(stripped) <= 40 and (match := _FRAME_IN.match(stripped)):
            self._frame_in(names.clean(match["base"]))
        if sure := status.of_clause(stripped):
            state.status = sure
        name = names.clean(stripped)
        if _AND_OTHERS.search(stripped):
            state.body = ""
        elif (body := body_of(name)) and name.endswith(body):
            state.body = body
        area, _ = self.here.split(name)
        if len(area) > 2 and area not in ("self", "我国"):
            state.area = area
        state.pending = name if 1 < len(name) <= 24 else ""

    def _frame_in(self, base: str) -> None:
        state = self.state
        _, base = self.here.split(base)
        base = names.clean(re.sub(r"^\d[\d.]*.", "", base))
        if not base:
            return
        if names.head_of(base) and not base.endswith(("企业", "单位")):
            state.parent, state.frame = Subject(base, unit=state.subject.unit), ""
        else:
            state.parent, state.frame = None, base

    def _divide(self) -> None:
        """其中: parts of what was last spoken of follow."""
        state = self.state
        state.parent, state.frame = copy(state.subject), ""
        state.wholes = [*state.before, *state.recent]

    def _total(self) -> Subject:
        """What 分…看 divides: the first undivided subject of the sentence, or what the last 分…看 divided."""
        state = self.state
        for subject in state.recent:
            if not subject.breakdown:
                return copy(subject)
        if state.divided and names.same_kind(state.divided.name, state.subject.name):
            return state.divided
        return copy(state.subject)

    def _set_scope(self, mention: Mention) -> None:
        state = self.state
        base = self.section.period or self.current
        if mention.period is None or (base.end and mention.period.end and mention.period.end.year > base.end.year):
            return  # 2030年 in passing is not what the next figures are of
        state.scope = mention
        if mention.kind in ("interval", "day", "plan", "years") and not mention.previous:
            state.paragraph_scope = mention

    # -- one list of figures --------------------------------------------------------------------------------------

    def _group(
        self, sentence: Sentence, place: int, group: list[Quantity], following: int, mentions: list[Mention], lead: str
    ) -> int:
        """Reads figures that stand in one list, mostly of one; gives the place from which the next one's words begin."""
        text, first = sentence.text, group[0]
        floor = _past_quote(text, self._frames(text, place, first.left, mentions), first.left)
        left = text[max(floor, first.left - _MAX_LEFT) : first.left]
        offset = first.left - len(left)
        said = predicates.read(left, offset, mentions, measures.category(first))
        right = _right(text, group[-1], following)
        if not is_figure(first, said, left, right, text):
            if len(group) > 1:
                return self._group(sentence, max(place, floor), group[1:], following, mentions, lead)
            return max(place, floor)
        said.start_of = said.start_of and _TO.match(text, first.after) is not None
        mention = self._mention(said, left, offset, mentions)
        phrase = _without_time(said.rest, offset, mentions)
        if floor == place and left.endswith(_ANDS) and self._counts_on(text, place):
            phrase, said.quoted = "", True  # 年产5万吨二胺和9万吨聚酰胺: the words between belong to the former
        if phrase.lstrip(" 、，").startswith("其中"):
            self._divide()
        elif phrase.startswith(("拥有", "共有", "另有")):
            self.state.parent = None  # a new inventory begins
        taken = False  # whether the words after the figure name it
        for quantity, subject, rule in self._subjects(group, said, phrase, right, text, following):
            if subject is not None:
                taken = "noun_after" in rule
                self._emit(sentence, quantity, subject, said, mention, rule, phrase, right, lead)
        if taken and text.startswith(right, group[-1].after) and group[-1].after + len(right) < following:
            return group[-1].after + len(right)
        return group[-1].after

    def _counts_on(self, text: str, place: int) -> bool:
        last = self.drafts[-1] if self.drafts else None
        return last is not None and last.quantity.after == place and "noun_after" in last.rule

    def _subjects(
        self, group: list[Quantity], said: Predicate, phrase: str, right: str, text: str, following: int
    ) -> list[tuple[Quantity, Subject | None, list[str]]]:
        cleaned = names.clean(phrase)
        if len(group) > 1:
            subjects = self.naming.listed(said, cleaned, len(group), self.state, group[0].ratio > 0)
            if subjects:
                return [(quantity, subject, ["listed"]) for quantity, subject in zip(group, subjects, strict=True)]
        rule: list[str] = []
        if following and text[group[-1].after : following] == right and is_counted(group[-1]) and following < len(text):
            right = without_rate(right)
        subject = self.naming.single(group[0], said, cleaned, right, self.state, rule, _goes_on(phrase))
        return [(group[0], subject, rule), *((quantity, subject, [*rule, "unpaired"]) for quantity in group[1:])]

    def _mention(self, said: Predicate, left: str, offset: int, mentions: list[Mention]) -> Mention | None:
        """The time a figure's own words name; it holds on unless it is only the figure's."""
        own = said.mention
        for mention in mentions:
            if (
                offset <= mention.start
                and mention.end <= offset + len(said.rest)
                and not _is_compared(left, mention.start - offset)
            ):
                if own is None and (mention.period is not None or mention.kind == "same"):
                    own = mention
        if own is None:
            return None
        if own.kind == "same":
            return self._a_year_before(own)
        tail = left[own.end - offset : own.end - offset + 1]
        if own.period is not None and tail != "的" and not said.start_of and not own.previous:
            self._set_scope(own)
        return own

    def _a_year_before(self, mention: Mention) -> Mention:
        """同期: the last figure's period, a year earlier."""
        state = self.state
        last = (state.own or state.scope or mention).period or self.section.period or self.current
        return Mention(mention.start, mention.end, periods.year_before(last), "interval", previous=True)

    def _emit(
        self,
        sentence: Sentence,
        quantity: Quantity,
        subject: Subject,
        said: Predicate,
        mention: Mention | None,
        rule: list[str],
        phrase: str,
        right: str,
        lead: str,
    ) -> None:
        state = self.state
        subject = self._of_whole(subject, said, quantity, lead)
        meaning = measures.decide(quantity, said, names.clean(phrase) or subject.full, subject, right)
        sure = status.of_figure(said, phrase, subject, state, self.section)
        if _CAPACITY.search(phrase) or (said.quoted and right.endswith("项目")):
            sure = "plan"
        meaning = self._aimed(meaning, said, sure, subject, phrase)
        body = (_owner(sentence.text, quantity, phrase) or state.body) if subject.area == "self" else ""
        if body and subject.carried == 0 and "listed" not in rule:
            subject = replace(subject, area=body)
        if meaning.measure == "level":
            subject = replace(subject, unit=quantity.base, counted=is_counted(quantity))
            if "part" in rule:
                state.entity, state.entity_unit = subject.breakdown, quantity.base
            if (
                subject.counted
                and "part" not in rule
                and "attribute" not in rule
                and not _MEASURED.search(subject.name)
            ):
                state.entity = subject.full if len(subject.full) <= 20 else subject.name
                state.entity_unit = quantity.base
        subject = replace(subject, measure=meaning.measure, nature=self._nature(subject, phrase, said))
        if mention is None and subject.carried and state.own and state.own.previous:
            mention = state.own  # 2024年…修订为3641亿元，增长6.5%
        state.own = mention
        bound = quantity.bound if quantity.bound != "exact" else (said.bound or "exact")
        flow = sentence.flow
        self.drafts.append(
            Draft(
                quantity,
                meaning,
                subject,
                said,
                mention or state.scope,
                sure,
                bound,
                [*rule, meaning.rule],
                phrase,
                flow.place(quantity.start),
                flow.place(quantity.end - 1) + 1,
            )  # fmt: skip
        )
        if quantity.arabic or not is_counted(quantity):
            state.subject = subject
            state.recent.append(subject)

    def _nature(self, subject: Subject, phrase: str, said: Predicate) -> str:
        """Whether the words make a flow or a stock of it; items listed with 、 and parts of a whole take theirs from it."""
        state = self.state
        cleaned = phrase.strip(" ，")
        found = dating.nature_of(cleaned.lstrip("、"))
        if found or subject.carried:
            return found or subject.nature
        if cleaned.startswith(("、", "和", "及", "以及")):
            return state.subject.nature
        return state.parent.nature if state.parent else ""

    def _of_whole(self, subject: Subject, said: Predicate, quantity: Quantity, lead: str) -> Subject:
        """占全省(2113家)21.2%: the figure in parentheses is the whole's own."""
        if not lead or not is_counted(quantity):
            return subject
        opened = predicates.read(lead, 0, [])
        if not opened.whole:
            return subject
        area, _ = self.here.split(opened.whole)
        return replace(subject, area=area or opened.whole)

    def _aimed(self, meaning: Meaning, said: Predicate, sure: str, subject: Subject, phrase: str) -> Meaning:
        """Under a plan, what is to be reached is a target; what is to be worked on stays a level."""
        if meaning.measure not in ("level", "growth", "change", "share"):
            return meaning
        if said.start_of:
            return replace(meaning, measure="baseline")
        if _CAPACITY.search(phrase) or phrase.rstrip().endswith("等"):
            return meaning  # 甲、乙等10个: they are there
        aimed = (
            said.set_target
            or "力争" in phrase
            or (sure == "plan" and self.section.plan and not status.is_work(subject.full))
        )
        return replace(meaning, measure="target") if aimed else meaning


def _owner(text: str, quantity: Quantity, phrase: str) -> str:
    """Whose a capacity in quotation marks is: “年产50万吨…”等某某项目."""
    if not _CAPACITY.search(phrase) and "吨/年" not in quantity.unit:
        return ""
    match = _OWNER.search(text, quantity.after, quantity.after + 80)
    return names.clean(match[1]) if match else ""


def _goes_on(phrase: str) -> bool:
    """Whether a phrase goes on with a list: 拥有医师1923人、护士346人."""
    return phrase.startswith(("、", "和", "及", "以及"))


def _past_quote(text: str, floor: int, end: int) -> int:
    """Past a closing quotation mark that stands without its opening one: “年产56GW大项目”、总投资83亿元."""
    closed = text.find("”", floor, end)
    return closed + 1 if closed >= 0 and "“" not in text[floor:closed] else floor


def _right(text: str, quantity: Quantity, following: int) -> str:
    """The words after a figure, up to the next figure or stop."""
    stop = _TAIL.search(text, quantity.after)
    while stop and stop[0] == "、" and _UNFINISHED.search(text, quantity.after, stop.start()):
        stop = _TAIL.search(text, stop.end())
    end = min(following, stop.start() if stop else len(text), quantity.after + 40)
    right = text[quantity.after : end]
    closed = right.find("”")
    if closed >= 0 and "“" not in right[:closed]:
        right = right[:closed]  # the quotation that the figure stands in ends there
    if not right and following == quantity.after and following < len(text):
        # 17类79项事权: both count the same thing
        match = re.match(r"\d[\d.]*[一-鿿]([^，；：。！？、\d]{1,40})", text[following : following + 60])
        return match[1] if match else ""
    return right


def _without_time(clause: str, offset: int, mentions: list[Mention]) -> str:
    for mention in reversed(mentions):
        if offset <= mention.start and mention.end <= offset + len(clause):
            clause = clause[: mention.start - offset] + clause[mention.end - offset :]
    return clause


def _is_compared(clause: str, start: int) -> bool:
    """Whether a time is only what something is compared with: 比2020年, 较基准年2020年."""
    return re.search(r"(?:[比较与同于和]|比上|比去|较基[一-鿿]{1,4})$", clause[max(0, start - 6) : start]) is not None
