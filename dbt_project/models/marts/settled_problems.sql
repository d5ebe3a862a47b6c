with statements as (

    select * from {{ ref('int_statements__pivoted') }}
    where theme in ('settled_problems')

),

final as (

    select
        statement_id,
        area,
        area_code,
        indicator,
        breakdown,
        obs_status,
        period_start,
        period_end,
        level,
        level_low,
        level_high,
        unit,
        bound,
        mention,
        observation_ids,
        document_id,
        published_on,
        quote
    from statements

)

select * from final
