with source as (

    select * from {{ source('history', 'entity_versions') }}

),

final as (

    select
        register_code,
        credit_code,
        valid_from,
        valid_to,
        name,
        entity_type,
        status,
        registered_on,
        ended_on,
        authority_code,
        division_code,
        industry_code,
        address
    from source

)

select * from final
