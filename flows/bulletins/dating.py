"""The period of a figure: a day for what stands, an interval for what flows."""

import datetime
import re

from flows.bulletins.measures import is_counted
from flows.bulletins.periods import Period
from flows.bulletins.state import Draft, Section

_STOCK = re.compile(
    r"(?:余额|存栏[量数]?|存栏头数|保有量|装机|装机容量|总装机|(?<![出死加长])(?<!出生)(?<!死亡)人口|总人口|里程|总里程|通车里程|用户|用户数|用户总数|总户数|户数|床位|床位数|病床|编制床位|资产|负债率|城镇化率|覆盖率|普及率|在校生|在校学生|在园幼儿|教职工|专任教师|"
    r"卫生技术人员|医师|护士|参保人数|参保|库容|库容量|蓄水量?|拥有量|保有|存量|占地面积|建成区面积|绿地面积|公园面积|待售面积|基站|基站数|充电桩|机构|机构数|从业人员|总动力|从业人数|注册资本|注册资金|水平|先进产能|产能占比|存款|贷款|市场主体|经营主体|个体工商户|合作社|企业数|企业|公司|文化馆|图书馆|博物馆|景区|医院|学校)$"
)
_FLOW = re.compile(
    r"(?:增加值|产值|总产值|产量|总产量|出栏[量数]?|经济总量|收入|支出|投资|投资额|零售额|零售总额|销售额|销售面积|销售量|客运量|货运量|周转量|吞吐量|发电量|用电量|用水量|消费量|业务量|业务总量|总额|总值|出口|进口|进出口|出口额|进口额|招生|招生数|毕业生|"
    r"就业|再就业|新增|人次|游客|花费|成交额|交易额|外资|保费|赔付|利润|利税|降水量|降雨量|气温|日照|浓度|天数|死亡|死亡人数|授权量|授权|登记|合同|造林|播种面积|种植面积|销售面积|工资|价格|指数|率|比例|税|消费|贡献|费用|成本)$"
)
_DOING = re.compile(
    r"^(?:[^，]{0,8})?(?:新建|新增|新开|新认定|新培育|新入选|新登记|新设|新签|新引|新改|改造|建设(?!用地)|建成(?!区)|完成|实施|发放|生产(?!总值|者|经营|性|能力)|改扩建|举办|开展|治理|培训|救助|资助|惠及|开工|竣工|引进|签约|落地|投放|募集|获得?|荣获|夺得|争取|下达|支付|安置|交付|创建|打造|组建|认定|净增|接待|"
    r"销售|处置|查处|办理|受理|通过|更新|续建|开通|开行|解决|化解|整治|修复|造林|出台|提请|审议|制定|修订|公开招聘|选派|入选|培育|布局|出口|进口|输送|转移|援助|免除|减免|减税|保供|投入|投产|启动|启用|实现|募集|捐赠|修建|铺设|收购|分配|推进|成交|累计|送戏|免费|外送|发行|引导|推广|承担|承办|发布|征集|举行|开设|开放)"
)
_MAKING = re.compile(r"新建|改造|更新|修复|整治|新增|完成")
_HAVING = re.compile(r"拥有|共有|现有|实有|设有|建有|存有|保有|期末|年末|累计认定")


def resolve(draft: Draft, kind: str, current: Period, section: Section) -> Period | None:
    """The period of a figure; `kind` is the vocabulary's stock, flow or rate, or "" for a name it does not have.

    None where the text names a time that cannot be dated.
    """
    base = section.period or current
    mention = draft.mention
    period = mention.period if mention is not None and mention.period is not None else base
    nature = _nature(draft, kind)
    if (
        draft.said.annual
        and period.months == 12
        and period.end
        and period.end.year % 5 == 0
        and draft.meaning.measure == "growth"
    ):
        return Period(datetime.date(period.end.year - 4, 1, 1), period.end)  # 年均 looks back over the plan
    if period.start is None:
        return _of_day(draft, period, base, nature)
    if period.end and period.months > 12 and not _spans(draft):
        return _of_years(draft, period, nature)
    if draft.said.set_target and mention is None and section.period is None and base.start:
        return Period(datetime.date(base.start.year, 1, 1), datetime.date(base.start.year, 12, 31))
    planned = draft.status == "plan" and draft.meaning.measure == "level"
    if nature == "stock" and not planned and draft.meaning.measure in ("level", "share", "pp_gap", "rank", "target"):
        return Period(None, period.end)
    return period


def nature_of(phrase: str) -> str:
    """What the verb before a figure says of it: flow after 新建, stock after 拥有, "" for neither."""
    if _HAVING.search(phrase):
        return "stock"
    return "flow" if _DOING.match(phrase) else ""


def _nature(draft: Draft, kind: str) -> str:
    """stock, flow or "" where neither the vocabulary nor the words tell."""
    name, said = draft.subject.name, draft.subject.nature
    if said and (is_counted(draft.quantity) or not kind or _MAKING.search(draft.clause)):
        return said
    if kind in ("stock", "flow"):
        return kind
    return _nature_of_name(draft, name)


def _nature_of_name(draft: Draft, name: str) -> str:
    if _DOING.match(name) or _DOING.match(draft.subject.breakdown):
        return "flow"
    raised = draft.said.raised and draft.meaning.measure == "level" and is_counted(draft.quantity)
    if raised or _STOCK.search(name):
        return "stock"
    if _FLOW.search(name):
        return "flow"
    return "stock" if draft.mention is not None and draft.mention.kind == "day" else ""


def _of_day(draft: Draft, period: Period, base: Period, nature: str) -> Period | None:
    """A flow on a day (截至7月15日) runs from the year's beginning; one merely near a day (年末) is of the report's period."""
    if nature != "flow" or draft.mention is None:
        return period
    near = draft.said.mention is not draft.mention and base.start
    if draft.mention.until and period.end and base.end and period.end.year < base.end.year:
        return Period(datetime.date(period.end.year, 1, 1), period.end)  # 截至2018年底 in a review
    if near and (
        period.end == base.end or draft.mention.previous or not period.end or not base.end or period.end < base.end
    ):
        return base
    assert period.end is not None
    return Period(datetime.date(period.end.year, 1, 1), period.end) if near else period


def _spans(draft: Draft) -> bool:
    """Whether a figure in a review of several years is about all of them."""
    return draft.said.annual or draft.said.total or "累计" in draft.clause


def _of_years(draft: Draft, period: Period, nature: str) -> Period | None:
    assert period.end is not None
    measure = draft.meaning.measure
    if measure in ("growth", "change", "contribution", "pp_change", "target_gap"):
        return period
    if measure == "baseline":
        return _before(period, nature)
    reached = draft.said.reach or draft.said.bound == "at_least"
    percent = draft.quantity.base == "%"
    if nature == "flow" and not percent and (_DOING.match(draft.subject.name) or not reached):
        return period
    if nature == "flow" and not is_counted(draft.quantity) and not percent:
        return Period(datetime.date(period.end.year, 1, 1), period.end)
    rate = measure == "share" or (percent and measure == "level")
    return Period(None, period.end) if nature == "stock" or reached or rate else period


def _before(period: Period, nature: str) -> Period | None:
    """五年来由A提高到B: A is of the year before."""
    assert period.start is not None
    year = period.start.year - 1
    return Period(None if nature != "flow" else datetime.date(year, 1, 1), datetime.date(year, 12, 31))
