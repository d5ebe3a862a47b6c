with answering as (

    select * from {{ ref('int_extracts__answering') }}

),

entities as (

    select * from {{ ref('int_entities__counted') }}

),

recognitions as (

    select * from {{ ref('int_recognitions__counted') }}

),

indicators as (

    select * from {{ ref('indicators') }} where programme is not null

),

entity_types as (

    select entity_type from (values {{ entity_type_rows() }}) as types (entity_type)

),

typed as (

    select
        answering.area_code,
        answering.as_of,
        'entity_type' as cohort_kind,
        cast(null as string) as programme,
        entity_types.entity_type,
        {{ entity_indicator('entity_types.entity_type') }} as indicator,
        coalesce(sum(entities.entity_count), 0) as counted,
        0 as unplaced,
        false as lists_synthetic,
        cast(null as date) as lists_as_of,
        cast(null as string) as list_extract_ids
    from answering
    cross join entity_types
    left join entities
        on entities.area_code = answering.area_code
        and entities.as_of = answering.as_of
        and entity_types.entity_type in (entities.entity_type, 'all')
    group by 1, 2, 3, 4, 5, 6

),

recognised as (

    select
        recognitions.area_code,
        recognitions.as_of,
        'programme' as cohort_kind,
        recognitions.programme,
        cast(null as string) as entity_type,
        indicators.code as indicator,
        recognitions.firm_count as counted,
        recognitions.unplaced_count as unplaced,
        recognitions.synthetic as lists_synthetic,
        recognitions.lists_as_of,
        recognitions.list_extract_ids
    from recognitions
    left join indicators on indicators.programme = recognitions.programme

),

counted as (

    select * from typed
    union all
    select * from recognised

),

final as (

    select
        counted.area_code || ':' || coalesce(counted.programme, counted.entity_type) || ':' || counted.as_of as cohort_count_id,
        answering.area,
        answering.area_code,
        answering.area_level,
        answering.province_code,
        counted.cohort_kind,
        counted.programme,
        counted.entity_type,
        counted.indicator,
        counted.as_of,
        cast(counted.counted as bigint) as count,
        cast(counted.unplaced as bigint) as unplaced_count,
        answering.synthetic or counted.lists_synthetic as synthetic,
        answering.register_as_of,
        counted.lists_as_of,
        answering.extract_id as register_extract_id,
        counted.list_extract_ids
    from counted
    inner join answering
        on answering.area_code = counted.area_code
        and answering.as_of = counted.as_of

)

select * from final
