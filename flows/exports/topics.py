"""What the office sees of the snapshot: the topics with their Chinese headings and units, each a query."""

from typing import NamedTuple

# sums of money are read in 亿元
AMOUNT = "case when unit = '元' then {} / 1e8 else {} end"
UNIT = "case when unit = '元' then '亿元' else unit end"
VERDICTS = {"agrees": "相符", "disagrees": "不符", "cannot_tell": "无法判断"}
STATES = {"reached": "已达到", "short": "未达到", "cannot_tell": "无法判断"}
BASES = {"registers": "名册", "bulletin": "公报"}
STATUSES = {"actual": "实际", "estimate": "预计", "plan": "计划", "forecast": "预测"}
CLAIMS = {
    "share": "占比", "sum": "部分之和", "part": "不超过总体", "target_gap": "与目标之差", "pp_gap": "百分点差距",
    "growth": "增速", "repeat": "重复公布", "structure": "构成", "contribution": "拉动与贡献",
}  # fmt: skip
MEASURES = {
    "level": "总量", "growth": "增速", "share": "占比", "target": "目标", "target_gap": "超欠", "pp_gap": "差距",
    "baseline": "原为", "change": "增减", "rank": "位次",
}  # fmt: skip


class Topic(NamedTuple):
    """One sheet. Every query has a column 批注: the sentence, shown as a note at the column `noted`."""

    title: str
    about: str
    noted: str
    registers: bool
    query: str


def _words(column: str, words: dict[str, str]) -> str:
    """The codes of a column in Chinese; a code that is not among them stays."""
    cases = " ".join(f"when '{code}' then '{word}'" for code, word in words.items())
    return f"case {column} {cases} else {column} end"


def _zh(column: str) -> str:
    """The Chinese half of a text that says everything twice."""
    return f"regexp_replace({column}, ' / [A-Za-z ,''’-]+', '', 'g')"


def _amount(column: str) -> str:
    return AMOUNT.format(column, column)


def _statements(table: str, columns: str) -> str:
    """What bulletins say of one theme: indicator, period, and the columns of its own."""
    return f"""
        select s.area as 地区, coalesce(i.indicator_name, s.indicator) as 指标, s.breakdown as 限定, {_words("obs_status", STATUSES)} as 性质,
            s.period_start as 时期起, s.period_end as 时期止, {columns}, s.published_on as 发布日期, s.quote as 批注
        from (select * from {table}) as s left join (select indicator, indicator_name from dim_indicator) as i using (indicator)
        order by s.area, s.period_end desc, s.statement_id
    """


