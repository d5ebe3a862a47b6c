{# What the marts say of a figure as it was read: the columns that `observations` and `observation_versions` have in common. #}
{% macro observation_columns() -%}
    observation_id,
    document_id,
    reading_id,
    span_start,
    span_end,
    value_text,
    quote,
    quote_start,
    quote_end,
    element,
    section,
    indicator,
    indicator_name,
    breakdown,
    programme,
    measure,
    reported_value,
    reported_unit,
    value,
    unit,
    value_low,
    value_high,
    bound,
    obs_status,
    period_start,
    period_end,
    ref_area,
    area,
    area_code,
    reference,
    reference_area_code,
    rule,
    confidence,
    flags,
    review_state,
    document_title,
    publisher,
    published_on,
    known_at,
    reader_version
{%- endmacro %}

{# The sentence before the number, and behind it; nothing where the number is said to stand outside of its sentence. #}
{% macro words_before(figures=none) -%}
    {%- set of = figures ~ '.' if figures else '' -%}
    substring({{ of }}quote, 1, cast(greatest({{ of }}span_start - {{ of }}quote_start, 0) as integer))
{%- endmacro %}

{% macro words_behind(figures=none) -%}
    {%- set of = figures ~ '.' if figures else '' -%}
    substring({{ of }}quote, cast(greatest({{ of }}span_end - {{ of }}quote_start, 0) + 1 as integer))
{%- endmacro %}
