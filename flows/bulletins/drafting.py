"""From a figure, its subject and the words around it to a draft, and what the draft leaves behind."""

import re

from msgspec.structs import replace

from flows.bulletins import dating, measures, names, predicates, status
from flows.bulletins.areas import Here
from flows.bulletins.around import OF_AIM, Around
from flows.bulletins.identifying import settled
from flows.bulletins.measures import is_counted
from flows.bulletins.quantities import Quantity
from flows.bulletins.reflow import Flow
from flows.bulletins.state import Draft, Meaning, Section, State, Subject
from flows.bulletins.units import dimension_of

_CAPACITY = re.compile(r"年产(?!值|量)|年加工|年处理|年生产")
_OWNER = re.compile(r"”等([^，。；”]{2,12}?)(?:核心|重点)?项目")
_BROUGHT = re.compile(r"(?:引进|招引|签约|落地)(?P<body>[^，。；、“”\d]{4,12})“年产$")
# 推动某某年产50架总装生产线落户
_MAKER = re.compile(
    r"(?:推动|推进|引进|引入|支持|促进|加快|签约|依托)(?P<body>(?!.*(?:[市区县省全我该各“]|产业|行业|企业|项目))[一-鿿]{3,8})年产$"
)
_MEASURED = re.compile(r"(?:数|量|额|率|里程|面积|人次)$")
_TOTAL = re.compile(r"总[数量额值]$")
_TOTALS = ("总数", "总量", "总户数", "总数量", "总规模")
_AIMABLE = ("level", "growth", "change", "share")
_LONG = 20  # characters; a longer name is shortened when it becomes the bearer of attributes


def draft(quantity: Quantity, subject: Subject, around: Around, flow: Flow, state: State, section: Section) -> Draft:
    """The reading of one figure."""
    said = around.said
    meaning = measures.decide(quantity, said, around.cleaned or subject.full, subject, around.right)
    sure = status.of_figure(said, around.phrase, subject, state, section)
    if _is_capacity(around) or OF_AIM.match(around.right) or around.task:
        sure = "plan"  # what a project is designed for, or was to be done
    meaning = _aimed(meaning, around, sure, subject, section, state)
    if subject.area == "self" and not subject.carried and "listed" not in around.rule:
        body = state.body = _owner(flow.text, quantity, around) or state.body
        subject = replace(subject, area=body or "self", body=bool(body))
    if meaning.rule == "percent_level" and subject.carried:
        subject = settled(subject, around.right)
    shared = meaning.rule == "share"  # a baseline may be of a share
    subject = replace(subject, measure=meaning.measure, shared=shared, nature=_nature(subject, around, state))
    if meaning.measure == "level":
        capacity = _is_of_capacity(quantity, subject, around, state)
        subject = replace(subject, unit=quantity.base, counted=is_counted(quantity), capacity=capacity)
    mention = around.mention
    looks_back = state.own and state.own.previous and state.subject.measure != "baseline" and not said.annual
    if mention is None and subject.carried and looks_back:
        mention = state.own  # 2024年…修订为3641亿元，增长6.5%
    state.own = mention
    return Draft(
        quantity,
        meaning,
        subject,
        said,
        mention=mention or state.scope,
        status=sure,
        bound=_bound(quantity, around),
        rule=[*around.rule, meaning.rule],
        clause=around.phrase,
        start=flow.place(quantity.start),
        end=flow.place(quantity.end - 1) + 1,
    )


def _bound(quantity: Quantity, around: Around) -> str:
    if quantity.bound != "exact":
        return quantity.bound
    return "exact" if OF_AIM.match(around.right) else around.said.bound or "exact"  # 高于28%的年度目标


def remember(draft: Draft, state: State) -> None:
    """What a draft leaves for the figures after it. 两个 counted in passing changes no subject."""
    subject, quantity = draft.subject, draft.quantity
    if "among" in draft.rule:
        return  # 在全国217家开发区中列第13位: counted in passing
    if quantity.arabic or not is_counted(quantity):
        if draft.meaning.measure == "level":
            _bear(subject, quantity, draft.rule, state)
        state.subject = subject
        state.recent.append(subject)


