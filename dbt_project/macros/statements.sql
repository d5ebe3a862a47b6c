{# The figure of one measure in a group of figures that make up one statement. #}
{% macro figure_of(measure) -%}
    max(case when measure = '{{ measure }}' then value end)
{%- endmacro %}

{# A target for the growth of something, not for its level. #}
{% macro is_growth_target(figures=none) -%}
    {%- set prefix = figures ~ '.' if figures else '' -%}
    ({{ prefix }}reference = 'yoy')
{%- endmacro %}

{# Two figures of one bulletin are about the same indicator and breakdown of the same area. #}
{% macro same_subject(one, other) -%}
    {{ one }}.document_id = {{ other }}.document_id
        and {{ one }}.area = {{ other }}.area
        and {{ one }}.indicator = {{ other }}.indicator
        and {{ one }}.breakdown = {{ other }}.breakdown
{%- endmacro %}

{# A name that is neither the bulletin's own area nor that of a division or zone stands for a project or a firm. #}
{% macro is_named_project(figures) -%}
    ({{ figures }}.area_code is null
        and {{ figures }}.ref_area <> 'self'
        and right({{ figures }}.ref_area, 1) not in ('国', '省', '市', '县', '区', '州', '盟', '旗', '镇', '乡', '村'))
{%- endmacro %}

{# How far a project is, by the words beside its figures, in order; what is only announced (年内将建成投产) is not there yet. #}
{% macro project_stage(words) -%}
    {%- set said = without_matches(words, '(将|拟|有望|计划|力争|预计)[^，。；]{0,6}(投产|开工|建设)|落地建设') -%}
    case
        when {{ said }} like '%投产%' then '3:in_production'
        when {{ said }} like '%建设%' or {{ said }} like '%开工%' or {{ words }} like '%建成投产%' then '2:under_construction'
        when {{ words }} like '%签约%' or {{ words }} like '%招引%' or {{ words }} like '%落地%' then '1:signed'
    end
{%- endmacro %}
