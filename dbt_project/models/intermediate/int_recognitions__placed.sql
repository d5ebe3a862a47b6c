{{ config(materialized='table') }}

with in_force as (

    select * from {{ ref('int_recognitions__in_force') }}

),

answering as (

    select * from {{ ref('int_extracts__answering') }}

),

entities as (

    select * from {{ ref('int_entities__placed') }}

),

dated_extracts as (

    select distinct extract_id, as_of from answering

),

dated_holders as (

    select
        dated_extracts.extract_id,
        in_force.*
    from in_force
    inner join dated_extracts on dated_extracts.as_of = in_force.as_of

),

firms as (

    select distinct extract_id, as_of, programme, holder, credit_code from dated_holders

),

final as (

    select
        firms.extract_id,
        firms.as_of,
        firms.programme,
        firms.holder,
        entities.zone_code,
        entities.province_code,
        case
            when entities.credit_code is null then 'unplaced'
            when entities.active_from <= firms.as_of
                and (entities.active_to is null or firms.as_of < entities.active_to) then 'counted'
            else 'not_active'
        end as standing
    from firms
    left join entities
        on entities.extract_id = firms.extract_id
        and entities.credit_code = firms.credit_code

)

select * from final
