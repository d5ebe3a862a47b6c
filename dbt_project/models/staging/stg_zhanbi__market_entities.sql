with source as (

    select * from {{ source('zhanbi', 'market_entities') }}

),

final as (

    select
        extract_id,
        row_number,
        credit_code,
        name,
        entity_type,
        status,
        registered_on,
        ended_on,
        authority_code,
        division_code,
        industry_code,
        capital_amount,
        capital_currency,
        capital_text
    from source

)

select * from final
