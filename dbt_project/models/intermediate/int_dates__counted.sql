with extracts as (

    select * from {{ ref('stg_zhanbi__extracts') }}

),

observations as (

    select * from {{ ref('int_observations__resolved') }}

),

final as (

    select as_of from extracts
    union
    select period_end as as_of
    from observations
    where period_end is not null
        and period_start is null
        and (cohort_programme is not null or indicator in ({{ entity_indicators() }}))

)

select * from final
