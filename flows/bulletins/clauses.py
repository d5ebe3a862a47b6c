"""The grammar of a sentence: walks its figures in order and hands what one says on to the next."""

import datetime
import re
from copy import copy

from flows.bulletins import drafting, measures, periods, predicates, quantities
from flows.bulletins.areas import Here
from flows.bulletins.around import MAX_LEFT, Around, inside, is_compared, past_quote, right_of, without_time
from flows.bulletins.figures import is_figure, lists
from flows.bulletins.frames import Frames, divide, set_scope
from flows.bulletins.measures import is_counted
from flows.bulletins.parentheses import Sentence
from flows.bulletins.periods import Mention, Period
from flows.bulletins.predicates import Predicate
from flows.bulletins.quantities import Quantity
from flows.bulletins.state import Draft, Section, State, Subject
from flows.bulletins.subjects import Naming, without_rate

_ANDS = ("和", "及", "与")
_TO = re.compile(r"[^，。；、\d]{0,10}(?:到|至|为|成)(?=[^，。；、]{0,4}\d|[^，。；、]{0,12}(?:增长|下降))")
# 聚集了全省30%的企业, 以1%的土地贡献全市20%的税收
_HOLDS = re.compile(
    r"(?:以|聚集|集聚|汇聚|汇集|集中|贡献|创造|吸纳|承载|吸引|产出|产生)(?:了|着|出)?(?P<whole>全[国省市区县州]|我[国省市]|[一-鿿]{2,6}[省市区县])?(?:的)?$"
)
_PARTS = re.compile(r"的(?!(?:目标|任务|增长|增速|增幅|降幅|涨幅|速度|正增长|年均|比例|比重|份额))[一-鿿“]{2}")
# 完成市下达任务数132亿元的90.8%, 占总任务7万亩的106.8%
_TASK = re.compile(r"(?:任务|目标|计划|预算|指标)(?:[数量值]|总[数量])?(?:占占)?$")
_OF_TIME = re.compile(r"(?:同期|全年|水平)?的$")
_INVENTORY = ("拥有", "共有", "另有")


