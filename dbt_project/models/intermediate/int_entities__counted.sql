{{ config(materialized='table') }}

with answering as (

    select * from {{ ref('int_extracts__answering') }}

),

entities as (

    select * from {{ ref('int_entities__placed') }}

),

dated_extracts as (

    select distinct extract_id, as_of from answering

),

active as (

    select
        entities.extract_id,
        dated_extracts.as_of,
        entities.zone_code,
        entities.province_code,
        entities.entity_type,
        count(*) as entity_count
    from entities
    inner join dated_extracts on dated_extracts.extract_id = entities.extract_id
    where entities.active_from <= dated_extracts.as_of
        and (entities.active_to is null or dated_extracts.as_of < entities.active_to)
    group by 1, 2, 3, 4, 5

),

final as (

    select
        answering.area_code,
        answering.as_of,
        active.entity_type,
        cast(sum(active.entity_count) as bigint) as entity_count
    from answering
    inner join active
        on active.extract_id = answering.extract_id
        and active.as_of = answering.as_of
        and answering.area_code in (active.zone_code, active.province_code)
    group by 1, 2, 3

)

select * from final
