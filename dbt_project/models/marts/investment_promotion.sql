with statements as (

    select * from {{ ref('int_statements__pivoted') }}
    where theme in ('investment_promotion')

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
        target,
        target_period_end,
        target_gap,
        {{ percentage('level', 'target') }} as target_met_pct,
        mention,
        observation_ids,
        document_id,
        published_on,
        quote
    from statements

)

select * from final
