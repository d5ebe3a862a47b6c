with areas as (

    select * from {{ ref('areas') }}

),

zones as (

    select * from {{ ref('zones') }}

),

divisions as (

    select
        code as area_code,
        name as area,
        name_en as area_en,
        level as area_level,
        parent as parent_code,
        case
            when level = 'nation' then null
            else {{ province_of('code') }}
        end as province_code,
        aliases
    from areas

),

final as (

    select * from divisions
    union all
    select
        code as area_code,
        name as area,
        name_en as area_en,
        'zone' as area_level,
        province as parent_code,
        province as province_code,
        aliases
    from zones

)

select * from final
