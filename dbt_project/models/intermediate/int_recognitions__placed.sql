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

named as (

    -- a list without credit codes names a firm; the name tells only where one entity alone bears it
    select
        extract_id,
        name,
        min(credit_code) as credit_code
    from entities
    where name in (select name from in_force where credit_code is null)
    group by 1, 2
    having count(distinct credit_code) = 1

),

coded as (

    select
        dated_holders.extract_id,
        dated_holders.as_of,
        dated_holders.programme,
        coalesce(dated_holders.credit_code, named.credit_code) as credit_code,
        coalesce(dated_holders.credit_code, named.credit_code, dated_holders.holder) as holder
    from dated_holders
    left join named
        on named.extract_id = dated_holders.extract_id
        and named.name = dated_holders.name
        and dated_holders.credit_code is null

),

firms as (

    select distinct * from coded

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
