with entities as (

    select * from {{ ref('stg_zhanbi__market_entities') }}

),

authorities as (

    select * from {{ ref('int_zones__authorities') }}

),

final as (

    select
        entities.extract_id,
        entities.credit_code,
        entities.name,
        entities.entity_type,
        entities.registered_on as active_from,
        case
            when entities.ended_on is not null then entities.ended_on
            when entities.status <> 'active' then entities.registered_on
        end as active_to,
        authorities.zone_code,
        coalesce(authorities.province_code, {{ province_of('entities.authority_code') }}) as province_code
    from entities
    left join authorities on authorities.authority_code = entities.authority_code

)

select * from final
