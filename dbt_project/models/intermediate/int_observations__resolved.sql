{{ config(materialized='table') }}

with known as (

    select * from {{ ref('int_observations__known') }}
    where known_to is null

),

final as (

    select
        *,
        {{ standing() }} as standing
    from known

)

select * from final
