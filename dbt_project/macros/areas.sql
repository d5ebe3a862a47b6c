{# The province of a GB/T 2260 code: its first two digits, then zeros. #}
{% macro province_of(code) -%}
    substring({{ code }}, 1, 2) || '0000'
{%- endmacro %}

{# The place that a bulletin's word for an area means: its code, or its name where the vocabulary has no code; null where the
   bulletin does not tell which it is (全市, in a zone's). `self` is the bulletin's own area, 全省 its province, 全国 the
   nation, anything else a name (joined as `names`). 全区 is a zone's or a district's own; a city's is its autonomous region. #}
{% macro resolved_place(printed, documents, names) -%}
    case
        when {{ is_own_area(printed, documents) }} then coalesce({{ documents }}.own_area_code, {{ documents }}.area)
        when {{ printed }} in ('全省', '全自治区', '全疆', '全区') then {{ documents }}.province_code
        when {{ printed }} in ('全国', '我国') then '000000'
        when {{ printed }} in ('全市', '全州', '全盟', '全县', '全旗') then null
        else coalesce({{ names }}.area_code, {{ printed }})
    end
{%- endmacro %}

{# Only the code of that place; null for a name in no vocabulary. #}
{% macro resolved_area_code(printed, documents, names) -%}
    case
        when {{ is_own_area(printed, documents) }} then {{ documents }}.own_area_code
        when {{ printed }} in ('全省', '全自治区', '全疆', '全区') then {{ documents }}.province_code
        when {{ printed }} in ('全国', '我国') then '000000'
        else {{ names }}.area_code
    end
{%- endmacro %}

{% macro is_own_area(printed, documents) -%}
    ({{ printed }} = 'self'
        or ({{ printed }} in ('全市', '全州', '全盟', '全县', '全旗') and substring({{ printed }}, 2) = right({{ documents }}.area, 1))
        or ({{ printed }} = '全区' and right({{ documents }}.area, 1) not in ('市', '州', '盟', '县', '旗') and {{ documents }}.area not like '%地区'))
{%- endmacro %}

{# Of a whole or of the other side of a comparison as printed, the word that names the area (全省 of 全省规上工业增加值); '' where there is none. #}
{% macro area_word(printed) -%}
    {{ first_match(printed, '^(全国|我国|全省|全自治区|全疆|全市|全区|全州|全盟|全县|全旗)') }}
{%- endmacro %}

{# … and what is left without it. #}
{% macro without_area_word(printed) -%}
    {{ without_matches(printed, '^(全国|我国|全省|全自治区|全疆|全市|全区|全州|全盟|全县|全旗)的?') }}
{%- endmacro %}

{# Without the words that only say that it is a total or an average: 高新技术企业总数, 平均水平. #}
{% macro without_total(printed) -%}
    {{ without_matches(printed, '(平均|总体|整体)?水平$|平均[数值]?$|总?[量数额值]$') }}
{%- endmacro %}

{# A name of a place that the vocabulary need not have: 太原市, but no 超市. #}
{% macro is_place_name(printed) -%}
    ({{ first_match(printed, '^[一-鿿]{2,9}(市|自治州|地区|盟|自治县|县)$') }} <> '' and {{ first_match(printed, '(超|上|股|楼|城|都|门|夜|集)市$') }} = '')
{%- endmacro %}
