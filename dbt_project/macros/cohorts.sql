{# A list of names as SQL literals. #}
{% macro literals(names) -%}
    '{{ names | join("', '") }}'
{%- endmacro %}

{# The indicators that count entities of the registers by type. #}
{% macro entity_indicators() -%}
    {{ literals(var('entity_type_indicators').values()) }}
{%- endmacro %}

{# The indicator of an entity type (or of `all`). #}
{% macro entity_indicator(entity_type) -%}
    case {{ entity_type }}
        {%- for type, indicator in var('entity_type_indicators').items() %}
        when '{{ type }}' then '{{ indicator }}'
        {%- endfor %}
    end
{%- endmacro %}

{# Whether an extract about `extract_area` lists every member of an area (its own code and its province's). #}
{% macro covers(extract_area, area, province) -%}
    {{ extract_area }} in ({{ area }}, {{ province }}, '000000')
{%- endmacro %}

{# The entity types as rows of a VALUES list. #}
{% macro entity_type_rows() -%}
    {%- for entity_type in var('entity_type_indicators') -%}
        ('{{ entity_type }}'){{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
