"""Which numbers are figures, and which of them stand in one list."""

import re

from flows.bulletins import names
from flows.bulletins.measures import category, is_counted
from flows.bulletins.nouns import wordset
from flows.bulletins.predicates import Predicate
from flows.bulletins.quantities import Quantity

_CONNECT = frozenset(("、", "和", "与", "及", "以及", "，和", "、和", "或"))
_LENGTHS = ("小时", "分钟", "天", "年", "公里", "米", "里")
_TIMES = ("以前", "之前", "目前", "、前")
_SIGNS = "+_*#/&.-~@"
_LETTERS = tuple("GgKkMm")
_MILESTONE = re.compile("[万千百]亿元大关|门联合|门印发|门(?!店)|委办局")
_TURNS = re.compile(r"[一-鿿]{2,3}[到至为](?=\d)")
_LIMITED = "人名户岁口"  # counted things that thresholds are set in
# 10年来最高, 创6个季度以来新高
_SINCE = re.compile(r"(?:个?(?:季度|月)|年)(?:以来|来)|年(?:新高|新低|最)")
# 产值超10亿元企业有6家, 收入超过100亿元的达到20个
_OF_THOSE = re.compile(
    r"(?:的|的?[^，。；、\d]{0,6}(?:企业|项目|园区|单位|公司|产业|集群|镇|村|街道|县|品牌|平台|行业|基地))[^，。；、\d]{0,6}\d[\d.]*[家个户项座条]"
)
_FOLLOWED = re.compile(r"[^，。；、]{0,14}?\d")
_LONGEST_LIST = 16
_NAMED_NUMBER = tuple(wordset("前 表 图 附件 每 近地 专栏 编号 世界 型 TOP 国道 省道 县道 航班 以下 满"))
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
        if out and len(out[-1]) < _LONGEST_LIST and _same_list(text, out[-1], quantity):
            out[-1].append(quantity)
        else:
            out.append([quantity])
    return out


def _same_list(text: str, group: list[Quantity], quantity: Quantity) -> bool:
    before = group[-1]
    if before.ratio or quantity.ratio:
        return before.ratio > 0 and quantity.ratio > 0 and before.left == quantity.left
    if before.range_end == 1:
        return False
    between = text[before.after : quantity.left].strip()
    if between not in _CONNECT:
        return False
    if category(before) != category(quantity):
        return False
    return (
        before.base == quantity.base
        or not before.unit
        or _EACH.search(text, max(0, group[0].left - 8), group[0].left) is not None
    )


# 分别为73万头、18万只: of different units, but one list
_EACH = re.compile(r"(?:分别|依次)[一-鿿]{0,3}$")


def is_figure(quantity: Quantity, said: Predicate, left: str, right: str, text: str) -> bool:
    """Whether a number is a figure at all and not a name, a date, a list mark or a threshold."""
    if _in_name(quantity, text):
        return False
    if said.rank:
        return quantity.unit in ("", "位", "名") and quantity.arabic
    if (
        left.lstrip().startswith(("不含", "不包括", "不计"))
        or left.endswith("第")
        or (left.endswith(_NAMED_NUMBER) and not left.endswith(_TIMES))
    ):
        return False
    if not quantity.unit:
        return _bare(quantity, said, text)
    if _MILESTONE.match(text, quantity.after) or _time_name(text, quantity, right):
        return False
    known = quantity.known or _plausible_classifier(quantity, left, right)
    return known and not _is_threshold(text, quantity, right, said)


def _in_name(quantity: Quantity, text: str) -> bool:
    """Whether letters, signs or a grade make the number part of a name: C919, 2+1, 5A级, 1000吨级."""
    before = text[quantity.left - 1 : quantity.left] if quantity.left else ""
    if before.isascii() and (before.isalpha() or before in _SIGNS) and before and quantity.range_end != 2:
        return True
    follows = text[quantity.end : quantity.end + 1]
    if follows in ("+", "*", "#") or (follows in _LETTERS and not quantity.unit.startswith(follows)):
        return True
    if follows == " " and 1900 <= quantity.value <= 2099 and not quantity.decimals:
        return True  # a year in a list of links
    if text.rfind("《", 0, quantity.start) > text.rfind("》", 0, quantity.start):
        return True  # the title of a document
    tail = text[quantity.after : quantity.after + 2]
    return bool(quantity.unit) and quantity.base != "%" and tail[:1] in _NAME_TAIL and tail not in ("制造", "型号")


def _plausible_classifier(quantity: Quantity, left: str, right: str) -> bool:
    """A classifier outside the vocabulary: after a whole number that is no year, with a noun on one side."""
    if not quantity.arabic or quantity.decimals or left.endswith("“"):
        return False
    if quantity.unit[-1] in _NOT_UNITS or 1900 <= quantity.value <= 2099:
        return False
    return bool(names.clean(left)) and not (right and right[0].isascii())


def _time_name(text: str, quantity: Quantity, right: str) -> bool:
    """Ages as classes, hours in names, clock times."""
    if quantity.base == "岁":
        return _age_class(text, quantity, right)
    if _SINCE.match(text, quantity.end):
        return True
    if quantity.base in _LENGTHS:
        return _quoted(text, quantity) or (quantity.base == "年" and right[:1] in "期") or right[:1] == "圈"
    near = text[max(0, quantity.start - 30) : quantity.start]
    return quantity.base == "点" and not quantity.decimals and "指数" not in near


def _age_class(text: str, quantity: Quantity, right: str) -> bool:
    """16-59岁, 65周岁及以上; not 平均年龄35岁"""
    tail = text[quantity.end : quantity.end + 6]
    if quantity.range_end or "上" in tail or "下" in tail:
        return True
    near = text[max(0, quantity.start - 12) : quantity.start]
    return not quantity.decimals and not right and "平均" not in near


def _quoted(text: str, quantity: Quantity) -> bool:
    opened = text.rfind("“", max(0, quantity.start - 20), quantity.start)
    if opened < 0 or "”" in text[opened : quantity.start]:
        return False
    closed = text.find("”", quantity.end, quantity.end + 16)
    return closed > 0


def _is_threshold(text: str, quantity: Quantity, right: str, said: Predicate) -> bool:
    """计划总投资5000万元以上项目238个: the 5000 is part of a name. So is a limit before the figure it limits."""
    if (
        said.bound == "at_least"
        and quantity.base != "%"
        and not is_counted(quantity)
        and _OF_THOSE.match(text, quantity.after)
    ):
        return True
    if not text[quantity.end : quantity.after].endswith(_THRESHOLD) or not right or quantity.base == "%":
        return False
    if is_counted(quantity) and quantity.base not in _LIMITED:
        return False
    return _FOLLOWED.match(text, quantity.after) is not None or right[0] in "的及" or right.endswith(("项目", "企业"))


def _bare(quantity: Quantity, said: Predicate, text: str) -> bool:
    """Whether a number without a unit is an index or a ratio."""
    if quantity.after > quantity.end:
        return True  # 2.09：1
    nxt = text[quantity.after : quantity.after + 1]
    goes_over = _TURNS.match(text, quantity.end) is not None  # 由2.37缩小到2.21
    if not quantity.arabic or (nxt and nxt not in "，。；、） ”和" and not goes_over):
        return False
    if 1900 <= quantity.value <= 2099 and not quantity.decimals:
        return False
    body = names.clean(said.rest)
    if _BARE_NAME.search(body):
        return quantity.decimals > 0 or body.endswith("指数")
    return bool(said.direction) and bool(said.compared or said.raised) and quantity.decimals > 0 and not body
