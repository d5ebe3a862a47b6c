with rules as (

    select * from {{ ref('int_zones__rules') }}

),

registers as (

    select distinct extract_id, register_code, register_as_of from {{ ref('int_extracts__answering') }}

),

-- versions are named in each place by themselves: as one expression in common they would all be held in memory
stated as (

    -- the register as it stood on the day: what the extract itself states, or left as earlier ones stated it
    select
        registers.extract_id,
        versions.credit_code,
        versions.entity_type,
        versions.status,
        versions.registered_on,
        versions.ended_on,
        versions.authority_code
    from registers
    inner join {{ ref('stg_zhanbi__entity_versions') }} as versions
        on versions.register_code = registers.register_code
        and versions.valid_from <= registers.register_as_of
        and (versions.valid_to is null or registers.register_as_of < versions.valid_to)

),

authorities as (

    -- decided once an authority, not once an entity
    select *
    from (
        select
            registers.extract_id,
            rules.value as authority_code,
            rules.zone_code,
            rules.province_code,
            rules.precedence,
            row_number() over (
                partition by registers.extract_id, rules.value order by rules.precedence, rules.zone_code
            ) as preference
        from registers
        inner join rules
            on rules.rule = 'authority'
            and registers.register_as_of >= rules.valid_from
            and registers.register_as_of < rules.valid_to
    ) as ordered
    where preference = 1

),

claims as (

    select
        registers.extract_id,
        versions.credit_code,
        rules.zone_code,
        rules.province_code,
        rules.precedence
    from rules
    inner join {{ ref('stg_zhanbi__entity_versions') }} as versions on versions.register_code = rules.value
    inner join registers
        on versions.valid_from <= registers.register_as_of
        and (versions.valid_to is null or registers.register_as_of < versions.valid_to)
        and registers.register_as_of >= rules.valid_from
        and registers.register_as_of < rules.valid_to
    where rules.rule = 'roster'
    union all
    select
        registers.extract_id,
        versions.credit_code,
        rules.zone_code,
        rules.province_code,
        rules.precedence
    from registers
    inner join {{ ref('stg_zhanbi__entity_versions') }} as versions
        on versions.address is not null
        and versions.register_code = registers.register_code
        and versions.valid_from <= registers.register_as_of
        and (versions.valid_to is null or registers.register_as_of < versions.valid_to)
    inner join rules
        on rules.rule = 'address'
        and position(rules.value in versions.address) > 0
        and registers.register_as_of >= rules.valid_from
        and registers.register_as_of < rules.valid_to

),

claimed as (

    select *
    from (
        select
            *,
            row_number() over (partition by extract_id, credit_code order by precedence, zone_code) as preference
        from claims
    ) as ordered
    where preference = 1

),

preferred as (

    -- however many rules and zones claim an entity, it belongs to one
    select
        stated.*,
        authorities.zone_code as authority_zone_code,
        authorities.province_code as authority_province_code,
        claimed.zone_code as claimed_zone_code,
        claimed.province_code as claimed_province_code,
        authorities.zone_code is null
        or claimed.precedence < authorities.precedence
        or (claimed.precedence = authorities.precedence and claimed.zone_code < authorities.zone_code) as is_claimed
    from stated
    left join authorities
        on authorities.extract_id = stated.extract_id
        and authorities.authority_code = stated.authority_code
    left join claimed
        on claimed.extract_id = stated.extract_id
        and claimed.credit_code = stated.credit_code

),

final as (

    select
        extract_id,
        credit_code,
        entity_type,
        registered_on as active_from,
        case
            when ended_on is not null then ended_on
            when status <> 'active' then registered_on
        end as active_to,
        case when is_claimed then claimed_zone_code else authority_zone_code end as zone_code,
        coalesce(
            case when is_claimed then claimed_province_code else authority_province_code end,
            {{ province_of('authority_code') }}
        ) as province_code
    from preferred

)

select * from final
