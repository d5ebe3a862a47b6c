with source as (

    select * from {{ source('zhanbi', 'attempts') }}

),

final as (

    select
        attempt_id,
        input_id,
        file_name,
        kind,
        metadata_hash,
        outcome,
        message,
        started_at,
        finished_at,
        version
    from source

)

select * from final
