{# The rank of a source, the smaller the better; docs/sources.md gives the rule in words.
   1 yearbook, 2 statistical communiqué or census, 3 another publication of a statistics office, 4 of anybody else. #}
{% macro source_class(title, publisher) -%}
    case
        when {{ title }} like '%年鉴%' then '1'
        when {{ title }} like '%统计公报%' or {{ title }} like '%普查%公报%' then '2'
        when {{ publisher }} like '%统计局%' or {{ publisher }} like '%调查队%' or {{ publisher }} like '%统计调查中心%' then '3'
        else '4'
    end
{%- endmacro %}

{# A figure that its own sentence calls preliminary, or only expects. #}
{% macro is_preliminary(observations) -%}
    ({{ observations }}.obs_status = 'estimate' or {{ observations }}.quote like '%初步%' or {{ observations }}.quote like '%快报%')
{%- endmacro %}

{# Class of the source; final before preliminary; the area's own bulletin before another's; the later publication; what a person confirmed. Compared as text, the smaller is better. #}
{% macro source_rank(observations, documents, area_code) -%}
    {{ source_class(documents ~ '.title', documents ~ '.publisher') }}
        || case when {{ is_preliminary(observations) }} then '1' else '0' end
        || case when {{ area_code }} = {{ documents }}.own_area_code or {{ observations }}.ref_area in ('self', '全区') then '0' else '1' end
        || cast(99999999 - cast(10000 * extract(year from {{ documents }}.published_on) + 100 * extract(month from {{ documents }}.published_on) + extract(day from {{ documents }}.published_on) as integer) as string)
        || case when {{ observations }}.review_state in ('confirmed', 'corrected') then '0' else '1' end
{%- endmacro %}

{# Whether a figure holds now, among all that state the same thing. The table macro observations_as_of of the snapshot asks the same of an earlier day. #}
{% macro standing() -%}
    case
        when superseded_by is not null then 'superseded'
        when statement_key is null then 'current'
        when source_rank > min(source_rank) over (partition by statement_key, superseded_by is null) then 'outranked'
        when max(value_low) over (partition by statement_key, superseded_by is null, source_rank) > min(value_high) over (partition by statement_key, superseded_by is null, source_rank) then 'tied'
        else 'current'
    end
{%- endmacro %}

{# The title without what says that it is a revision, and without brackets and blanks. #}
{% macro title_key(title) -%}
    {{ without_matches(title, '(修订|修正|更正|订正)(版|稿|本)?|[（）()【】\\s]') }}
{%- endmacro %}

{% macro beginning_of_time() -%}cast('0001-01-01 00:00:00+00' as {{ type_instant() }}){%- endmacro %}
{% macro end_of_time() -%}cast('9999-12-31 00:00:00+00' as {{ type_instant() }}){%- endmacro %}
