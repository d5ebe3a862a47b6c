with resolved as (

    select * from {{ ref('int_observations__resolved') }}

),

final as (

    select
        {{ observation_columns() }},
        standing,
        superseded_by
    from resolved

)

select * from final
