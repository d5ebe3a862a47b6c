{# The intervals [starts, ends) of one key lie apart: none is empty, and none begins before the one before it has ended.
   So key and first day are unique too. Only keys of which there are several are sorted: of ten million most stand alone. #}
{% test apart(model, columns, starts='valid_from', ends='valid_to') %}
    select *
    from (
        select
            *,
            lag({{ starts }}) over (partition by {{ columns | join(', ') }} order by {{ starts }}) as started_before,
            lag({{ ends }}) over (partition by {{ columns | join(', ') }} order by {{ starts }}) as ended_before
        from {{ model }}
        where {{ ends }} <= {{ starts }}
            or {{ short_key(columns) }} in (
                select {{ short_key(columns) }} from {{ model }} group by 1 having count(*) > 1
            )
    ) as ordered
    where {{ ends }} <= {{ starts }}
        or {{ starts }} < ended_before
        or (started_before is not null and ended_before is null)
{% endtest %}
