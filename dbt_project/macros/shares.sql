{# The columns that a share's anchor (the printed share, or the part where no share is printed) hands on. #}
{% macro share_anchor_columns() -%}
    observation_id,
    document_id,
    area,
    area_code,
    place,
    whole_area_code,
    whole_place,
    indicator,
    cohort_programme,
    breakdown,
    obs_status,
    period_start,
    period_end,
    span_start,
    quote_start,
    quote,
    population,
    territory
{%- endmacro %}

{# … with the figures that it stands between: what both models of published shares end in. #}
{% macro share_columns() -%}
    {{ share_anchor_columns() }},
    share_observation_id,
    published_share_pct,
    published_low_pct,
    published_high_pct,
    share_bound,
    part_observation_id,
    part,
    part_low,
    part_high,
    part_bound,
    part_dimension,
    whole_observation_id,
    whole,
    whole_low,
    whole_high,
    whole_bound,
    whole_dimension,
    scope_code
{%- endmacro %}

{# Two figures of one bulletin are about the same thing: indicator, breakdown, status and period. #}
{% macro same_scope(one, other) -%}
    {{ one }}.document_id = {{ other }}.document_id
        and {{ one }}.indicator = {{ other }}.indicator
        and {{ one }}.breakdown = {{ other }}.breakdown
        and {{ one }}.obs_status = {{ other }}.obs_status
        and {{ one }}.period_start is not distinct from {{ other }}.period_start
        and {{ one }}.period_end is not distinct from {{ other }}.period_end
{%- endmacro %}

{# Two figures of one indicator can be divided when they measure one dimension; 家, 户 and 个 all count whole things. #}
{% macro same_dimension(one, other) -%}
    coalesce({{ one }} = {{ other }} or ({{ one }} like 'count%' and {{ other }} like 'count%'), true)
{%- endmacro %}

{# The gap in points between an area's enterprise share and its province's, as one exact fraction (counts below 10^9). #}
{% macro gap_numerator() -%}
    100 * ({{ whole_product('enterprises', 'province_market_entities') }} - {{ whole_product('province_enterprises', 'market_entities') }})
{%- endmacro %}

{% macro gap_denominator() -%}
    {{ whole_product('market_entities', 'province_market_entities') }}
{%- endmacro %}

{% macro whole_product(one, other) -%}
    {{ try_cast_to(one, 'decimal(9, 0)') }} * {{ try_cast_to(other, 'decimal(9, 0)') }}
{%- endmacro %}
