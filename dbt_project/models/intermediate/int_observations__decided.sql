with observations as (

    select * from {{ ref('stg_zhanbi__observations') }}

),

decisions as (

    select *
    from (
        select
            *,
            row_number() over (partition by document_id, span_start order by decided_at desc, decision_id) as recency
        from {{ ref('stg_zhanbi__decisions') }}
    ) as ordered
    where recency = 1 and action <> 'undo'

),

final as (

    select
        observations.* exclude ({{ correctable_columns() | join(', ') }}, value, value_low, value_high),
        {%- for column in correctable_columns() %}
        {{ corrected(column) }} as {{ column }},
        {%- endfor %}
        {{ corrected('value') }} as value,
        {{ corrected('value_low', 'value') }} as value_low,
        {{ corrected('value_high', 'value') }} as value_high,
        case
            when decisions.action = 'confirm' then 'confirmed'
            when decisions.action = 'correct' then 'corrected'
            when decisions.action = 'reject' then 'rejected'
            when observations.confidence < {{ var('high_confidence') }} or len(observations.flags) > 0 then 'open'
            else 'not_needed'
        end as review_state,
        decisions.decided_by,
        decisions.decided_at,
        decisions.reason as decision_reason
    from observations
    left join decisions
        on decisions.document_id = observations.document_id
        and decisions.span_start = observations.span_start

)

select * from final
