{# What dbt-spark's own macros lack. #}

{# its listagg has no order #}
{% macro spark__listagg(measure, delimiter_text, order_by_clause, limit_num) -%}
    {%- set order = order_by_clause.removeprefix('order by ') -%}
    case
        when count({{ measure }}) > 0
            then array_join({{ default__list_in_order(measure, order, 'case when ' ~ measure ~ ' is not null then') }}, {{ delimiter_text }})
    end
{%- endmacro %}

{# its dateadd makes a moment of a day, in a way that not every engine understands; only days are counted here #}
{% macro spark__dateadd(datepart, interval, from_date_or_timestamp) -%}
    {%- if datepart == 'day' -%}
        date_add({{ from_date_or_timestamp }}, cast({{ interval }} as int))
    {%- else -%}
        add_months({{ from_date_or_timestamp }}, cast({{ {'month': 1, 'year': 12}[datepart] }} * ({{ interval }}) as int))
    {%- endif -%}
{%- endmacro %}

{# it puts the values of seeds into a statement without escaping them #}
{% macro spark__load_csv_rows(model, agate_table) -%}
    {%- set types = model['config'].get('column_types', {}) -%}
    {%- if agate_table.rows | length > 0 -%}
        {%- set statement -%}
            insert into {{ this.render() }} values
            {% for row in agate_table.rows -%}
                (
                {%- for column in agate_table.column_names -%}
                    cast({{ spark_literal(row[column]) }} as {{ types.get(column, adapter.convert_type(agate_table, loop.index0)) }}){{ ', ' if not loop.last }}
                {%- endfor -%}
                ){{ ', ' if not loop.last }}
            {% endfor %}
        {%- endset -%}
        {%- do adapter.add_query(statement, abridge_sql_log=True) -%}
    {%- endif -%}
    {{ return('') }}
{%- endmacro %}

{% macro spark_literal(value) -%}
    {%- if value is none -%}null{%- else -%}'{{ (value | string).replace('\\', '\\\\').replace("'", "\\'") }}'{%- endif -%}
{%- endmacro %}

{# … and lists of the unit tests as Python prints them #}
{% macro spark__safe_cast(field, type) -%}
    {%- if field is sequence and field is not string -%}
        {%- set items = [] -%}
        {%- for item in field -%}{%- do items.append(spark_literal(item)) -%}{%- endfor -%}
        cast({{ list_of(*items) }} as {{ type }})
    {%- else -%}
        cast({{ field }} as {{ type }})
    {%- endif -%}
{%- endmacro %}
