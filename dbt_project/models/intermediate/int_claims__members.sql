{{ config(materialized='table') }}

with figures as (

    select * from {{ ref('int_claims__figures') }} where is_sure and not is_from_row and period_end is not null

),

parts as (

    select * from {{ ref('int_claims__parts') }}

),

totals as (

    select code from {{ ref('indicators') }} where kind in ('stock', 'flow') and not {{ is_average('name') }}

),

parts_printed as (

    -- 第一产业增加值 belongs to 地区生产总值
    select
        figures.*,
        parts.grouping_key,
        parts.member,
        parts.parts,
        parts.whole_indicator,
        figures.breakdown as whole_breakdown
    from figures
    inner join parts on parts.part_indicator = figures.indicator and parts.whole_indicator <> ''
    union all
    -- 常住人口 of 城镇 belongs to 常住人口; but averages (人均收入) do not add up, nor do rates
    select
        figures.*,
        parts.grouping_key,
        parts.member,
        parts.parts,
        figures.indicator,
        ''
    from figures
    inner join parts on parts.breakdown = figures.breakdown and figures.breakdown <> ''
    inner join totals on totals.code = figures.indicator

),

pairs as (

    select
        wholes.observation_id as whole_id,
        parts_printed.observation_id,
        parts_printed.measure,
        parts_printed.grouping_key,
        parts_printed.member,
        parts_printed.parts,
        row_number() over (
            partition by wholes.observation_id, parts_printed.measure, parts_printed.grouping_key, parts_printed.member
            order by {{ nearest_first('parts_printed', 'wholes') }}
        ) as nearness
    from parts_printed
    inner join figures as wholes
        on {{ same_frame('wholes', 'parts_printed') }}
        and wholes.indicator = parts_printed.whole_indicator
        and wholes.breakdown = parts_printed.whole_breakdown
    left join totals on totals.code = wholes.indicator
    where (wholes.measure = 'level' and parts_printed.measure = 'level' and {{ same_dimension('parts_printed.dimension', 'wholes.dimension') }})
        -- the growth of an average need not lie between those of its parts
        or (totals.code is not null and wholes.measure = 'growth' and parts_printed.measure = 'growth' and parts_printed.reference = wholes.reference)
        or (
            totals.code is not null
            and wholes.measure = 'growth'
            and wholes.reference = 'yoy'
            and parts_printed.measure = 'contribution'
            and parts_printed.dimension = 'percentage_point'
        )

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
