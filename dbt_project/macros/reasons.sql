{# Why a verdict is not `agrees`: the code as a sentence in both languages. The one home of these sentences. #}
{% macro reasons() -%}
    {{ return({
        'no_part': '公报未给出本地区数 / the part is not stated',
        'no_whole': '公报未给出总体数，只能由占比倒推其范围 / the whole is not stated; the printed share only implies its range',
        'no_whole_no_share': '公报未给出总体数，也未公布占比 / neither the whole nor the share is stated',
        'no_register_whole': '登记数据不覆盖全省，无总体数 / no register covers the whole area on this day',
        'units_differ': '部分与总体计量单位不同 / part and whole are measured in different units',
        'bounded': '公报以“以上”“约”等限定该数 / a printed number is a bound or an approximation, not a value',
        'negative': '部分或总体为负 / the part or the whole is negative',
        'zero_whole': '总体为零 / the whole is zero',
        'part_exceeds_whole': '部分大于总体 / the part exceeds the whole',
        'no_published_share': '公报未公布占比，无从比对 / no share is published to compare with',
        'unplaced': '有认定企业未能与登记主体匹配，占比不能确定 / firms on the lists match no registered entity, so the share is uncertain',
        'outside_rounding': '重新计算的数值超出公布数字四舍五入所允许的范围 / the recomputed value lies outside what rounding of the published digits allows',
        'out_of_range': '数值过大，无法精确比较 / a number is too large to be compared exactly',
        'no_enterprise_count': '公报未给出企业户数 / the number of enterprises is not stated',
        'no_province_share': '公报未给出全省企业占比，只能由差距倒推其范围 / the province share is not stated; the gap only implies its range',
        'no_published_gap': '公报未公布与全省的差距，无从比对 / no gap is published to compare with',
        'is_province': '本地区即为全省，无差距可言 / the area is the province itself',
        'no_tax_register': '公报之外没有涉税主体登记数据 / the tax-registered share stands in the bulletin alone; no register of taxpayers is held',
        'impossible_share': '任何总体都不能使该部分占到公布的比重 / of no whole number can the part be the printed share',
        'no_reference_rate': '公报未给出对方的比率，只能由差距倒推其范围 / the other area’s rate is not stated; the gap only implies its range',
        'constant_prices': '该增速按不变价格计算，不能由现价水平推出 / the growth is at constant prices and does not follow from levels at current prices',
        'revised_base': '两期水平推出的增速不同，上年基数可能已修订 / the two levels give another growth; the base of the year before may have been revised since',
        'comparable_basis': '该增速按同口径（可比口径）计算，不能由公布的两期水平推出 / the growth is on a comparable basis and does not follow from the levels as printed',
        'no_indicator': '该目标的指标不在词汇表中 / the vocabulary lacks the indicator of this target',
        'no_target_period': '目标的时期未能确定 / the period of the target is not known',
        'no_achieved_figure': '目标时期内尚无完成数 / no figure within the period of the target yet',
        'target_within_rounding': '与目标的差距在四舍五入之内 / the distance to the target is within rounding',
        'target_short': '尚未达到目标 / the target is not reached yet',
        'share_above_100': '公布的占比超过100% / the published share is above 100 %',
        'no_province': '未知本地区属哪个省，占全省的比重无从核对 / the province of the area is not known, so a share of it cannot be checked',
        'scope_period': '另一公报的总体数是另一时期的，不可相除 / the whole that another bulletin states is of another time',
        'no_whole_area': '公报未写明占的是哪一地区 / the bulletin does not say which area the share is of',
        'scope_population': '一为全部，一为其中一部分（如规上、省属、新认定），不可相除 / one side covers all, the other only some (such as those above size, or newly recognised)',
        'scope_boundary': '两数的区域范围不同（如核心区、托管区域，或其间扩区），不可比 / the two are of different boundaries: a part of the area, or the zone was enlarged in between',
        'scope_stock_flow': '一为时点数，一为时期数，不可相除 / one is a stock, the other a flow',
        'scope_cumulative': '一为累计认定数，一为有效期内数，不可比 / one counts all ever recognised, the other those in force',
        'sources_disagree': '另一来源等级更高的公报所写不同，以其为准 / a better-ranked bulletin states another value, which holds',
        'sources_tied': '两份等级相同的公报所写不同，孰是待人工复核 / two bulletins of one rank state different values; a person must decide',
        'revised_since': '初步数，其后的最终数不同 / a preliminary figure; the final one since published is another',
        'no_tax_share': '公报未公布涉税主体占比 / no tax-registered share is published'
    }) }}
{%- endmacro %}

{% macro reason_text(code) -%}
    case {{ code }}
        {%- for reason, sentence in reasons().items() %}
        when '{{ reason }}' then '{{ sentence }}'
        {%- endfor %}
    end
{%- endmacro %}

{# A verdict follows from its reason: none means that the figures agree. #}
{% macro verdict_of_reason(code) -%}
    case
        when {{ code }} is null then 'agrees'
        when {{ code }} in ('outside_rounding', 'part_exceeds_whole', 'impossible_share', 'share_above_100', 'sources_disagree', 'sources_tied', 'revised_since') then 'disagrees'
        else 'cannot_tell'
    end
{%- endmacro %}