TOPICS = [
    Topic(
        "占全省比重",
        "各类企业数占全省的比重：公布值与按名册、按公报自身数字重算的值并列。",
        "公布占比（%）",
        True,
        f"""
        select s.area as 地区, s.as_of as 时点, coalesce(i.indicator_name, s.indicator) as 群体, {_words("basis", BASES)} as 依据,
            s.part as "本区（家）", s.whole as "全省（家）", s.share_pct as "重算占比（%）", s.published_share_pct as "公布占比（%）",
            {_words("s.verdict", VERDICTS)} as 结论, split_part(s.reason, ' / ', 1) as 原因, s.synthetic as 含合成数据, s.quote as 批注
        from provincial_shares as s left join dim_indicator as i using (indicator)
        order by s.area, s.as_of desc, s.part desc, s.indicator, s.basis
        """,
    ),
    Topic(
        "市场主体",
        "市场主体、企业数及企业占比，与全省比较。",
        "公布企业占比（%）",
        True,
        f"""
        select area as 地区, as_of as 时点, {_words("basis", BASES)} as 依据, market_entities as "市场主体（家）", enterprises as "企业（家）",
            enterprise_share_pct as "重算企业占比（%）", published_enterprise_share_pct as "公布企业占比（%）",
            {_words("share_verdict", VERDICTS)} as 占比结论, enterprise_gap_pp as "重算高于全省（百分点）",
            published_enterprise_gap_pp as "公布高于全省（百分点）", {_words("gap_verdict", VERDICTS)} as 差距结论,
            synthetic as 含合成数据, quote as 批注
        from market_entities order by area, as_of desc, basis
        """,
    ),
    Topic(
        "目标完成",
        "公报提出的目标与目标时期内最近的完成数。",
        "目标",
        False,
        f"""
        select area as 地区, indicator_name as 指标, period_start as 时期起, period_end as 时期止, {_amount("target")} as 目标,
            {_amount("achieved")} as 完成, {UNIT} as 单位, achieved_as_of as 完成数时点, achieved_pct as "完成率（%）",
            {_amount("remaining")} as 尚差, {_words("state", STATES)} as 状态,
            split_part(reason, ' / ', 1) as 原因, quote as 批注
        from target_progress order by area, period_end, target_id
        """,
    ),
    Topic(
        "主要经济指标",
        "公报所说的总量、增速与目标；金额以亿元计。",
        "总量",
        False,
        _statements(
            "economy",
            f'{_amount("level")} as 总量, {UNIT} as 单位, growth_pct as "增速（%）", {_amount("target")} as 目标',
        ),
    ),
    Topic(
        "科技创新",
        "各类认定企业、平台与成果。",
        "数量",
        False,
        _statements("innovation", 'level as 数量, unit as 单位, growth_pct as "增速（%）", share_pct as "占比（%）"'),
    ),
    Topic(
        "招商引资",
        "招商完成数、增速与考核目标；金额以亿元计。",
        "完成",
        False,
        _statements(
            "investment_promotion",
            f'{_amount("level")} as 完成, {UNIT} as 单位, {_amount("target")} as 目标, target_met_pct as "完成率（%）"',
        ),
    ),
    Topic(
        "重点项目",
        "项目各组与具名项目；各组有交叉，不可相加。投资以亿元计。",
        "项目",
        False,
        f"""
        select p.area as 地区, coalesce(p.project_name, i.indicator_name, p.project_group, '全部') as 项目, {_words("obs_status", STATUSES)} as 性质,
            p.period_end as 时期止, p.projects as "个数（个）", p.total_investment / 1e8 as "总投资（亿元）",
            p.annual_planned_investment / 1e8 as "年度计划投资（亿元）", p.completed_investment / 1e8 as "完成投资（亿元）",
            p.completion_pct as "完成率（%）", p.start_pct as "开工率（%）", p.stage as 进展, p.quote as 批注
        from projects as p left join (select indicator as project_group, indicator_name from dim_indicator) as i using (project_group)
        order by p.area, p.period_end desc, p.project_name is not null, p.projects_id
        """,
    ),
    Topic(
        "公报核对",
        "公报中每一处可以用算术核对的说法。",
        "公布值",
        True,
        f"""
        select area as 地区, {_words("kind", CLAIMS)} as 类别, indicator_name as 指标, {_words("basis", BASES)} as 依据, {_zh("formula")} as 算式, expected_low as 应不低于,
            expected_high as 应不高于, stated as 公布值, unit as 单位, {_words("verdict", VERDICTS)} as 结论, split_part(reason, ' / ', 1) as 原因,
            synthetic as 含合成数据, array_to_string(quotes, chr(10)) as 批注
        from claim_audit order by verdict <> 'disagrees', area, kind, claim_id
        """,
    ),
    Topic(
        "公报数据",
        "公报写出的每一个数，按原文单位。编号可在数据库中溯源到字。",
        "数值",
        False,
        f"""
        select area as 地区, indicator_name as 指标, breakdown as 限定, {_words("measure", MEASURES)} as 计量, reported_value as 数值, reported_unit as 单位,
            {_words("obs_status", STATUSES)} as 性质, period_start as 时期起, period_end as 时期止, document_title as 公报, element as 位置,
            observation_id as 编号, quote as 批注
        from observations order by document_id, span_start
        """,
    ),
    Topic(
        "指标口径",
        "词汇表中的指标及其定义。",
        "指标",
        False,
        "select indicator_name as 指标, indicator_name_en as 英文, unit as 单位, definition as 口径, source as 来源, null as 批注 from dim_indicator order by theme, indicator",
    ),
    Topic(
        "公报目录",
        "收到的公报；SHA-256 是文件的指纹。",
        "标题",
        False,
        'select title as 标题, publisher as 发布单位, area as 地区, published_on as 发布日期, file_name as 文件, document_id as "SHA-256", null as 批注 from dim_document order by published_on, document_id',
    ),
]
