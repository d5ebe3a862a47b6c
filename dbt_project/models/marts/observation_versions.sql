with known as (

    select * from {{ ref('int_observations__known') }}

),

final as (

    select
        observation_id || ':' || row_number() over (partition by observation_id order by known_from) as version_id,
        known_from,
        known_to,
        superseded_by,
        statement_key,
        source_rank,
        {{ observation_columns() }}
    from known

)

select * from final
