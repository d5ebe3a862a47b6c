{# The columns are the key: none is null, and no two rows share them. #}
{% test key(model, columns) %}
    select {{ columns | join(', ') }}
    from {{ model }}
    group by {{ columns | join(', ') }}
    having count(*) > 1
        or {{ columns | join(' is null or ') }} is null
{% endtest %}
