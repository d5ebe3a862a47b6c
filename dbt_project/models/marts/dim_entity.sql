-- a view: of millions of versions the snapshot's copy is the only one that is read
{{ config(materialized='view' if target.type == 'duckdb' else 'table') }}

with several as (

    -- an entity of several versions has one that is closed
    select distinct register_code, credit_code from {{ ref('stg_zhanbi__entity_versions') }} where valid_to is not null

),

followed as (

    select
        versions.register_code,
        versions.credit_code,
        versions.valid_from,
        lag(versions.valid_to) over earlier as valid_to_before,
        lag(versions.status) over earlier as status_before,
        lag(versions.authority_code) over earlier as authority_code_before,
        lag(versions.name) over earlier as name_before
    from {{ ref('stg_zhanbi__entity_versions') }} as versions
    inner join several
        on several.register_code = versions.register_code
        and several.credit_code = versions.credit_code
    where versions.entity_type <> 'self_employed'
    window earlier as (partition by versions.register_code, versions.credit_code order by versions.valid_from)

),

final as (

    select
        versions.register_code,
        versions.credit_code,
        versions.valid_from,
        versions.valid_to,
        versions.name,
        versions.entity_type,
        versions.status,
        versions.registered_on,
        versions.ended_on,
        versions.authority_code,
        versions.division_code,
        versions.industry_code,
        case
            when followed.valid_to_before is null then 'first_stated'
            when followed.valid_to_before < versions.valid_from then 'restored'
            when followed.status_before <> versions.status then 'status'
            when followed.authority_code_before <> versions.authority_code then 'moved'
            when followed.name_before <> versions.name then 'renamed'
            else 'other'
        end as change
    from {{ ref('stg_zhanbi__entity_versions') }} as versions
    left join followed
        on followed.register_code = versions.register_code
        and followed.credit_code = versions.credit_code
        and followed.valid_from = versions.valid_from
    -- the name of a self-employed business may be its owner's
    where versions.entity_type <> 'self_employed'

)

select * from final
