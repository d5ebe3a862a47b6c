with final as (

    select
        cohort_count_id,
        area,
        area_code,
        area_level,
        province_code,
        cohort_kind,
        programme,
        entity_type,
        indicator,
        as_of,
        count,
        unplaced_count,
        synthetic,
        register_as_of,
        lists_as_of,
        register_extract_id,
        list_extract_ids
    from {{ ref('int_cohorts__counted') }}

)

select * from final
