{# 口径: the words by which a figure is of less than what its indicator says. A name that is the indicator's own is of all of it. #}
{% macro population_words(name, is_spelling) -%}
    case
        when {{ is_spelling }} then ''
        else replace(replace({{ first_match(name, '规模以上|规上|限额以上|限上|四上|省属|市属|央属|中央|国有|民营|私营|外资|重点|上市|新认定|新增|累计认定') }}, '规模以上', '规上'), '限额以上', '限上')
    end
{%- endmacro %}

{# … and of less, or of more, than the whole area: the words of the clause around a number, 高新技术企业1040家（含托管区域）. #}
{% macro territory_words(observations) -%}
    {{ first_match(
        first_match(words_before(observations), '[^，；。]*$') ~ ' || ' ~ first_match(words_behind(observations), '^[^，；。]*'),
        '不?含(托管|代管)|托管|代管|核心区|起步区|先行区|拓展区|规划(面积|范围|区)|建成区|扩区|[一-鿿]{2}片区'
    ) }}
{%- endmacro %}

{# Two figures of one indicator are of different parts of the area: said of one of them alone, and not in one breath. #}
{% macro other_territory(one, other) -%}
    ({{ one }}.quote <> {{ other }}.quote and {{ one }}.territory <> {{ other }}.territory)
{%- endmacro %}

{# The boundary of a zone was changed after one day and up to the other: joins `changes`, int_zones__boundaries. #}
{% macro boundary_moved(changes, area_code, one, other) -%}
    {{ changes }}.zone_code = {{ area_code }}
        and {{ changes }}.changed_on > least({{ one }}, {{ other }})
        and {{ changes }}.changed_on <= greatest({{ one }}, {{ other }})
{%- endmacro %}
