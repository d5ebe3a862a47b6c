{# What engines write differently. Another target adds its own `<adapter>__` form. #}

{% macro unnest_list(column) -%}{{ adapter.dispatch('unnest_list', 'zhanbi')(column) }}{%- endmacro %}
{% macro duckdb__unnest_list(column) -%}unnest(string_split({{ column }}, '|')){%- endmacro %}
{% macro default__unnest_list(column) -%}explode(split({{ column }}, '[|]')){%- endmacro %}

{# null where the value does not fit the type #}
{% macro try_cast_to(expression, data_type) -%}{{ adapter.dispatch('try_cast_to', 'zhanbi')(expression, data_type) }}{%- endmacro %}
{% macro default__try_cast_to(expression, data_type) -%}try_cast({{ expression }} as {{ data_type }}){%- endmacro %}

{# numerator / denominator, exact up to the last of `places` decimals, halves away from zero: no binary fraction comes between,
   which engines round each in its own way. Null where the denominator is 0, or a number has more than 18 digits before the point. #}
{% macro quotient(numerator, denominator, places) -%}
    {%- set above = 'abs(' ~ eighth_decimals(numerator) ~ ') * ' ~ whole_literal(10 ** places) -%}
    {%- set below = 'nullif(abs(' ~ eighth_decimals(denominator) ~ '), 0)' -%}
    (case when ({{ numerator }} < 0) <> ({{ denominator }} < 0) then -1 else 1 end
        * {{ try_cast_to(whole_quotient(above ~ ' + ' ~ whole_quotient(below, whole_literal(2)), below), 'decimal(' ~ (38 - places) ~ ', 0)') }}
        * cast('{{ '0.' ~ '0' * (places - 1) ~ '1' }}' as decimal({{ places }}, {{ places }})))
{%- endmacro %}

{# floor(numerator / denominator), exact too, of numbers that are not negative #}
{% macro floor_of_ratio(numerator, denominator) -%}
    {{ whole_quotient(eighth_decimals(numerator), 'nullif(' ~ eighth_decimals(denominator) ~ ', 0)') }}
{%- endmacro %}

{# a number as a whole number of 10^-8 #}
{% macro eighth_decimals(number) -%}{{ adapter.dispatch('eighth_decimals', 'zhanbi')(number) }}{%- endmacro %}
{% macro duckdb__eighth_decimals(number) -%}cast({{ try_cast_to(number, 'decimal(26, 8)') }} * 100000000 as hugeint){%- endmacro %}
{% macro default__eighth_decimals(number) -%}cast({{ try_cast_to(number, 'decimal(26, 8)') }} * 100000000 as decimal(26, 0)){%- endmacro %}

{# how many whole times one whole number, as wide as the engine has them, goes into another #}
{% macro whole_quotient(numerator, denominator) -%}{{ adapter.dispatch('whole_quotient', 'zhanbi')(numerator, denominator) }}{%- endmacro %}
{% macro duckdb__whole_quotient(numerator, denominator) -%}(({{ numerator }}) // ({{ denominator }})){%- endmacro %}
{% macro default__whole_quotient(numerator, denominator) -%}
    cast((({{ numerator }}) - ({{ numerator }}) % ({{ denominator }})) / ({{ denominator }}) as decimal(38, 0))
{%- endmacro %}

{% macro whole_literal(number) -%}{{ adapter.dispatch('whole_literal', 'zhanbi')(number) }}{%- endmacro %}
{% macro duckdb__whole_literal(number) -%}cast({{ number }} as hugeint){%- endmacro %}
{% macro default__whole_literal(number) -%}cast({{ number }} as decimal(10, 0)){%- endmacro %}

{# the list with one more item in front #}
{% macro prepended(item, items) -%}{{ adapter.dispatch('prepended', 'zhanbi')(item, items) }}{%- endmacro %}
{% macro duckdb__prepended(item, items) -%}list_prepend({{ item }}, {{ items }}){%- endmacro %}
{% macro default__prepended(item, items) -%}concat(array({{ item }}), {{ items }}){%- endmacro %}

{# the text without every match of the pattern #}
{% macro without_matches(text, pattern) -%}{{ adapter.dispatch('without_matches', 'zhanbi')(text, pattern) }}{%- endmacro %}
{% macro duckdb__without_matches(text, pattern) -%}regexp_replace({{ text }}, '{{ pattern }}', '', 'g'){%- endmacro %}
{% macro default__without_matches(text, pattern) -%}regexp_replace({{ text }}, r'{{ pattern }}', ''){%- endmacro %}

{# the text with every match replaced that touches no other letter or digit of ASCII. Where \b minds Chinese letters too, as in Java and
   Rust, the neighbours are matched themselves, and twice: two matches may share one. The pattern has no group of its own. #}
{% macro with_words_replaced(text, pattern, by) -%}{{ adapter.dispatch('with_words_replaced', 'zhanbi')(text, pattern, by) }}{%- endmacro %}
{% macro duckdb__with_words_replaced(text, pattern, by) -%}regexp_replace({{ text }}, '\b{{ pattern }}\b', '{{ by }}', 'g'){%- endmacro %}
{% macro default__with_words_replaced(text, pattern, by) -%}
    {%- set alone = "r'(^|[^0-9A-Za-z_])" ~ pattern ~ "($|[^0-9A-Za-z_])', '$1" ~ by ~ "$2'" -%}
    regexp_replace(regexp_replace({{ text }}, {{ alone }}), {{ alone }})
{%- endmacro %}

{# the first match of the pattern in the text, '' where there is none #}
{% macro first_match(text, pattern) -%}{{ adapter.dispatch('first_match', 'zhanbi')(text, pattern) }}{%- endmacro %}
{% macro duckdb__first_match(text, pattern) -%}regexp_extract({{ text }}, '{{ pattern }}'){%- endmacro %}
{% macro default__first_match(text, pattern) -%}regexp_extract({{ text }}, r'{{ pattern }}', 0){%- endmacro %}

{# one short value for several, equal where they are equal and seldom otherwise: quicker to group than long texts #}
{% macro short_key(columns) -%}{{ adapter.dispatch('short_key', 'zhanbi')(columns) }}{%- endmacro %}
{% macro duckdb__short_key(columns) -%}hash({{ columns | join(', ') }}){%- endmacro %}
{% macro default__short_key(columns) -%}concat_ws('|', {{ columns | join(', ') }}){%- endmacro %}

{# a list of these expressions #}
{% macro list_of() -%}{{ adapter.dispatch('list_of', 'zhanbi')(varargs) }}{%- endmacro %}
{% macro duckdb__list_of(items) -%}[{{ items | join(', ') }}]{%- endmacro %}
{% macro default__list_of(items) -%}array({{ items | join(', ') }}){%- endmacro %}

{# the expression of every row of a group as a list, in that order #}
{% macro list_in_order(expression, order) -%}{{ adapter.dispatch('list_in_order', 'zhanbi')(expression, order) }}{%- endmacro %}
{% macro duckdb__list_in_order(expression, order) -%}list({{ expression }} order by {{ order }}){%- endmacro %}
{% macro default__list_in_order(expression, order, condition='') -%}
    transform(array_sort(collect_list({{ condition }} struct({{ order }}, {{ expression }} as item){{ ' end' if condition }})), entry -> entry.item)
{%- endmacro %}

{# one row for each item of a list #}
{% macro each_of(items) -%}{{ adapter.dispatch('each_of', 'zhanbi')(items) }}{%- endmacro %}
{% macro duckdb__each_of(items) -%}unnest({{ items }}){%- endmacro %}
{% macro default__each_of(items) -%}explode({{ items }}){%- endmacro %}

{% macro length_of(items) -%}{{ adapter.dispatch('length_of', 'zhanbi')(items) }}{%- endmacro %}
{% macro duckdb__length_of(items) -%}len({{ items }}){%- endmacro %}
{% macro default__length_of(items) -%}size({{ items }}){%- endmacro %}

{# the items of a list of texts in one text #}
{% macro joined(items, separator) -%}{{ adapter.dispatch('joined', 'zhanbi')(items, separator) }}{%- endmacro %}
{% macro duckdb__joined(items, separator) -%}array_to_string({{ items }}, {{ separator }}){%- endmacro %}
{% macro default__joined(items, separator) -%}array_join({{ items }}, {{ separator }}){%- endmacro %}

{# whether a JSON object names the key, be it with a null #}
{% macro json_has(object, key) -%}{{ adapter.dispatch('json_has', 'zhanbi')(object, key) }}{%- endmacro %}
{% macro duckdb__json_has(object, key) -%}json_exists({{ object }}, '$.{{ key }}'){%- endmacro %}
{% macro default__json_has(object, key) -%}coalesce(map_contains_key(from_json({{ object }}, 'map<string, string>'), '{{ key }}'), false){%- endmacro %}

{# what it says under the key, as text #}
{% macro json_text(object, key) -%}{{ adapter.dispatch('json_text', 'zhanbi')(object, key) }}{%- endmacro %}
{% macro duckdb__json_text(object, key) -%}json_extract_string({{ object }}, '$.{{ key }}'){%- endmacro %}
{% macro default__json_text(object, key) -%}get_json_object({{ object }}, '$.{{ key }}'){%- endmacro %}

{# a moment, whatever the time zone #}
{% macro type_instant() -%}{{ adapter.dispatch('type_instant', 'zhanbi')() }}{%- endmacro %}
{% macro duckdb__type_instant() -%}timestamp with time zone{%- endmacro %}
{% macro default__type_instant() -%}timestamp{%- endmacro %}
