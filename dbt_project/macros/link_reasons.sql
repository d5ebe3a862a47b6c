{# How a list row was linked to an entity, or why it was not; the codes are those of flows/registry/matching. #}
{% macro link_reasons() -%}
    {{ return({
        'code': '名单列有统一社会信用代码 / by the code on the list',
        'name': '名称相同 / the same name',
        'old_name': '与曾用名相同 / the same as a former name',
        'key': '名称写法不同而实同 / the same name in another spelling',
        'old_key': '与曾用名写法不同而实同 / a former name in another spelling',
        'fold': '仅形近字不同 / the same but for characters that look alike',
        'old_fold': '与曾用名仅形近字不同 / a former name but for characters that look alike',
        'slip': '仅行业用语有笔误 / the same but for a slip in a generic word',
        'ambiguous': '多家企业同名 / several firms bear the name',
        'elsewhere': '名称相近的企业在别处 / a firm of nearly this name is registered elsewhere',
        'unsure': '只有相近的名称 / similar names only',
        'unknown': '名录中无相近名称 / no similar name in any register',
        'not_matched': '尚未匹配 / not matched yet',
        'decision_link': '人工指定 / linked by a person',
        'decision_reject': '人工否定 / a person found no entity'
    }) }}
{%- endmacro %}

{% macro link_reason_text(code) -%}
    case {{ code }}
        {%- for reason, sentence in link_reasons().items() %}
        when '{{ reason }}' then '{{ sentence }}'
        {%- endfor %}
    end
{%- endmacro %}
