"""The words around a figure: what introduces it, and what follows it."""

import re
from dataclasses import dataclass, field

from flows.bulletins import names
from flows.bulletins.periods import Mention
from flows.bulletins.predicates import Predicate
from flows.bulletins.quantities import Quantity

MAX_LEFT = 120  # a figure's own words never reach further back
_MAX_RIGHT = 40
_STOP = re.compile(r"[，；：。！？、]")
# 行业级、场景级大模型; 39个国、省控断面: the noun is still to come
_UNFINISHED = re.compile(r"(?:级|类|型|\d.)$|(?<=[\d个家项条座处所])[国省市县]$")
_NEXT_NOUN = re.compile(r"\d[\d.]*[一-鿿]([^，；：。！？、\d]{1,40})")
_COMPARED = re.compile(r"(?:[比较与同于和]|比上|比去|较基[一-鿿]{1,4})$")
# 控制在4.5%的目标以内
OF_AIM = re.compile(r"的(?:年度|全年|预期|控制|调控|既定|规划|发展|考核)*(?:目标|任务|指标)")
_GOING_ON = ("、", "和", "及", "以及")


@dataclass(slots=True)
class Around:
    """What stands around a list of figures, and the rules that have read it so far."""

    said: Predicate
    phrase: str  # the noun phrase as printed, without times
    right: str
    mention: Mention | None  # the time its own words name
    lead: str = ""  # inside parentheses: what stands before them
    cleaned: str = ""
    rule: list[str] = field(default_factory=list)
    task: bool = False  # of which a percentage was done

    def __post_init__(self) -> None:
        self.cleaned = names.clean(self.phrase)

    @property
    def goes_on(self) -> bool:
        """Whether the phrase goes on with a list: 拥有医师1923人、护士346人."""
        return self.phrase.startswith(_GOING_ON)


def right_of(text: str, quantity: Quantity, following: int) -> str:
    """The words after a figure, up to the figure `following` or the next stop."""
    stop = _STOP.search(text, quantity.after)
    while stop and stop[0] == "、" and _UNFINISHED.search(text, quantity.after, stop.start()):
        stop = _STOP.search(text, stop.end())
    end = min(following, stop.start() if stop else len(text), quantity.after + _MAX_RIGHT)
    right = text[quantity.after : end]
    closed = right.find("”")
    if closed >= 0 and "“" not in right[:closed]:
        right = right[:closed]  # the quotation that the figure stands in ends there
    if (quantity.range_end == 1 or (not right and following == quantity.after)) and following < len(text):
        # 17类79项事权, 20-30个集群: both count the same thing
        match = _NEXT_NOUN.match(text[following : following + 60])
        return match[1] if match else ""
    return right


def past_quote(text: str, floor: int, end: int) -> int:
    """Past a closing quotation mark that stands without its opening one: “年产56GW大项目”、总投资83亿元."""
    closed = text.find("”", floor, end)
    return closed + 1 if closed >= 0 and "“" not in text[floor:closed] else floor


def inside(mentions: list[Mention], start: int, end: int) -> list[Mention]:
    """The times that stand in `[start, end)`."""
    return [mention for mention in mentions if start <= mention.start and mention.end <= end]


def without_time(clause: str, offset: int, mentions: list[Mention]) -> str:
    """A clause that begins at `offset`, without its times."""
    for mention in reversed(inside(mentions, offset, offset + len(clause))):
        clause = clause[: mention.start - offset] + clause[mention.end - offset :]
    return clause


def is_compared(clause: str, start: int) -> bool:
    """Whether a time is only what something is compared with: 比2020年, 较基准年2020年."""
    return _COMPARED.search(clause, max(0, start - 6), start) is not None
