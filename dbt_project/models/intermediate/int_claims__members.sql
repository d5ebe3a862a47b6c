with figures as (

    select * from {{ ref('int_claims__figures') }} where is_sure and not is_from_row and period_end is not null

),

parts as (

    select * from {{ ref('int_claims__parts') }}

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
    inner join parts
        on (parts.whole_indicator = wholes.indicator and parts.part_indicator = figures.indicator and figures.breakdown = wholes.breakdown)
        or (figures.indicator = wholes.indicator and wholes.breakdown = '' and parts.breakdown = figures.breakdown and figures.breakdown <> '')

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
