{# The intervals [valid_from, valid_to) of one key lie apart: none is empty, and none begins before the one before it has ended. #}
{% test apart(model, columns) %}
    select *
    from (
        select
            *,
            lag(coalesce(valid_to, date '9999-12-31')) over (partition by {{ columns | join(', ') }} order by valid_from) as ended_before
        from {{ model }}
    ) as ordered
    where valid_to <= valid_from
        or valid_from < ended_before
{% endtest %}
