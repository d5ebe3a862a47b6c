{{ config(materialized='table') }}

with certificates as (

    select * from {{ ref('int_certificates__latest') }}

),

programmes as (

    select * from {{ ref('programmes') }}

),

ended as (

    select
        certificates.*,
        least(
            coalesce(
                certificates.valid_to,
                cast({{ dbt.dateadd('year', 'programmes.validity_years', 'certificates.valid_from') }} as date),
                date '9999-12-31'
            ),
            coalesce(certificates.revoked_by, date '9999-12-31')
        ) as ends_on
    from certificates
    inner join programmes on programmes.code = certificates.programme

),

outlasting as (

    -- one that ends before an earlier one does adds nothing to it
    select *
    from (
        select
            *,
            max(ends_on) over (
                partition by programme, holder
                order by valid_from
                rows between unbounded preceding and 1 preceding
            ) as held_until
        from ended
        where valid_from < ends_on
    ) as ordered
    where held_until is null or held_until < ends_on

),

followed as (

    select
        *,
        lead(valid_from) over (partition by programme, holder order by valid_from) as renewed_on
    from outlasting

),

final as (

    select
        programme,
        holder,
        credit_code,
        name,
        valid_from,
        nullif(least(ends_on, coalesce(renewed_on, ends_on)), date '9999-12-31') as valid_to,
        case
            when renewed_on <= ends_on then 'renewal'
            when ends_on = revoked_by or is_shortened then 'revocation'
            when ends_on < date '9999-12-31' then 'expiry'
        end as ends_by,
        link_reason,
        link_score,
        extract_id,
        row_number
    from followed

)

select * from final
