"""Completes a name that leaves out what was said before: a part without its whole, an attribute without its bearer."""

import re
from collections.abc import Callable

from msgspec.structs import replace

from flows.bulletins import names
from flows.bulletins.measures import category, is_counted
from flows.bulletins.nouns import POINTERS, wordset
from flows.bulletins.quantities import Quantity
from flows.bulletins.state import State, Subject
from flows.bulletins.units import base_of, dimension_of

_ATTRIBUTE = re.compile(
    r"^(?:每|人均|户均|亩均|月均|日均|年均|月人均|平均|总|年|单位|全年|注册资|从业|招生|在校|在园|在岗|毕业|教职|专任|离|床位|死亡|受伤|编制|藏书|建筑|占地|营业|实现|完成|年末|计划|年度|合同|投资|参与|累计|资产)"
)
_PER_HEAD = re.compile(r"(?:月|年)?(?:人均|户均)|每[人户]")
_TIMES = ("年", "个月", "月", "天", "小时")
_PEOPLE = frozenset("人名户口")
_BEARERS = frozenset("家户个所座处起项只")  # units of what can have attributes
_DONE = wordset("交付 入库 办结 安装 完成 完成整改 建成 开业 开工 投产 投用 整改 竣工 落地 解决 运营 通过")
_PUPILS = wordset("存栏 出栏 存栏量 出栏量 专任教师 在园幼儿 在校学生 在校生 招生 教职工 毕业生 离园幼儿")
_PUPILS_OF = re.compile(rf"(.+?)(?:{'|'.join(sorted(_PUPILS))})(?:数|人数)?$")
_GROWN = re.compile("(?:播种|种植|生产|栽培)$")
_STAGE = re.compile("[一二三四五]期$")
_BUILT = wordset("新建 改建 新改建 改扩建 续建 建成 改造 整治 修复 完成")
_GRADE = re.compile(r"(?:级|型|类|性|等级|其他|其它|男|女|男性|女性)$")
_SCOPE = re.compile(
    r"户籍|民营|私营|非公|国有|规模以上|规上|限额以上|限上|外资|外商|县域|园区|开发区|海洋|数字经济|居民|社会|全部"
)
_WHOSE = re.compile(r"(.{1,14}(?:产业|行业|工业|服务业|业|经济|企业|投资|消费|贸易))")

Step = Callable[[Subject, Quantity, State], tuple[Subject, str] | None]


def complete(subject: Subject, quantity: Quantity, state: State, rule: list[str]) -> Subject:
    """`subject` with what it leaves to the context; the step that gave it is added to `rule`."""
    if subject.breakdown and (names.head_of(subject.name) or category(quantity) != "percent"):
        return subject
    for step in _STEPS:
        found = step(subject, quantity, state)
        if found is not None:
            if found[1]:
                rule.append(found[1])
            return found[0]
    return subject


def _stage(subject: Subject, quantity: Quantity, state: State) -> tuple[Subject, str] | None:
    """某某项目一期8GW，二期8GW: of the same project"""
    if not _STAGE.fullmatch(subject.name) or not state.recent or not state.subject.body:
        return None
    return replace(subject, name=_STAGE.sub("", state.subject.name) + subject.name), "attribute"


def _per_head(subject: Subject, quantity: Quantity, state: State) -> tuple[Subject, str] | None:
    """城市低保人数0.18万人，月人均保障标准1070元"""
    if not _PER_HEAD.match(subject.name) or not state.recent or state.subject.unit not in _PEOPLE:
        return None
    return replace(subject, breakdown=state.subject.full), "attribute"


def _attribute(subject: Subject, quantity: Quantity, state: State) -> tuple[Subject, str] | None:
    """发电企业6家，发电量…: the second is of the first."""
    name = subject.name
    if not state.entity or quantity.base == state.entity_unit or state.entity_unit not in _BEARERS:
        return None
    if len(name) > 8 or state.entity in name or not (names.is_bare(name) or _ATTRIBUTE.match(name)):
        return None
    return replace(subject, breakdown=state.entity), "attribute"


