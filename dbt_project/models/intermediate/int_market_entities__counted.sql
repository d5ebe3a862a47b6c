with counts as (

    select * from {{ ref('int_cohorts__counted') }} where cohort_kind = 'entity_type'

),

pivoted as (

    select
        area,
        area_code,
        area_level,
        province_code,
        as_of,
        synthetic,
        register_extract_id,
        max(case when entity_type = 'all' then count end) as market_entities,
        max(case when entity_type = 'enterprise' then count end) as enterprises
    from counts
    group by 1, 2, 3, 4, 5, 6, 7

),

final as (

    select
        areas.*,
        provinces.market_entities as province_market_entities,
        provinces.enterprises as province_enterprises
    from pivoted as areas
    left join pivoted as provinces
        on provinces.area_code = areas.province_code
        and provinces.as_of = areas.as_of
        and areas.area_code <> areas.province_code

)

select * from final
