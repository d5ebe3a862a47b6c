with figures as (

    select * from {{ ref('int_claims__figures') }} where is_sure

),

gaps as (

    select * from figures where measure = 'target_gap'

),

candidates as (

    select
        gaps.observation_id as gap_id,
        figures.measure,
        figures.observation_id,
        figures.period_start,
        figures.period_end,
        row_number() over (
            partition by gaps.observation_id, figures.measure
            order by {{ nearest_first('figures', 'gaps') }}
        ) as nearness
    from gaps
    inner join figures
        on figures.document_id = gaps.document_id
        and figures.place = gaps.place
        and figures.subject = gaps.subject
        and figures.breakdown = gaps.breakdown
        and figures.reference = gaps.reference
        and {{ same_dimension('figures.dimension', 'gaps.dimension') }}
        and (
            (figures.measure = 'level' and figures.obs_status = gaps.obs_status and figures.period_end = gaps.period_end)
            -- the target is the year's, what is reached stands within that year
            or (figures.measure = 'target' and gaps.period_end between coalesce(figures.period_start, gaps.period_end) and figures.period_end)
        )

),

compared as (

    select
        gaps.*,
        levels.observation_id as level_id,
        targets.observation_id as target_id,
        levels.printed as level_printed,
        targets.printed as target_printed,
        levels.value_low - targets.value_high as expected_low,
        levels.value_high - targets.value_low as expected_high,
        gaps.is_exact and levels.is_exact and targets.is_exact as are_exact
    from gaps
    inner join candidates as level_candidates
        on level_candidates.gap_id = gaps.observation_id
        and level_candidates.measure = 'level'
        and level_candidates.nearness = 1
    inner join candidates as target_candidates
        on target_candidates.gap_id = gaps.observation_id
        and target_candidates.measure = 'target'
        and target_candidates.nearness = 1
    inner join figures as levels on levels.observation_id = level_candidates.observation_id
    inner join figures as targets on targets.observation_id = target_candidates.observation_id

),

final as (

    select
        'target_gap' as kind,
        '' as variant,
        observation_id,
        {{ list_of('observation_id', 'level_id', 'target_id') }} as observation_ids,
        '完成数减目标数 / achieved minus target (' || label || '): ' || level_printed || ' − ' || target_printed || ' = ' || printed as formula,
        expected_low,
        expected_high,
        value as stated,
        value_low as stated_low,
        value_high as stated_high,
        {{ reason_of_interval('are_exact', 'expected_low', 'expected_high', 'value_low', 'value_high') }} as reason_code
    from compared

)

select * from final
