with final as (

    select
        area_code,
        area,
        area_en,
        area_level,
        parent_code,
        province_code,
        aliases
    from {{ ref('int_areas__unioned') }}

)

select * from final
