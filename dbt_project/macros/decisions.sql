{# The columns of an observation that a person may correct; flows/warehouse/decisions.py checks the values. #}
{% macro correctable_columns() -%}
    {{ return(['indicator', 'indicator_name', 'breakdown', 'programme', 'measure', 'bound', 'obs_status', 'period_start', 'period_end', 'ref_area', 'reference']) }}
{%- endmacro %}

{# the column, or what the decision puts in its place (which may be null) #}
{% macro corrected(column, changed=none) -%}
    {%- set path = changed or column -%}
    {%- set types = {'period_start': 'date', 'period_end': 'date', 'value': 'decimal(38, 10)', 'value_low': 'decimal(38, 10)', 'value_high': 'decimal(38, 10)'} -%}
    case
        when {{ json_has('decisions.changes', path) }} then cast({{ json_text('decisions.changes', path) }} as {{ types.get(column, 'string') }})
        else observations.{{ column }}
    end
{%- endmacro %}