def _same_bearer(subject: Subject, quantity: Quantity, state: State) -> tuple[Subject, str] | None:
    """普通高中招生20972人，在校生63184人，毕业生20418人"""
    if subject.name not in _PUPILS or not state.recent:
        return None
    bearer = _PUPILS_OF.match(state.subject.full)
    return (replace(subject, breakdown=bearer[1]), "attribute") if bearer else None


def _of_last(subject: Subject, quantity: Quantity, state: State) -> tuple[Subject, str] | None:
    """植树造林15.8万亩，实现产值2.2亿元; 粮食播种面积2065万亩，总产量933万吨"""
    last = state.subject
    if (
        (state.parent and last.full == state.parent.full)
        or not state.recent
        or quantity.base in _TIMES
        or not names.is_bare(subject.name)
        or (names.find_indicator("", subject.name) and not names.head_of(last.name))
        or not last.unit
        or last.unit == quantity.base
    ):
        return None
    if category(quantity) != "amount" or last.breakdown:
        return None
    whose = last.name.removesuffix(names.head_of(last.name)) or last.name
    whose = _GROWN.sub("", whose) or whose  # 夏粮播种面积…，总产量
    return replace(subject, breakdown=whose), "attribute"


def _pending(subject: Subject, quantity: Quantity, state: State) -> tuple[Subject, str] | None:
    """工业新兴产业发展迅速，增加值增长11.1%: whose it is stands in the clause before."""
    if subject.name in _BUILT and state.pending:
        return replace(subject, breakdown=subject.name, name=state.pending), "pending"  # 实施公路行动，新建6000公里
    told = state.recent and names.find_indicator("", subject.name)  # 原煤2亿吨，发电量…: whole by itself
    whose = _WHOSE.match(state.pending) if names.is_bare(subject.name) and not told else None
    return (replace(subject, breakdown=whose[1]), "pending") if whose else None


def _known(subject: Subject, quantity: Quantity, state: State) -> tuple[Subject, str] | None:
    """An indicator of the vocabulary that is counted in this unit needs nothing but its scope."""
    indicator = names.find_indicator("", subject.name)
    if indicator is None or _is_member(subject, quantity, state):
        return None
    if is_counted(quantity) and indicator.unit != base_of(quantity.unit, quantity.base, quantity.value)[1]:
        return None
    return _scope(subject, quantity, state) or (subject, "")


def _is_member(subject: Subject, quantity: Quantity, state: State) -> bool:
    """分经济类型看，私营企业增长3.4%: of the value added that is divided, not their number."""
    whole, indicator = state.parent, names.find_indicator("", subject.name)
    if not whole or whole.counted or category(quantity) != "percent" or not names.head_of(whole.name):
        return False
    return indicator is not None and dimension_of(indicator.unit or "").startswith("count")


def _counted(subject: Subject, quantity: Quantity, state: State) -> tuple[Subject, str] | None:
    """实有床位数29064张，其中医院22200张; 龙头企业480家，其中国家级8家; 长晶炉2000台，已安装384台"""
    if category(quantity) != "amount" or not is_counted(quantity):
        return None
    if _ATTRIBUTE.match(subject.name):
        return subject, ""
    whole = _whole(quantity, state)
    if whole and whole.name not in subject.name and not subject.name.endswith(names.head_of(whole.name) or "\0"):
        return replace(subject, breakdown=subject.name, name=whole.name), "part"
    last = next((one for one in reversed(state.recent) if one.counted and one.unit == quantity.base), None)
    if last and subject.name in _DONE:
        return replace(subject, breakdown=subject.name, name=last.name, area=last.area), "completed"
    source = state.parent or state.subject
    if _GRADE.search(subject.name) and source.name:
        return replace(subject, breakdown=subject.name, name=source.name), "completed"
    return subject, ""


