with source as (

    select * from {{ source('zhanbi', 'recognition_links') }}

),

final as (

    select
        extract_id,
        row_number,
        name,
        city,
        credit_code,
        score,
        reason,
        candidates,
        matched_at
    from source

)

select * from final
