"""The report of a night: one page that needs no network, and the same as markdown."""

from collections.abc import Iterable
from html import escape
from pathlib import Path

from jinja2 import Environment

from flows.night.record import Night
from flows.warehouse.files import write_text
from schemas.days import SHANGHAI

TEMPLATE = Path(__file__).parent / "page.html"
SHOWN = 200  # lines of one section; a drop of ten thousand files is told by numbers
OUTCOMES = {"landed": "入库 landed", "unchanged": "未变 unchanged", "refused": "拒收 refused", "failed": "失败 failed"}
CAUSES = {
    "new_source": "新来源 new source",
    "revision": "数据修订 revision",
    "reader_changed": "读取规则变化 reader changed",
    "register_changed": "名册变化 register changed",
    "definition_changed": "口径变化 definition changed",
    "correction": "人工更正 correction",
    "source_withdrawn": "来源撤回 source withdrawn",
}
Section = tuple[str, tuple[str, ...], list[tuple[str, ...]]]


def sections(night: Night) -> list[Section]:
    """The report as sections: heading, column heads, rows. Those with nothing to tell are left out, but for the first."""
    tally = {outcome: sum(a.outcome == outcome for a in night.attempts) for outcome in OUTCOMES}
    told: list[Section] = [
        (
            "收到的文件 What came",
            ("数量 files", "结果 outcome"),
            [(f"{count:,}", OUTCOMES[outcome]) for outcome, count in tally.items() if count]
            or [("0", "没有新文件 nothing new")],
        ),
        (
            "入库 Landed",
            ("文件 file", "说明 what"),
            [(a.file_name, a.message) for a in night.attempts if a.outcome == "landed"],
        ),
        (
            "拒收，文件仍在收件箱 Refused, still in the inbox",
            ("文件 file", "原因与下一步 why, and the next step"),
            [(a.file_name, a.message.removeprefix(f"{a.file_name}: ")) for a in night.refused],
        ),
        ("失败，下次重试 Failed, tried again next time", ("事项 what",), [(each,) for each in night.failures]),
        (
            "尚在写入 Still being written",
            ("文件 file",),
            [(name,) for name in night.moving],
        ),
        ("没有文件的元数据 Sidecars whose file is not there", ("文件 file",), [(name,) for name in night.orphans]),
        (
            "数据变化 What changed",
            ("原因 cause", "数据 figures"),
            [(CAUSES.get(cause, cause), f"{count:,}") for cause, count in night.changes.items()],
        ),
        ("质量警告 Quality warnings", ("警告 warning",), [(warning,) for warning in night.warnings]),
        (
            "与核算不符的表述 Claims that disagree",
            ("地区 area", "指标 indicator", "核对 check", "公布 stated", "应为 expected"),
            [(c.area, c.indicator_name, c.formula, c.stated, c.expected) for c in night.disagreements],
        ),
        (
            "应发布而未收到 Overdue",
            ("来源 source", "截至 period to", "应于 due by"),
            [(late.title, str(late.period_end), str(late.due_on)) for late in night.overdue],
        ),
        (
            "用时 How long it took",
            ("环节 part", "秒 seconds"),
            [(part, f"{seconds:.2f}") for part, seconds in night.parts.items()],
        ),
    ]
    return [section for section in told if section[2]]


def headline(night: Night) -> str:
    when = night.started_at.astimezone(SHANGHAI)
    done = "已构建并发布新快照 a new snapshot was published" if night.built else "快照未变 the snapshot did not change"
    return f"{when:%Y-%m-%d %H:%M} 北京时间 · {done}"


def markdown(night: Night) -> str:
    lines = [f"**{headline(night)}**"]
    for heading, columns, rows in sections(night):
        lines += [
            f"\n### {heading}",
            _line(columns),
            _line("---" for _ in columns),
            *map(_line, rows[:SHOWN]),
            *([_rest(rows)] if len(rows) > SHOWN else []),
        ]
    return "\n".join(lines)


def write_page(night: Night, site: Path) -> Path:
    """site/night/index.html, replaced in one rename."""
    template = Environment(autoescape=True).from_string(TEMPLATE.read_text(encoding="utf-8"))
    page = site / "night" / "index.html"
    told = {"headline": headline(night), "sections": sections(night), "shown": SHOWN, "rest": _rest}
    write_text(page, template.render(told))
    return page


def _rest(rows: list[tuple[str, ...]]) -> str:
    return f"… 另有 and {len(rows) - SHOWN:,} more"


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(escape(cell, quote=False).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
