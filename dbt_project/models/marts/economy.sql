with statements as (

    select * from {{ ref('int_statements__pivoted') }}
    where theme in ('economy', 'agriculture', 'industry', 'industrial_output', 'energy', 'investment', 'real_estate', 'domestic_trade', 'external', 'fiscal', 'finance', 'prices', 'households', 'zones')

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
        change,
        change_pp,
        share_pct,
        share_of,
        gap_pp,
        gap_to,
        contribution,
        rank_held,
        target,
        target_growth_pct,
        target_period_end,
        target_gap,
        mention,
        observation_ids,
        document_id,
        published_on,
        quote
    from statements

)

select * from final
