with versions as (

    select * from {{ ref('stg_zhanbi__entity_versions') }}

),

final as (

    select
        register_code || ':' || credit_code || ':' || valid_from as entity_version_id,
        register_code,
        credit_code,
        valid_from,
        valid_to,
        name,
        entity_type,
        status,
        registered_on,
        ended_on,
        authority_code,
        division_code,
        industry_code,
        case
            when row_number() over (partition by register_code, credit_code order by valid_from) = 1 then 'first_stated'
            when lag(valid_to) over (partition by register_code, credit_code order by valid_from) < valid_from then 'restored'
            when lag(status) over (partition by register_code, credit_code order by valid_from) <> status then 'status'
            when lag(authority_code) over (partition by register_code, credit_code order by valid_from) <> authority_code then 'moved'
            when lag(name) over (partition by register_code, credit_code order by valid_from) <> name then 'renamed'
            else 'other'
        end as change
    from versions
    -- the name of a self-employed business may be its owner's
    where entity_type <> 'self_employed'

)

select * from final