class Grammar:
    """Reads sentences in order; what one leaves is carried to the next of the paragraph."""

    def __init__(self, here: Here, current: Period, published: datetime.date) -> None:
        self.here, self.current, self.published = here, current, published
        self.naming, self.frames = Naming(here), Frames(here)
        self.section, self.state = Section(), State()
        self.drafts: list[Draft] = []
        self.mentions: list[Mention] = []

    def new_paragraph(self, section: Section) -> None:
        self.section, self.state = section, State()

    def sentence(self, sentence: Sentence) -> list[Draft]:
        """The figures of one sentence."""
        before, self.drafts = self.state, []
        self.state = State(
            subject=before.subject,
            base=self.section.period or self.current,
            published=self.published,
            scope=before.scope if sentence.text.lstrip().startswith("其中") else before.paragraph_scope,
            paragraph_scope=before.paragraph_scope,
            paragraph_status=before.paragraph_status,
            divided=before.divided,
            before=before.recent,
        )
        self._read(sentence, "")
        return self.drafts

    def _read(self, sentence: Sentence, lead: str) -> None:
        """Reads a sentence or, with what leads up to it, a parenthesis."""
        text = sentence.text
        self.mentions = periods.mentions(text, self.state.base or self.current, self.published.year)
        found = quantities.find(text, [(mention.start, mention.end) for mention in self.mentions])
        asides, place = list(sentence.asides), 0
        groups = lists(text, found)
        for index, group in enumerate(groups):
            while asides and asides[0][0] <= group[0].start:
                at, aside = asides.pop(0)
                self._aside(aside, text[place:at])
            following = next((later[0].left for later in groups[index + 1 :] if later[0].arabic), len(text))
            place = self._group(sentence, place, group, following, lead)
        self.frames.take(text, place, len(text), self.mentions, self.state)
        for _, aside in asides:
            self._aside(aside, text[place:])

    def _aside(self, aside: Sentence, before: str) -> None:
        """Reads what stands in parentheses; it leaves nothing behind but its figures."""
        kept, mentions = copy(self.state), self.mentions
        kept.recent = list(kept.recent)
        self._read(aside, before)
        self.state, self.mentions = kept, mentions

    def _group(self, sentence: Sentence, place: int, group: list[Quantity], following: int, lead: str) -> int:
        """Reads a list of figures, mostly of one; gives the place from which the next one's words begin."""
        text, first = sentence.text, group[0]
        floor = self.frames.take(text, place, first.left, self.mentions, self.state)
        floor = past_quote(text, floor, first.left)
        left = text[max(floor, first.left - MAX_LEFT) : first.left]
        said = predicates.read(left, first.left - len(left), self.mentions, measures.category(first))
        right = right_of(text, group[-1], following)
        named = (
            not first.arabic and is_counted(first) and following < len(text) and text[first.after : following] == right
        )
        if named or not is_figure(first, said, left, right, text):  # 财政八项支出完成18亿元
            rest, begin = group[1:], max(place, floor)
            return self._group(sentence, begin, rest, following, lead) if rest else begin
        said.start_of = said.start_of and _TO.match(text, first.after) is not None
        around = self._around(said, left, first, right, lead)
        if floor == place and left.endswith(_ANDS) and self._counts_on(place):
            # 年产5万吨二胺和9万吨聚酰胺: the words between belong to the former
            around.phrase = around.cleaned = ""
            said.quoted = True
        last = group[-1].after
        self._name(sentence, group, around, text[last:following] if following < len(text) else "")
        taken = "noun_after" in around.rule and text.startswith(right, last) and last + len(right) < following
        return last + len(right) if taken else last

    def _around(self, said: Predicate, left: str, first: Quantity, right: str, lead: str) -> Around:
        offset = first.left - len(left)
        percent_right = right if measures.category(first) in ("percent", "multiple") else None
        mention = self._mention(said, left, offset, percent_right)
        phrase = without_time(said.rest, offset, self.mentions)
        if phrase.lstrip(" 、，").startswith("其中"):
            divide(self.state)
        elif phrase.startswith(_INVENTORY):
            self.state.parent = None  # a new inventory begins
        around = Around(said, phrase, right, mention, lead)
        self._goes_on(around, measures.category(first))
        return around

    def _goes_on(self, around: Around, kind: str) -> None:
        """汇聚全省30%的甲、40%的乙; 高于全省2.5个百分点、全市1.3个百分点: what was said of the first holds of the next."""
        if kind == "percent" and _PARTS.match(around.right):
            _take_whole(around)
        if (
            kind == "amount"
            and around.right == "的"
            and _TASK.search(around.phrase + "占" + (around.said.whole or "占"))
        ):
            _take_task(around)
        last = self.drafts[-1] if self.drafts else None
        if last is None or not around.goes_on or around.said.direction:
            return
        if last.said.whole is not None and not around.cleaned and _PARTS.match(around.right):
            around.said.whole = last.said.whole
        if kind == "points" and last.meaning.measure == "pp_gap" and not around.said.against:
            around.said.against, around.said.gap = around.cleaned, last.said.gap
            around.phrase = around.cleaned = ""

    def _counts_on(self, place: int) -> bool:
        last = self.drafts[-1] if self.drafts else None
        return last is not None and last.quantity.after == place and "noun_after" in last.rule

    def _name(self, sentence: Sentence, group: list[Quantity], around: Around, between: str) -> None:
        """Finds the subjects of a list of figures and drafts them; `between` leads on to the next figure."""
        subjects: list[Subject | None] = []
        if len(group) > 1:
            subjects += self.naming.listed(around, len(group), self.state, group[0].ratio > 0)
        if subjects:
            around.rule.append("listed")
        else:
            if between and between == around.right and is_counted(group[-1]):
                around.right = without_rate(around.right)
            subjects = [self.naming.single(group[0], around, self.state)] * len(group)
        against = around.said.against.split("、") if len(group) == around.said.against.count("、") + 1 > 1 else []
        if against:
            around.rule.append("listed")  # 高于全国、全省1.2、0.8个百分点
        for index, (quantity, subject) in enumerate(zip(group, subjects, strict=True)):
            if subject is None:
                continue
            if index < len(against):
                around.said.against = against[index]
            if index and "listed" not in around.rule and "unpaired" not in around.rule:
                around.rule.append("unpaired")
            subject = drafting.of_whole(subject, quantity, around, self.here, sure=sentence.of_whole)  # noqa: PLW2901
            found = drafting.draft(quantity, subject, around, sentence.flow, self.state, self.section)
            drafting.remember(found, self.state)
            self.drafts.append(found)

    def _mention(self, said: Predicate, left: str, offset: int, percent_right: str | None) -> Mention | None:
        """The time a figure's own words name; it holds on unless it is only the figure's."""
        own = said.mention
        for mention in inside(self.mentions, offset, offset + len(said.rest)):
            if own is None and not is_compared(left, mention.start - offset):
                own = mention if mention.period is not None or mention.kind == "same" else None
        if own is None:
            return None
        of_last = percent_right is not None and not percent_right.startswith("持平")
        whose = _OF_TIME.match(left, own.end - offset) and not said.start_of
        if of_last and own.previous and not said.direction and whose:
            return None  # 仅为去年同期的43.2%
        if own.kind == "same":
            return self._a_year_before(own)
        only_its = left[own.end - offset : own.end - offset + 1] == "的" or said.start_of or own.previous
        if not only_its:
            set_scope(own, self.state)
        return own

    def _a_year_before(self, mention: Mention) -> Mention:
        """同期: the last figure's period, a year earlier."""
        state = self.state
        last = (state.own or state.scope or mention).period or state.base or self.current
        return Mention(mention.start, mention.end, periods.year_before(last), "interval", previous=True)


def _take_whole(around: Around) -> None:
    """以全市1%的土地贡献全市20%的税收: shares, of what is named after them."""
    said = around.said
    held = _HOLDS.search(around.phrase)
    if said.direction or said.whole is not None or (held is None and said.pull_verb != "贡献"):
        return
    said.whole = ((held["whole"] if held else said.pulls) or "").removeprefix("了")
    said.pulls, around.phrase, around.cleaned = None, "", ""


def _take_task(around: Around) -> None:
    """The task of which a percentage was done: a target of what is being spoken of."""
    around.task = around.said.set_target = True
    around.said.whole, around.phrase, around.cleaned = None, "", ""