def _whole(quantity: Quantity, state: State) -> Subject | None:
    """What 其中 divides: the last thing counted in the same unit."""
    if state.parent is None:
        return None
    if state.parent.unit == quantity.base:
        return state.parent
    return next((one for one in reversed(state.wholes) if one.unit == quantity.base and one.counted), None)


def _scope(subject: Subject, quantity: Quantity, state: State) -> tuple[Subject, str] | None:
    """民营经济增加值…其中，第一产业增加值: the parts are of the private economy too."""
    parent, head = state.parent, names.head_of(subject.name)
    if parent is None or not head or names.head_of(parent.name) != head or len(head) >= len(parent.full):
        return None
    qualifier = parent.full[: -len(head)].removesuffix("总") or parent.full[: -len(head)]
    if qualifier in subject.name or not _SCOPE.search(qualifier):
        return None
    return replace(subject, breakdown=qualifier), "under"


def _headed(subject: Subject, quantity: Quantity, state: State) -> tuple[Subject, str] | None:
    if not names.head_of(subject.name) or _is_member(subject, quantity, state):
        return None
    return _scope(subject, quantity, state) or (subject, "")


def _headless(subject: Subject, quantity: Quantity, state: State) -> tuple[Subject, str] | None:
    """轻工业增长8.8%: of the value added that the sentence is about."""
    source = state.parent or state.subject
    amount = category(quantity) == "amount"
    if not source.name or (amount and source.unit != quantity.base):
        return None
    if (not amount or is_counted(quantity)) and _is_sibling(subject.name, state.subject.name):
        return subject, ""  # 新设外资企业 beside 新设民营企业
    if state.parent is None and ((source.counted and not amount) or (amount and not names.is_dependent(subject.name))):
        return None
    area = source.area if source.area != "self" else subject.area
    return replace(
        subject, breakdown=subject.breakdown + subject.name, name=whole_name(source, state), area=area
    ), "completed"


def _head_of_sibling(state: State) -> str:
    """生产总值…其中，第一产业增加值…，第三产业完成…: parts of the whole that bear another name than it."""
    last, whole = state.subject, state.parent
    if whole is None or not state.recent or last.full == whole.full or not last.unit or last.unit != whole.unit:
        return ""
    head, own = names.head_of(last.name), names.head_of(whole.name)
    qualifier = (last.breakdown + last.name).removesuffix(head)
    return head if head in ("增加值", "总产值", "产值") and head != own and names.is_dependent(qualifier) else ""


def _is_sibling(name: str, last: str) -> bool:
    """Whether two counted kinds differ in nothing but what qualifies them."""
    return len(last) > 2 and last != name and name.endswith(("企业", "项目", "主体")) and last.endswith(name[-2:])


def whole_name(source: Subject, state: State) -> str:
    """The name that completes a breakdown: the whole being divided, or the head that its siblings bear."""
    if state.parent is not None:
        if head := _head_of_sibling(state):
            return head
        return source.name if source.name not in POINTERS else source.full
    head = names.head_of(source.name)
    if state.frame:
        head = head or source.name
        if state.frame.endswith("工业") and not state.recent:
            return state.frame + "增加值"  # 规模以上工业中，…分别增长: nothing else was spoken of
        return head if head in state.frame else state.frame + head
    qualifier = source.name.removesuffix(head)
    if (
        head
        and qualifier
        and not _SCOPE.search(qualifier)
        and (names.is_dependent(qualifier) or not names.find_indicator("", source.name))
    ):
        return head  # the head that its siblings bear
    return source.name


_STEPS: tuple[Step, ...] = (
    _stage,
    _per_head,
    _attribute,
    _same_bearer,
    _of_last,
    _pending,
    _known,
    _counted,
    _headed,
    _headless,
)
