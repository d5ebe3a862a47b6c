"""Which indicator of the vocabulary a figure is of, where its name says more than the vocabulary's does."""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from flows.bulletins import names, units
from flows.bulletins.state import Draft, Subject
from schemas.vocabulary import Indicator

_CAPACITY = "设计生产能力"  # what a figure after 年产 is of, whatever the product
# What was done, and by whom, narrows nothing: 梳理各类遗留问题611个 counts 遗留问题.
_DONE_FIRST = re.compile(r"(?:通过“[^”]{1,20}”|班子成员|累计|开展|起底|梳理|各类|各项|有望|可|的)+(?=[一-鿿]{2})")
# 8条生产线已投产
_DONE_LAST = re.compile(r"(?:以及.+)?(?:已|全部|全面|加快|陆续|正在|基本)*(?:投产|达产|建成|建设|开工|投用)?$")
_ANY = re.compile("各[类种]|全部")  # 新增各类市场主体
_MODEL = re.compile(r"[A-Za-z0-9.-]+(?=[一-鿿]{2})")  # iPhone14生产线
_ACT = re.compile(r"新?(转化|引进|登记|制定)")
_SETTLED = re.compile(r"(?:已|均|全部)*(?P<done>解决|化解|办结|整改|兑现)")


def identify(draft: Draft) -> tuple[Indicator | None, Subject]:
    """The indicator of a draft, None where the vocabulary has none; and its subject, with what narrows it set apart."""
    subject = draft.subject
    found = names.find_indicator(subject.breakdown, subject.name)
    if found is not None:
        return found, subject
    if subject.capacity:
        return names.find_indicator("", _CAPACITY), subject
    for spelt in _spellings(subject):
        found = names.find_indicator(spelt.breakdown, spelt.name)
        if found is not None and _is_measured_in(found, draft):
            return found, spelt if spelt.breakdown != subject.breakdown else subject
    return None, subject


def settled(subject: Subject, right: str) -> Subject:
    """611个，已100%解决: the percentage is that of what was counted, a rate with a name of its own."""
    done = _SETTLED.match(right)
    if not done:
        return subject
    rate = _plain(subject.name) + done["done"] + "率"
    return replace(subject, name=rate, breakdown="") if names.find_indicator("", rate) else subject


def _spellings(subject: Subject) -> Iterator[Subject]:
    """The subject as the vocabulary may spell it, the surest first."""
    name = _plain(subject.name)
    if act := _ACT.match(subject.breakdown):
        yield _kept(subject, act[1] + name)
    yield _kept(subject, name)
    yield _kept(subject, _ANY.sub("", subject.name))
    yield _kept(subject, _DONE_LAST.sub("", name, count=1))
    if divided := _of_group(name):
        yield replace(subject, breakdown=divided[0], name=divided[1])
    if subject.body:
        yield _kept(subject, names.indicator_suffix(name))
        yield _kept(subject, "单个项目" + names.head_of(name))


def _kept(subject: Subject, name: str) -> Subject:
    return replace(subject, name=name)


def _plain(name: str) -> str:
    """The name without what was done to it, and without a product's model: 起底梳理各类遗留问题, iPhone14生产线."""
    first = _DONE_FIRST.match(name) or _MODEL.match(name)
    return name[first.end() :] if first else name


def _of_group(name: str) -> tuple[str, str] | None:
    """新投产项目 and 新增工业产值, where the vocabulary has both: a quantity of what a group of projects or firms makes."""
    quantity = names.indicator_suffix(name)
    group = _DONE_FIRST.sub("", name.removesuffix(quantity) + "一一")[:-2] if quantity else ""
    for end in range(len(group), 2, -1):
        if names.find_indicator("", group[:end]) and not group[end:].strip("有望预计可"):
            return group[:end], quantity
    return None


def _is_measured_in(indicator: Indicator, draft: Draft) -> bool:
    """Whether a level in the draft's unit can be one of the indicator: 个 and 家 both count, 天 and 个月 are both times."""
    if draft.meaning.measure not in ("level", "baseline", "target", "target_gap", "change"):
        return True
    quantity = draft.quantity
    unit = units.base_of(quantity.unit, quantity.base, quantity.value)[1]
    return not indicator.unit or _family(unit) == _family(indicator.unit)


def _family(unit: str) -> str:
    return units.dimension_of(unit).partition("_")[0]
