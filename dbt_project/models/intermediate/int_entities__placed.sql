{{ config(materialized='table') }}

with versions as (

    select * from {{ ref('stg_zhanbi__entity_versions') }}

),

rules as (

    select * from {{ ref('int_zones__rules') }}

),

registers as (

    select distinct extract_id, register_code, register_as_of from {{ ref('int_extracts__answering') }}

),

stated as (

    -- the register as it stood on the day: what the extract itself states, or left as earlier ones stated it
    select
        registers.extract_id,
        registers.register_as_of,
        versions.credit_code,
        versions.entity_type,
        versions.status,
        versions.registered_on,
        versions.ended_on,
        versions.authority_code,
        versions.address
    from registers
    inner join versions
        on versions.register_code = registers.register_code
        and versions.valid_from <= registers.register_as_of
        and (versions.valid_to is null or registers.register_as_of < versions.valid_to)

),

rosters as (

    select
        registers.extract_id,
        rules.zone_code,
        rules.province_code,
        rules.precedence,
        versions.credit_code
    from rules
    inner join versions on versions.register_code = rules.value
    inner join registers
        on versions.valid_from <= registers.register_as_of
        and (versions.valid_to is null or registers.register_as_of < versions.valid_to)
        and registers.register_as_of >= rules.valid_from
        and registers.register_as_of < rules.valid_to
    where rules.rule = 'roster'

),

claims as (

    select extract_id, credit_code, zone_code, province_code, precedence from rosters
    union all
    select stated.extract_id, stated.credit_code, rules.zone_code, rules.province_code, rules.precedence
    from stated
    inner join rules
        on rules.rule = 'authority'
        and rules.value = stated.authority_code
        and stated.register_as_of >= rules.valid_from
        and stated.register_as_of < rules.valid_to
    union all
    select stated.extract_id, stated.credit_code, rules.zone_code, rules.province_code, rules.precedence
    from (select * from stated where address is not null) as stated
    inner join rules
        on rules.rule = 'address'
        and position(rules.value in stated.address) > 0
        and stated.register_as_of >= rules.valid_from
        and stated.register_as_of < rules.valid_to

),

members as (

    -- however many rules and zones claim an entity, it belongs to one
    select *
    from (
        select
            *,
            row_number() over (partition by extract_id, credit_code order by precedence, zone_code) as preference
        from claims
    ) as ordered
    where preference = 1

),

final as (

    select
        stated.extract_id,
        stated.credit_code,
        stated.entity_type,
        stated.registered_on as active_from,
        case
            when stated.ended_on is not null then stated.ended_on
            when stated.status <> 'active' then stated.registered_on
        end as active_to,
        members.zone_code,
        coalesce(members.province_code, {{ province_of('stated.authority_code') }}) as province_code
    from stated
    left join members
        on members.extract_id = stated.extract_id
        and members.credit_code = stated.credit_code

)

select * from final
