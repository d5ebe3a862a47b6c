"""Which numbers are figures, and which of them stand in one list."""

import re

from flows.bulletins import names
from flows.bulletins.measures import category, is_counted
from flows.bulletins.predicates import Predicate
from flows.bulletins.quantities import Quantity

_CONNECT = frozenset(("、", "和", "与", "及", "以及", "，和", "、和", "或"))
_LONGEST_LIST = 16
_NAMED_NUMBER = (
    "前",
    "表",
    "图",
    "附件",
    "每",
    "近地",
    "专栏",
    "编号",
    "世界",
    "型",
    "TOP",
    "国道",
    "省道",
    "县道",
    "航班",
    "以下",
)
_BARE_NAME = re.compile(r"(?:指数|系数|比值|收入比|收入之比|之比|总指数|性别比|死亡率|比|值)$")
_THRESHOLD = ("以上", "以下", "以内", "及以上", "之内")
_NAME_TAIL = frozenset("级版代系型号制式届")
_NOT_UNITS = frozenset(
    "国省市区县党政军路线号厂院馆网站会界局部大小高中上下前后东南西北新老字角方度力性化工业农商学科技术品制产量值"
)


def lists(text: str, found: list[Quantity]) -> list[list[Quantity]]:
    """Groups figures that follow each other with nothing but 、 or 和 between: 增长1%、2%和3%."""
    out: list[list[Quantity]] = []
    for quantity in found:
        if out and len(out[-1]) < _LONGEST_LIST and _same_list(text, out[-1][-1], quantity):
            out[-1].append(quantity)
        else:
            out.append([quantity])
    return out


def _same_list(text: str, before: Quantity, quantity: Quantity) -> bool:
    if before.ratio or quantity.ratio:
        return before.ratio > 0 and quantity.ratio > 0 and before.left == quantity.left
    if before.range_end == 1:
        return False
    between = text[before.after : quantity.left].strip()
    if between not in _CONNECT:
        return False
    return category(before) == category(quantity) and (before.base == quantity.base or not before.unit)


def is_figure(quantity: Quantity, said: Predicate, left: str, right: str, text: str) -> bool:
    """Whether a number is a figure at all and not a name, a date, a list mark or a threshold."""
    before = text[quantity.left - 1 : quantity.left] if quantity.left else ""
    if before and before.isascii() and (before.isalpha() or before in "+_*#/&.-~@"):
        return False
    if said.rank:
        return quantity.unit in ("", "位", "名") and quantity.arabic
    if left.endswith("第") or (left.endswith(_NAMED_NUMBER) and not left.endswith(("以前", "之前", "目前", "、前"))):
        return False
    nxt = text[quantity.end : quantity.end + 1]
    if nxt and nxt in "+*GgKkMm#" and (nxt in "+*#" or not quantity.unit or quantity.base.startswith(nxt) is False):
        return False
    if nxt == " " and 1900 <= quantity.value <= 2099 and not quantity.decimals:
        return False  # a year in a list of links
    if not quantity.unit:
        return _bare(quantity, said, text)
    if (
        text[quantity.after : quantity.after + 1] in _NAME_TAIL
        and quantity.base != "%"
        and text[quantity.after : quantity.after + 2] not in ("制造", "型号")
    ):
        return False
    if not quantity.known and not _plausible_classifier(quantity, left, right, before):
        return False
    if text.startswith(("万亿元大关", "千亿元大关"), quantity.after):
        return False
    return not (_time_name(text, quantity, right) or _is_threshold(text, quantity, right))


def _plausible_classifier(quantity: Quantity, left: str, right: str, before: str) -> bool:
    """A classifier outside the vocabulary: after a whole number that is no year, with a noun on one side."""
    if not quantity.arabic:
        return False
    if quantity.decimals or before in "“" or quantity.unit[-1] in _NOT_UNITS or 1900 <= quantity.value <= 2099:
        return False
    return bool(names.clean(left)) and not (right and right[0].isascii())


def _time_name(text: str, quantity: Quantity, right: str) -> bool:
    """Ages as classes, hours in names, clock times."""
    tail = text[quantity.end : quantity.end + 6]
    if quantity.base == "岁":
        return (
            bool(quantity.range_end)
            or "上" in tail
            or "下" in tail
            or (
                quantity.decimals == 0
                and not right
                and "平均" not in text[max(0, quantity.start - 12) : quantity.start]
            )
        )
    if quantity.base in ("小时", "分钟", "天", "年", "公里", "米", "里"):
        return _quoted(text, quantity) or (quantity.base == "年" and right[:1] in "期") or right[:1] == "圈"
    return (
        quantity.base == "点"
        and not quantity.decimals
        and "指数" not in text[max(0, quantity.start - 30) : quantity.start]
    )


def _quoted(text: str, quantity: Quantity) -> bool:
    opened = text.rfind("“", max(0, quantity.start - 20), quantity.start)
    if opened < 0 or "”" in text[opened : quantity.start]:
        return False
    closed = text.find("”", quantity.end, quantity.end + 16)
    return closed > 0


_PART_OF_NAME = re.compile(r"[的]?(?:[^，。；]{0,12}?)(?=\d)")


def _is_threshold(text: str, quantity: Quantity, right: str) -> bool:
    """计划总投资5000万元以上项目238个: the 5000 is part of a name. So is a limit before the figure it limits."""
    tail = text[quantity.end : quantity.after]
    if (
        not tail.endswith(_THRESHOLD)
        or not right
        or quantity.base == "%"
        or (is_counted(quantity) and quantity.base not in ("人", "名", "户", "岁", "口"))
    ):
        return False
    follows = text[quantity.after : quantity.after + 24]
    return re.match(r"[^，。；、]{0,14}?\d", follows) is not None or right[0] in "的及"


def _bare(quantity: Quantity, said: Predicate, text: str) -> bool:
    """Whether a number without a unit is an index or a ratio."""
    nxt = text[quantity.end : quantity.end + 1]
    if not quantity.arabic or (nxt and nxt not in "，。；、） ”和"):
        return False
    if 1900 <= quantity.value <= 2099 and not quantity.decimals:
        return False
    body = names.clean(said.rest)
    if _BARE_NAME.search(body):
        return quantity.decimals > 0 or body.endswith("指数")
    return bool(said.direction) and bool(said.compared) and quantity.decimals > 0 and not body
