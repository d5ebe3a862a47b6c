with source as (

    select * from {{ source('zhanbi', 'quarantine') }}

),

final as (

    select
        quarantine_id,
        source_id,
        kind,
        file_name,
        row_number,
        reasons,
        state,
        decided_by,
        decided_at,
        decision_note,
        quarantined_at
    from source

)

select * from final
