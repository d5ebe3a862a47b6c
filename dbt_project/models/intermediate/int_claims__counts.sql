with figures as (

    select * from {{ ref('int_claims__figures') }}
    where is_sure
        and not is_superseded
        and measure = 'level'
        and obs_status = 'actual'
        and breakdown = ''
        and dimension like 'count%'

),

counts as (

    select * from {{ ref('int_cohorts__counted') }}

),

moved as (

    select distinct counts.cohort_count_id
    from counts
    inner join {{ ref('zone_boundaries') }} as boundaries
        on {{ boundary_moved('boundaries', 'counts.area_code', 'counts.as_of', 'counts.register_as_of') }}

),

-- 全区高新技术企业1040家: the registers count as many on that day; those of the lists that no register places may or may not be among them
counted as (

    select
        figures.*,
        counts.count as counted_low,
        counts.count + counts.unplaced_count as counted_high,
        counts.synthetic,
        moved.cohort_count_id is not null as is_moved,
        figures.quote like '%累计认定%' as is_cumulative
    from figures
    inner join counts
        on counts.area_code = figures.area_code
        and counts.indicator = figures.indicator
        and counts.as_of = figures.period_end
    left join moved on moved.cohort_count_id = counts.cohort_count_id

),

compared as (

    -- whole numbers low to high beside [value_low, value_high), which is a point where both are equal
    select
        *,
        counted_high < value_low or (counted_low >= value_high and counted_low > value_low) as is_outside,
        counted_low < value_low or (counted_high >= value_high and counted_high > value_low) as is_partly_outside
    from counted

),

final as (

    select
        'count' as kind,
        '' as variant,
        observation_id,
        {{ list_of('observation_id') }} as observation_ids,
        '名录所计 / as the registers count it (' || label || '): ' || counted_low
            || case when counted_high > counted_low then '–' || counted_high else '' end || ' = ' || printed as formula,
        cast(counted_low as decimal(26, 8)) as expected_low,
        cast(counted_high as decimal(26, 8)) as expected_high,
        value as stated,
        value_low as stated_low,
        value_high as stated_high,
        case
            when is_moved or territory <> '' then 'scope_boundary'
            when population <> '' and not is_cumulative then 'scope_population'
            when not is_exact then 'bounded'
            when is_outside and is_cumulative then 'scope_cumulative'
            when is_outside then 'outside_rounding'
            when is_partly_outside then 'unplaced'
        end as reason_code,
        synthetic
    from compared

)

select * from final
