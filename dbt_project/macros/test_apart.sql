{# The intervals [starts, ends) of one key lie apart: none is empty, and none begins before the one before it has ended. #}
{% test apart(model, columns, starts='valid_from', ends='valid_to') %}
    select *
    from (
        select
            *,
            lag(coalesce({{ ends }}, date '9999-12-31')) over (partition by {{ columns | join(', ') }} order by {{ starts }}) as ended_before
        from {{ model }}
    ) as ordered
    where {{ ends }} <= {{ starts }}
        or {{ starts }} < ended_before
{% endtest %}
