{#
The verdict: whether a stated figure can be true, given the figures it follows from.

The computed figure lies in [low_num / low_den, high_num / high_den), or is that one point where both are equal; the
stated one in [stated_low, stated_high), what rounding to its printed digits allows. They agree when the two have a
value in common. Both sides are multiplied out, so that nothing is rounded: 531 of 2000 is 26.55 %, and agrees
with 26.6 %. Denominators must be positive. Numbers are exact(…), and what is null or out of range cannot tell.
#}
{% macro verdict(low_num, low_den, high_num, high_den, stated_low, stated_high) -%}
    case {{ intervals_meet(low_num, low_den, high_num, high_den, stated_low, stated_high) }}
        when true then 'agrees'
        when false then 'disagrees'
        else 'cannot_tell'
    end
{%- endmacro %}

{# [a, b) and [c, d), each a point where its ends are equal, meet when a = c, or a < d and c < b. #}
{% macro intervals_meet(low_num, low_den, high_num, high_den, stated_low, stated_high) -%}
    {{ low_num }} = {{ product(stated_low, low_den) }}
    or ({{ low_num }} < {{ product(stated_high, low_den) }} and {{ product(stated_low, high_den) }} < {{ high_num }})
{%- endmacro %}

{# A percentage times an exact number: 12 and 26 digits, so that no product leaves the 38 that a decimal holds. (`try()` is
   no guard in DuckDB: a product that stands twice is computed once, outside of it.) #}
{% macro product(percentage, number) -%}
    {{ exact_percentage(percentage) }} * {{ exact(number) }}
{%- endmacro %}

{# The number with 18 digits before the point and 8 behind it; null where it does not fit. #}
{% macro exact(number) -%}{{ try_cast_to(number, 'decimal(26, 8)') }}{%- endmacro %}
{% macro exact_percentage(number) -%}{{ try_cast_to(number, 'decimal(12, 8)') }}{%- endmacro %}

{# part / whole in per cent, for display; no verdict is drawn from it #}
{% macro percentage(part, whole) -%}
    {{ try_cast_to(quotient(hundred(part), whole, 6), 'decimal(18, 6)') }}
{%- endmacro %}

{# The smallest whole of which `part` can be the printed share: 1040 at 26.6 % [26.55, 26.65) is 3903 at least. #}
{% macro implied_whole_low(part_low, part_high, stated_high) -%}
    case
        when {{ stated_high }} <= 0 then null
        when {{ is_whole_number(part_low, part_high) }} then {{ floor_of_ratio(hundred(part_low), exact_percentage(stated_high)) }} + 1
        else {{ quotient(hundred(part_low), exact_percentage(stated_high), 4) }}
    end
{%- endmacro %}

{# The greatest: 3917. A printed share that may be 0 leaves it open (null). #}
{% macro implied_whole_high(part_low, part_high, stated_low) -%}
    case
        when {{ stated_low }} <= 0 then null
        when {{ is_whole_number(part_low, part_high) }} then {{ floor_of_ratio(hundred(part_high), exact_percentage(stated_low)) }}
        else {{ quotient(hundred(part_high), exact_percentage(stated_low), 4) }}
    end
{%- endmacro %}

{% macro hundred(number) -%}100 * {{ exact(number) }}{%- endmacro %}

{% macro is_whole_number(low, high) -%}{{ low }} = {{ high }} and {{ low }} = floor({{ low }}){%- endmacro %}
