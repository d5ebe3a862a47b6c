"""From a bulletin's text to its observations: the whole of the reading, in order."""

import datetime
from collections.abc import Iterable

import msgspec

from flows.bulletins import about, areas, reflow, sentences, tables
from flows.bulletins.clauses import Grammar
from flows.bulletins.observation import Observation
from flows.bulletins.records import Place, Report, observe
from flows.bulletins.sentences import Paragraph
from flows.bulletins.state import Draft, Section
from flows.bulletins.status import Sections

READER_VERSION = "3"


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a bulletin from outside its text."""

    area: str  # the area the bulletin is about: `self`
    published_on: datetime.date
    title: str | None = None
    province: str | None = None
    aliases: tuple[str, ...] = ()  # further names of the area


def read(text: str, context: Context, *, document_id: str) -> list[Observation]:
    """The observations of a bulletin, by ascending span; spans are code points of `text`.

    `text[span_start:span_end] == value_text` holds for each, and no two overlap.
    """
    flows = reflow.reflow(text)
    opening = about.opening_of(context.title, [flow.text for flow in flows[:40]])
    current, dated = about.report_period(opening, context.published_on)
    report = Report(text, document_id, current, dated, context.published_on)
    here = areas.Here(context.area, context.aliases)
    grammar = Grammar(here, current, context.published_on)
    headings = Sections(current, about.is_work_report(opening))
    out: list[Observation] = []
    for found in sentences.paragraphs(tables.split(flows)):
        if isinstance(found, Paragraph):
            section = headings.heading(found.heading) if found.is_heading else headings.speech(found.whole.text)
            out += _paragraph(found, section, grammar, report)
        else:
            table, heading = found
            out += _table(tables.read(table, here, current), heading, headings.section, report)
    return _in_order(out)


def _paragraph(paragraph: Paragraph, section: Section, grammar: Grammar, report: Report) -> list[Observation]:
    out: list[Observation] = []
    grammar.new_paragraph(section)
    for start, end, sentence in sentences.sentences(paragraph.whole):
        drafts = grammar.sentence(sentence)
        if drafts:
            first, last = paragraph.whole.place(start), paragraph.whole.place(end - 1) + 1
            place = Place(first, last, paragraph.heading, section)
            out += [observe(draft, report, place) for draft in drafts]
    return out


def _table(drafts: Iterable[Draft], heading: str, section: Section, report: Report) -> list[Observation]:
    """The quote of a figure in a table is the line it stands on."""
    out: list[Observation] = []
    for draft in drafts:
        start = report.text.rfind("\n", 0, draft.start) + 1
        end = report.text.find("\n", draft.end)
        place = Place(start, end if end >= 0 else len(report.text), heading, section)
        out.append(observe(draft, report, place))
    return out


def _in_order(found: list[Observation]) -> list[Observation]:
    """By span; of two that overlap the first."""
    out: list[Observation] = []
    for observation in sorted(found, key=lambda observation: observation.span_start):
        if not out or observation.span_start >= out[-1].span_end:
            out.append(observation)
    return out
