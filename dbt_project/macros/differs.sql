{# Any of the columns differs between the two relations; null equals null. #}
{% macro differs(one, other, columns) -%}
    ({%- for column in columns -%}
        {{ one }}.{{ column }} is distinct from {{ other }}.{{ column }}{{ ' or ' if not loop.last }}
    {%- endfor -%})
{%- endmacro %}
