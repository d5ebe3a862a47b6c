with source as (

    select * from {{ source('zhanbi', 'link_decisions') }}

),

final as (

    select
        decision_id,
        name,
        city,
        action,
        credit_code,
        decided_by,
        reason,
        decided_at
    from source

)

select * from final
