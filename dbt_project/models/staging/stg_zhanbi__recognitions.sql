with source as (

    select * from {{ source('zhanbi', 'recognitions') }}

),

final as (

    select
        extract_id,
        row_number,
        programme,
        name,
        credit_code,
        certificate_number,
        valid_from,
        valid_to,
        city
    from source

)

select * from final
