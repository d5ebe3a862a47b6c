with figures as (

    select * from {{ ref('int_observations__resolved') }}
    where superseded_by is null

),

targets as (

    select
        *,
        case when {{ is_growth_target() }} then 'growth' else 'level' end as target_measure
    from figures
    where measure = 'target'

),

achieved as (

    select
        targets.observation_id as target_id,
        figures.*,
        row_number() over (
            partition by targets.observation_id
            order by figures.period_end desc, figures.published_on desc, figures.known_at desc, figures.span_start
        ) as recency
    from targets
    inner join figures
        on figures.place = targets.place
        and figures.indicator = targets.indicator
        and figures.breakdown = targets.breakdown
        and figures.measure = targets.target_measure
        and figures.obs_status in ('actual', 'estimate')
        and figures.unit = targets.unit
        and figures.period_end between targets.period_start and targets.period_end
        and coalesce(figures.period_start >= targets.period_start, true)

),

stated_gaps as (

    select
        document_id,
        place,
        indicator,
        breakdown,
        max(value) as stated_gap
    from figures
    where measure = 'target_gap'
    group by document_id, place, indicator, breakdown

),

compared as (

    select
        targets.*,
        achieved.value as achieved,
        achieved.value_low as achieved_low,
        achieved.value_high as achieved_high,
        achieved.obs_status as achieved_status,
        achieved.period_end as achieved_as_of,
        achieved.observation_id as achieved_observation_id,
        achieved.quote as achieved_quote,
        case when targets.target_measure = 'level' then stated_gaps.stated_gap end as stated_gap,
        case
            when targets.indicator is null then 'no_indicator'
            when targets.period_end is null then 'no_target_period'
            when achieved.value is null then 'no_achieved_figure'
            when targets.bound = 'at_most' and achieved.value_low > targets.value then 'target_short'
            when targets.bound <> 'at_most' and achieved.value_high <= targets.value and achieved.value < targets.value then 'target_short'
            when targets.bound = 'at_most' and achieved.value > targets.value then 'target_within_rounding'
            when targets.bound <> 'at_most' and achieved.value < targets.value then 'target_within_rounding'
        end as reason_code,
        -- above zero: short of the target, or beyond a limit that is not to be passed
        case when targets.bound = 'at_most' then achieved.value - targets.value else targets.value - achieved.value end as shortfall
    from targets
    left join achieved on achieved.target_id = targets.observation_id and achieved.recency = 1
    left join stated_gaps
        on stated_gaps.document_id = targets.document_id
        and stated_gaps.place = targets.place
        and stated_gaps.indicator = targets.indicator
        and stated_gaps.breakdown = targets.breakdown

),

final as (

    select
        observation_id as target_id,
        area,
        area_code,
        indicator,
        indicator_name,
        breakdown,
        target_measure,
        period_start,
        period_end,
        value as target,
        bound,
        unit,
        achieved,
        achieved_status,
        achieved_as_of,
        case when target_measure = 'level' and bound <> 'at_most' then {{ percentage('achieved', 'value') }} end as achieved_pct,
        case when shortfall > 0 then shortfall when shortfall <= 0 then 0 end as remaining,
        case when shortfall < 0 then -shortfall when shortfall >= 0 then 0 end as excess,
        stated_gap,
        case
            when reason_code is null then 'reached'
            when reason_code = 'target_short' then 'short'
            else 'cannot_tell'
        end as state,
        {{ reason_text('reason_code') }} as reason,
        achieved_observation_id,
        achieved_quote,
        document_id,
        published_on,
        quote
    from compared

)

select * from final
