with figures as (

    select
        resolved.*,
        indicators.theme,
        cast(row_number() over (
            partition by
                resolved.document_id, resolved.area, resolved.indicator, resolved.breakdown, resolved.obs_status,
                resolved.period_start, resolved.period_end, resolved.measure
            order by resolved.span_start
        ) as bigint) as mention
    from {{ ref('int_observations__resolved') }} as resolved
    inner join {{ ref('indicators') }} as indicators on indicators.code = resolved.indicator
    where resolved.superseded_by is null

),

statements as (

    select
        theme,
        document_id,
        area,
        max(area_code) as area_code,
        max(ref_area) as ref_area,
        indicator,
        breakdown,
        obs_status,
        period_start,
        period_end,
        mention,
        min(observation_id) as statement_id,
        min(span_start) as span_start,
        max(published_on) as published_on,
        max(case when measure = 'level' then value end) as level,
        max(case when measure = 'level' then value_low end) as level_low,
        max(case when measure = 'level' then value_high end) as level_high,
        max(case when measure = 'level' then unit end) as unit,
        max(case when measure = 'level' then bound end) as bound,
        {{ figure_of('baseline') }} as baseline,
        {{ figure_of('growth') }} as growth_pct,
        max(case when measure = 'growth' then reference end) as growth_reference,
        {{ figure_of('change') }} as change,
        {{ figure_of('pp_change') }} as change_pp,
        {{ figure_of('share') }} as share_pct,
        max(case when measure = 'share' then reference_name end) as share_of,
        {{ figure_of('pp_gap') }} as gap_pp,
        max(case when measure = 'pp_gap' then reference_name end) as gap_to,
        {{ figure_of('contribution') }} as contribution,
        {{ figure_of('rank') }} as rank_held,
        {{ figure_of('target_gap') }} as target_gap,
        {{ dbt.listagg('observation_id', "'|'", 'order by span_start') }} as observation_ids
    from figures
    where measure <> 'target'
    group by theme, document_id, area, indicator, breakdown, obs_status, period_start, period_end, mention

),

targets as (

    select
        *,
        row_number() over (
            partition by document_id, area, indicator, breakdown, {{ is_growth_target() }}
            order by period_end nulls last, span_start
        ) as nearness
    from figures
    where measure = 'target'

),

final as (

    select
        statements.*,
        figures.quote,
        targets.value as target,
        coalesce(targets.period_end, growth_targets.period_end) as target_period_end,
        growth_targets.value as target_growth_pct
    from statements
    inner join figures on figures.observation_id = statements.statement_id
    left join targets
        on {{ same_subject('targets', 'statements') }}
        and targets.nearness = 1
        and not {{ is_growth_target('targets') }}
    left join targets as growth_targets
        on {{ same_subject('growth_targets', 'statements') }}
        and growth_targets.nearness = 1
        and {{ is_growth_target('growth_targets') }}

)

select * from final
