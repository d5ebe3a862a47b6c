{# The province of a GB/T 2260 code: its first two digits, then zeros. #}
{% macro province_of(code) -%}
    substring({{ code }}, 1, 2) || '0000'
{%- endmacro %}

{# The code of an area as a bulletin prints it: `self` is the bulletin's own area, 全省 its province, 全国 the nation,
   anything else a name or alias of the vocabulary (joined as `names`); null for a name in no vocabulary. #}
{% macro resolved_area_code(printed, documents, names) -%}
    case {{ printed }}
        when 'self' then {{ documents }}.own_area_code
        when '全省' then {{ documents }}.province_code
        when '全区' then {{ documents }}.own_area_code
        when '全国' then '000000'
        else {{ names }}.area_code
    end
{%- endmacro %}
