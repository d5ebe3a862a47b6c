with figures as (

    select * from {{ ref('int_claims__figures') }} where is_sure and not is_from_row and period_end is not null

),

parts as (

    select * from {{ ref('int_claims__parts') }}

),

totals as (

    select code from {{ ref('indicators') }} where kind in ('stock', 'flow') and not {{ is_average('name') }}

),

pairs as (

    select
        wholes.observation_id as whole_id,
        figures.observation_id,
        figures.measure,
        parts.grouping_key,
        parts.member,
        parts.parts,
        row_number() over (
            partition by wholes.observation_id, figures.measure, parts.grouping_key, parts.member
            order by {{ nearest_first('figures', 'wholes') }}
        ) as nearness
    from figures as wholes
    inner join figures
        on {{ same_frame('figures', 'wholes') }}
        and (
            (wholes.measure = 'level' and figures.measure = 'level' and {{ same_dimension('figures.dimension', 'wholes.dimension') }})
            or (wholes.measure = 'growth' and figures.measure = 'growth' and figures.reference = wholes.reference)
            or (wholes.measure = 'growth' and wholes.reference = 'yoy' and figures.measure = 'contribution' and figures.dimension = 'percentage_point')
        )
    left join totals on totals.code = wholes.indicator
    inner join parts
        on (parts.whole_indicator = wholes.indicator and parts.part_indicator = figures.indicator and figures.breakdown = wholes.breakdown)
        or (figures.indicator = wholes.indicator and wholes.breakdown = '' and parts.breakdown = figures.breakdown and figures.breakdown <> '')
    -- 人均收入 is the sum of 工资性收入 and its other parts; but no sum of 城镇 and 农村, nor does its growth lie between theirs
    where totals.code is not null
        or (figures.measure = 'level' and parts.whole_indicator <> '')

),

counted as (

    select
        *,
        count(*) over (partition by whole_id, measure, grouping_key) as found
    from pairs
    where nearness = 1

),

final as (

    select
        whole_id,
        measure,
        grouping_key,
        observation_id
    from counted
    where found = parts

)

select * from final
