"""How sure a figure is: actual, estimate, forecast or plan; and which sections of a bulletin are plans."""

import re

from flows.bulletins.periods import Period, interval, years
from flows.bulletins.predicates import Predicate
from flows.bulletins.state import Section, State, Subject

_IN_PHRASE = re.compile(
    r"(?P<plan>力争|(?<!即)将(?!军|近)|拟(?!建|定|在)|计划(?=总?投资|新|建|完成|实施|安排|引进|开工|到|实现)|(?<![新计已功共])争取(?!国家|中央|上级|省级|到|资金|专项|项目|政策)|谋划(?=建设|实施|项目|推进))|(?P<forecast>有望|可望|(?:达产|投产|建成)后)|(?P<estimate>预计|估计)"
)
_DONE = re.compile(r"[\s、]*(?:目前|现|其中)?已(?!婚)[一-鿿]")
_AT_CLAUSE = re.compile(
    r"^(?:[一-鿿]{0,6})(?:(?P<plan>力争|争取|拟)|(?P<forecast>有望|可望)|(?P<estimate>预计))|(?P<plan2>主要预期目标|预期目标|目标任务)(?:是|为)?$"
)
_PLAN_SECTION = re.compile(
    r"下半年.{0,6}(?:工作|重点|安排|打算)|目标(?!任务完成)|工作重点|重点工作|重点任务|主要任务|工作安排|工作部署|工作打算|工作建议|下一步|下阶段|明年|(?:今年|20\d\d年)(?:经济|政府|工作|主要)?.{0,8}(?:工作|安排|任务|部署)|奋力|做好.{0,12}工作"
)
_REVIEW = re.compile(r"回顾|总结|过去|“?十[三四]五”?(?:时期|以来)?(?:工作|发展|取得)|进展|成效|完成情况|成就")
_PLAN_SPEECH = re.compile(
    r"主要预期目标(?:是|为)|预期目标(?:是|为)|(?:今年|20\d\d年).{0,30}?(?:重点(?:做好|抓好)|工作总体要求|工作的总体要求|要重点|发展主要目标|重点工作)|做好(?:今年|20\d\d年).{0,10}工作|下半年.{0,8}(?:重点|着力|力争)"
)
_FIVE_YEARS = re.compile(
    r"“?十(?P<which>[三四])五”?(?:时期|期间|以来)?.{0,10}(?:回顾|工作|成就|发展)|过去五年|五年(?:来)?(?:工作|回顾|成就)"
)
_ACTUAL_YEAR = re.compile(
    r"^[^，。]{0,12}?(?:刚刚过去的|过去的)(?P<year>20\d\d)年|^(?P<year2>20\d\d)年(?:，|是[^，。]{0,20}年)|^[^，。]{0,6}(?:刚刚过去的|过去的?|这)一年"
)
_YEARS = re.compile(r"(20\d\d)年")
_AHEAD = re.compile("下半年|目标|安排|打算|计划|部署|下一步|建议|重点")
_LAST_FIVE = re.compile(r"(?:^|[。！])(?:这?五年来|过去五年|“十四五”(?:时期|以来|期间))")
_NEXT_FIVE = re.compile(r"十五五.{0,12}(?:目标|任务|时期)")
_WORK = re.compile(
    r"(?:项目|工程|领域|任务|产业|课题|试点|举措|条例|规范|专班|高铁|先导区|加速园)(?:$|建设|改造|开工|建成|投产|落地|实施|碳达峰|加快|工作|竣工)"
)


def of_clause(clause: str) -> str:
    """What a clause without a figure says of the figures after it; "" for nothing."""
    match = _AT_CLAUSE.search(clause)
    if not match:
        return ""
    return "plan" if match["plan"] or match["plan2"] else (match.lastgroup or "")


def of_figure(said: Predicate, phrase: str, subject: Subject, state: State, section: Section) -> str:
    """The status of a figure, and what it leaves to those after it: to its subject, or (谋划) to the paragraph."""
    if _DONE.match(phrase):
        subject.status = ""  # 新增2000台，已安装384台
        return "actual"
    found = said.status
    if not found and (match := _IN_PHRASE.search(phrase)):
        found = match.lastgroup or ""
        if match[0].startswith("谋划"):
            state.paragraph_status = "plan"
    if found:
        state.status = found
    elif subject.carried:
        found = subject.status
    found = found or state.status or state.paragraph_status or section.status
    subject.status = found
    return found or "actual"


def is_work(name: str) -> bool:
    """Whether a plan names what is to be worked on (工程, 项目, 领域) rather than what is to be reached."""
    return _WORK.search(name) is not None


class Sections:
    """Follows the headings of a bulletin: which stretch reviews which period, and which is plan."""

    def __init__(self, current: Period, is_work_report: bool) -> None:
        assert current.end is not None
        self.year, self.is_work_report = current.end.year, is_work_report
        self.section = Section()

    def heading(self, text: str) -> Section:
        """The section that a heading opens."""
        if five := _FIVE_YEARS.search(text):
            first = 2016 if five["which"] == "三" else self.year - (self.year - 1) % 5
            self.section = Section("", five_years(first))
        elif _REVIEW.search(text) or self._is_over(text):
            self.section = Section()
        elif _PLAN_SECTION.search(text) and (self.is_work_report or not re.search(r"完成|主要(?:经济)?指标", text)):
            self.section = Section("plan", self._planned(text), True)
        return self.section

    def _is_over(self, text: str) -> bool:
        """2025年主要工作, in a bulletin about 2025: what was done."""
        years = _YEARS.findall(text)
        return bool(years) and int(years[-1]) <= self.year and not _AHEAD.search(text)

    def speech(self, text: str) -> Section:
        """The section a paragraph opens by its first words, in a report that is read out without headings."""
        if not self.is_work_report:
            return self.section
        start = text[:60]
        if match := _ACTUAL_YEAR.match(start):
            year = int(match["year"] or match["year2"] or self.year)
            if year <= self.year:
                self.section = Section("", interval(year, 1, 12))
        if _LAST_FIVE.search(text[:120]) and not self.section.plan:
            self.section = Section("", five_years(self.year - (self.year - 1) % 5))
        if _PLAN_SPEECH.search(text[:200]):
            self.section = Section("plan", self._planned(text[:120]), True)
        return self.section

    def _planned(self, text: str) -> Period | None:
        if _NEXT_FIVE.search(text) and not re.search(r"20\d\d年", text):
            return five_years(self.year + 1)
        if "下半年" in text:
            return interval(self.year, 7, 12)
        if self.is_work_report:
            return interval(self.year + 1, 1, 12)
        return None


def five_years(first: int) -> Period:
    return years(first, first + 4)
