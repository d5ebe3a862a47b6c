with zones as (

    select * from {{ ref('zones') }}

),

final as (

    select
        code as zone_code,
        province as province_code,
        {{ unnest_list('authority_codes') }} as authority_code
    from zones

)

select * from final
