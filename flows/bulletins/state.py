"""What the grammar carries from clause to clause, and one reading before it becomes an observation."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal

import msgspec

from flows.bulletins.periods import Mention, Period
from flows.bulletins.predicates import Predicate
from flows.bulletins.quantities import Quantity


class Meaning(msgspec.Struct, frozen=True):
    """Measure, signed value and reference of a figure, with the rule that decided."""

    measure: str
    value: Decimal
    reference: str
    rule: str


class Subject(msgspec.Struct):
    """What is being spoken of: `name` narrowed by `breakdown`, in `area`; `said` as its last figure left it."""

    name: str = ""
    breakdown: str = ""
    area: str = "self"
    unit: str = ""  # of its last level, without multiplier
    measure: str = ""
    shared: bool = False  # its last figure was a share, if only the earlier one
    falling: bool = False
    owner: str = ""  # who has it, said once for a list
    status: str = ""  # what its own words said of how sure it is
    counted: bool = False  # its level counts whole things
    nature: str = ""  # flow after 新建, stock after 拥有; "" where the words do not tell
    carried: int = 0  # how many figures ago it was named
    body: bool = False  # `area` is a project or firm
    capacity: bool = False  # what a project can make in a year

    @property
    def full(self) -> str:
        return self.breakdown + self.name


@dataclass(slots=True)
class Draft:
    """One reading of one figure; `start` and `end` are offsets in the stored text."""

    quantity: Quantity
    meaning: Meaning
    subject: Subject
    said: Predicate
    mention: Mention | None
    status: str
    bound: str
    rule: list[str]
    clause: str = ""  # the words before the figure
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class State:
    """Carried within a paragraph; all but the subject and the period also end with the sentence."""

    subject: Subject = field(default_factory=Subject)
    published: datetime.date | None = None
    base: Period | None = None  # what the section is about
    scope: Mention | None = None
    paragraph_scope: Mention | None = None
    paragraph_status: str = ""
    parent: Subject | None = None  # after 其中 or 分…看: the whole that is being divided
    wholes: list[Subject] = field(default_factory=list)  # what 其中 may divide: this and the last sentence's subjects
    divided: Subject | None = None  # by the last 分…看 of the paragraph
    frame: str = ""  # after …中: the kind of which members follow
    own: Mention | None = None  # the time that the last figure's own words named
    area: str = ""  # the county or region named in this sentence
    entity_unit: str = ""
    entity: str = ""  # the counted kind whose attributes follow: 发电企业6家，发电量…
    body: str = ""  # the project or firm being spoken of
    pending: str = ""  # a noun phrase that stood in a clause of its own
    status: str = ""
    by_time: bool = False  # 分季度看: each time is its own figure's
    aimed: bool = False  # 力争: what follows in this sentence is a target too
    before: list[Subject] = field(default_factory=list)  # the last sentence's subjects
    recent: list[Subject] = field(default_factory=list)  # this sentence's subjects, for lists without names


@dataclass(slots=True, frozen=True)
class Section:
    """What a heading sets for the figures under it."""

    status: str = ""
    period: Period | None = None
    plan: bool = False
