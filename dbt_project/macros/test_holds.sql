{# The condition holds on every row, or cannot be told for want of a value. #}
{% test holds(model, condition) %}
    select *
    from {{ model }}
    where not ({{ condition }})
{% endtest %}
