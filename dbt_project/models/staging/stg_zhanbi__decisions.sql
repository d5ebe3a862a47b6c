with source as (

    select * from {{ source('zhanbi', 'decisions') }}

),

final as (

    select
        decision_id,
        document_id,
        span_start,
        action,
        changes,
        decided_by,
        reason,
        decided_at
    from source

)

select * from final
