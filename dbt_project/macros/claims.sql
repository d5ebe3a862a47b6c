{# Two figures of one bulletin have one scope: area, period, status (a plan is no actual). #}
{% macro same_frame(one, other) -%}
    {{ same_time(one, other) }}
        and {{ one }}.place = {{ other }}.place
{%- endmacro %}

{# … of whatever area. #}
{% macro same_time(one, other) -%}
    {{ one }}.document_id = {{ other }}.document_id
        and {{ one }}.obs_status = {{ other }}.obs_status
        and {{ one }}.period_end = {{ other }}.period_end
        and {{ one }}.period_start is not distinct from {{ other }}.period_start
{%- endmacro %}

{# … and are about one thing, measured alike. #}
{% macro same_figure(one, other) -%}
    {{ same_frame(one, other) }}
        and {{ one }}.subject = {{ other }}.subject
        and {{ one }}.breakdown = {{ other }}.breakdown
        and {{ same_dimension(one ~ '.dimension', other ~ '.dimension') }}
{%- endmacro %}

{# The nearest candidate first: one in the same sentence, then by the distance in the text. #}
{% macro nearest_first(one, other) -%}
    case when {{ one }}.quote_start = {{ other }}.quote_start then 0 else 1 end,
    abs({{ one }}.span_start - {{ other }}.span_start),
    {{ one }}.span_start
{%- endmacro %}

{# Why a sum or a difference does not agree; null where it does. Each interval is [low, high), or a point. #}
{% macro reason_of_interval(is_exact, low, high, stated_low, stated_high) -%}
    case
        when not {{ is_exact }} then 'bounded'
        when {{ low }} is null or {{ high }} is null or {{ stated_low }} is null or {{ stated_high }} is null then 'out_of_range'
        when not ({{ low }} = {{ stated_low }} or ({{ low }} < {{ stated_high }} and {{ stated_low }} < {{ high }})) then 'outside_rounding'
    end
{%- endmacro %}

{# The columns that every model of claims hands on. #}
{% macro claim_columns() -%}
    kind,
    variant,
    observation_id,
    observation_ids,
    formula,
    expected_low,
    expected_high,
    stated,
    stated_low,
    stated_high,
    reason_code
{%- endmacro %}

{# A named project's plain 投资 is its total investment; what it adds, completes or plans in a year is not. #}
{% macro is_total_investment(name) -%}
    ({{ name }} like '%投资' and {{ name }} not like '%新增%' and {{ name }} not like '%年%' and {{ name }} not like '%完成%' and {{ name }} not like '%拟%')
{%- endmacro %}

{# The text without what may stand before a number, beside its name, and narrows nothing: the time, the bulletin's own area, a verb. #}
{% macro without_fillers(text) -%}
    {%- set fillers = [
        '经?初步核算', '据统计', '[0-9]{4}年', '[0-9]+-[0-9]+月份?', '截至', '年末', '期末', '[0-9]*月[末底]', '上半年', '全年',
        '全[市省区县州]', '预计', '累计', '实现', '完成', '达到?', '共有?', '为', '[（(]GDP[）)]', '[0-9一二三四五六七八九十]+、', '[\\s，、：:]'
    ] -%}
    {{ without_matches(text, fillers | join('|')) }}
{%- endmacro %}

{# A figure as printed, with the sign that its words give it: 下降6.4% is −6.4%. #}
{% macro signed_text(figures) -%}
    case when {{ figures }}.reported_value < 0 and {{ figures }}.value_text not like '-%' and {{ figures }}.value_text not like '−%' then '−' else '' end || {{ figures }}.value_text || {{ figures }}.reported_unit
{%- endmacro %}

{# A number as people write it: no zeros behind the last digit. #}
{% macro plain_number(number) -%}
    {{ without_matches('cast(' ~ try_cast_to(number, 'decimal(38, 4)') ~ ' as string)', '[.]?0+$') }}
{%- endmacro %}

{# The whole's own name: 地区生产总值 of 全省地区生产总值, 投资 of 全部投资. #}
{% macro without_area(name) -%}
    {{ without_matches(without_area_word(name), '^(全部|地方)') }}
{%- endmacro %}

{# Growth of output and value added is published at constant prices, their levels at current ones. #}
{% macro grows_at_constant_prices() -%}
    (name like '%增加值%' or name like '%产值%' or definition like '%不变价%' or definition like '%可比价%')
{%- endmacro %}

{# The sentence says that its growth is on one basis (同口径, 可比口径, 剔除…因素), which the two levels printed are not. #}
{% macro on_one_basis(figures) -%}
    {{ first_match(figures ~ '.quote', '同口径|同一口径|可比口径|按可比|可比增长|剔除|扣除') }} <> ''
{%- endmacro %}

{# The same day (or month's end) one year earlier. #}
{% macro a_year_before(earlier, later) -%}
    extract(year from {{ earlier }}) = extract(year from {{ later }}) - 1
        and extract(month from {{ earlier }}) = extract(month from {{ later }})
{%- endmacro %}

{# An amount in base units as the figure it is compared with is printed: 29760000000 元 beside 297.6 亿元 is 297.6. #}
{% macro printed_amount(amount) -%}
    case
        when observations.value = observations.reported_value or observations.reported_value = 0 then {{ amount }}
        else {{ try_cast_to(quotient(amount, quotient('observations.value', 'observations.reported_value', 8), 8), 'decimal(26, 8)') }}
    end
{%- endmacro %}

{# How far apart the two intervals are: below 0 the stated figure is too low, above 0 too high, 0 where they meet. #}
{% macro distance(low, high, stated_low, stated_high) -%}
    case
        when {{ stated_low }} > {{ high }} then {{ stated_low }} - {{ high }}
        when {{ stated_high }} < {{ low }} then {{ stated_high }} - {{ low }}
        when {{ low }} is not null and {{ stated_low }} is not null then 0
    end
{%- endmacro %}

{# An average over people or units: that of the whole is no sum of those of its parts, and shifts between them move it. #}
{% macro is_average(name) -%}
    ({{ name }} like '%人均%' or {{ name }} like '%平均%' or {{ name }} like '%每%')
{%- endmacro %}
