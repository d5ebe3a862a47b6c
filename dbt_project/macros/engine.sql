{# What engines write differently. Another target adds its own `<adapter>__` form. #}

{% macro unnest_list(column) -%}{{ adapter.dispatch('unnest_list', 'zhanbi')(column) }}{%- endmacro %}
{% macro duckdb__unnest_list(column) -%}unnest(string_split({{ column }}, '|')){%- endmacro %}
{% macro default__unnest_list(column) -%}explode(split({{ column }}, '[|]')){%- endmacro %}

{# null where the value does not fit the type #}
{% macro try_cast_to(expression, data_type) -%}{{ adapter.dispatch('try_cast_to', 'zhanbi')(expression, data_type) }}{%- endmacro %}
{% macro default__try_cast_to(expression, data_type) -%}try_cast({{ expression }} as {{ data_type }}){%- endmacro %}

{# floor(whole number / number with at most 8 decimals), exact where the engine has wide integers #}
{% macro floor_of_ratio(numerator, denominator) -%}{{ adapter.dispatch('floor_of_ratio', 'zhanbi')(numerator, denominator) }}{%- endmacro %}
{% macro duckdb__floor_of_ratio(numerator, denominator) -%}
    (cast({{ numerator }} as hugeint) * 100000000) // nullif(cast(cast({{ denominator }} as decimal(38, 8)) * 100000000 as hugeint), 0)
{%- endmacro %}
{% macro default__floor_of_ratio(numerator, denominator) -%}floor({{ numerator }} / nullif({{ denominator }}, 0)){%- endmacro %}

{# the list with one more item in front #}
{% macro prepended(item, items) -%}{{ adapter.dispatch('prepended', 'zhanbi')(item, items) }}{%- endmacro %}
{% macro duckdb__prepended(item, items) -%}list_prepend({{ item }}, {{ items }}){%- endmacro %}
{% macro default__prepended(item, items) -%}concat(array({{ item }}), {{ items }}){%- endmacro %}

{# the text without every match of the pattern #}
{% macro without_matches(text, pattern) -%}{{ adapter.dispatch('without_matches', 'zhanbi')(text, pattern) }}{%- endmacro %}
{% macro duckdb__without_matches(text, pattern) -%}regexp_replace({{ text }}, '{{ pattern }}', '', 'g'){%- endmacro %}
{% macro default__without_matches(text, pattern) -%}regexp_replace({{ text }}, '{{ pattern }}', ''){%- endmacro %}

{# the text with every match of the pattern replaced #}
{% macro with_matches_replaced(text, pattern, by) -%}{{ adapter.dispatch('with_matches_replaced', 'zhanbi')(text, pattern, by) }}{%- endmacro %}
{% macro duckdb__with_matches_replaced(text, pattern, by) -%}regexp_replace({{ text }}, '{{ pattern }}', '{{ by }}', 'g'){%- endmacro %}
{% macro default__with_matches_replaced(text, pattern, by) -%}regexp_replace({{ text }}, r'{{ pattern }}', '{{ by }}'){%- endmacro %}

{# the first match of the pattern in the text, '' where there is none #}
{% macro first_match(text, pattern) -%}{{ adapter.dispatch('first_match', 'zhanbi')(text, pattern) }}{%- endmacro %}
{% macro duckdb__first_match(text, pattern) -%}regexp_extract({{ text }}, '{{ pattern }}'){%- endmacro %}
{% macro default__first_match(text, pattern) -%}regexp_substr({{ text }}, '{{ pattern }}'){%- endmacro %}

{# one short value for several, equal where they are equal and seldom otherwise: quicker to group than long texts #}
{% macro short_key(columns) -%}{{ adapter.dispatch('short_key', 'zhanbi')(columns) }}{%- endmacro %}
{% macro duckdb__short_key(columns) -%}hash({{ columns | join(', ') }}){%- endmacro %}
{% macro default__short_key(columns) -%}concat_ws('|', {{ columns | join(', ') }}){%- endmacro %}
