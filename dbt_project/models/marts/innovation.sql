with statements as (

    select * from {{ ref('int_statements__pivoted') }}
    where theme in ('innovation')

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
        growth_pct,
        growth_reference,
        share_pct,
        share_of,
        gap_pp,
        gap_to,
        mention,
        observation_ids,
        document_id,
        published_on,
        quote
    from statements

)

select * from final