def _bear(subject: Subject, quantity: Quantity, rule: list[str], state: State) -> None:
    """发电企业6家: attributes of what is counted may follow."""
    if "part" in rule:
        state.entity, state.entity_unit = subject.breakdown, quantity.base
    elif subject.counted and "attribute" not in rule and not _MEASURED.search(subject.name):
        state.entity = subject.full if len(subject.full) <= _LONG else subject.name
        state.entity_unit = quantity.base


def of_whole(subject: Subject, quantity: Quantity, around: Around, here: Here, *, sure: bool) -> Subject:
    """占全省(2113家)21.2%: the figure in parentheses is the whole's own; `sure` where it cannot be the part's: 占全省…2113家的21.2%."""
    if not around.lead or not (sure or is_counted(quantity)):
        return subject
    opened = predicates.read(around.lead, 0, [])
    if not opened.whole:
        return subject
    area, rest = here.split(opened.whole)
    own = names.clean(_TOTAL.sub("", rest)) if sure and "noun_after" not in around.rule else ""
    if own and own not in subject.full:
        return Subject(own, "", area or subject.area, counted=is_counted(quantity))  # not what the part is called
    return replace(subject, area=area or opened.whole)


def _is_capacity(around: Around) -> bool:
    return _CAPACITY.search(around.phrase) is not None or (around.said.quoted and around.right.endswith("项目"))


def _is_of_capacity(quantity: Quantity, subject: Subject, around: Around, state: State) -> bool:
    """年产5万吨二胺和9万吨聚酰胺; a project of 8GW, or of 240万吨/年."""
    if _is_capacity(around) or (around.said.quoted and not around.phrase and state.subject.capacity):
        return True
    return subject.body and (quantity.unit.endswith("/年") or dimension_of(quantity.base) == "power")


def _owner(text: str, quantity: Quantity, around: Around) -> str:
    """Whose a capacity in quotation marks is: “年产50万吨…”等某某项目; 引进某某“年产50万吨…”等转型项目."""
    if not (_CAPACITY.search(around.phrase) or around.said.quoted) and "吨/年" not in quantity.unit:
        return ""
    match = _OWNER.search(text, quantity.after, quantity.after + 80)
    if match is None:
        maker = _MAKER.search(around.phrase)
        return maker["body"] if maker else ""
    brought = _BROUGHT.search(text, max(0, quantity.start - 40), quantity.start)
    return names.clean(brought["body"] if brought else match[1])


def _nature(subject: Subject, around: Around, state: State) -> str:
    """Whether the words make a flow or a stock of it; items listed with 、 and parts of a whole take theirs from it."""
    if around.cleaned in _TOTALS and not around.said.rank:
        return "stock"
    found = dating.nature_of(around.phrase.strip(" ，").lstrip("、"))
    if found or subject.carried:
        return found or subject.nature
    if around.goes_on:
        return state.subject.nature
    return state.parent.nature if state.parent else ""


def _aimed(meaning: Meaning, around: Around, sure: str, subject: Subject, section: Section, state: State) -> Meaning:
    """Under a plan, what is to be reached is a target; what is to be worked on stays a level."""
    if meaning.measure not in _AIMABLE:
        return meaning
    if around.said.start_of:
        return replace(meaning, measure="baseline")
    if _CAPACITY.search(around.phrase) or around.phrase.rstrip().endswith("等"):
        return meaning  # 甲、乙等10个: they are there
    aims = around.said.set_target or "力争" in around.phrase or OF_AIM.match(around.right) is not None
    state.aimed = state.aimed or aims
    aimed = sure == "plan" and (section.plan or state.aimed) and not status.is_work(subject.full)
    return replace(meaning, measure="target") if aims or aimed else meaning
