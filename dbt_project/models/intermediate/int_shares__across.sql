with published as (

    select * from {{ ref('int_shares__published') }}
    where whole_observation_id is null
        and part_observation_id is not null
        and scope_code is null

),

observations as (

    select * from {{ ref('int_observations__resolved') }}

),

candidates as (

    -- the whole as other bulletins state it, those that hold; and what keeps the two from being divided
    select
        published.observation_id as anchor_id,
        wholes.observation_id,
        wholes.value,
        wholes.value_low,
        wholes.value_high,
        wholes.bound,
        wholes.dimension,
        wholes.source_rank,
        abs({{ dbt.datediff('wholes.period_end', 'published.period_end', 'day') }}) as days_apart,
        case
            when wholes.period_end is distinct from published.period_end then 'scope_period'
            when (wholes.period_start is null) <> (published.period_start is null) then 'scope_stock_flow'
            when wholes.period_start is distinct from published.period_start then 'scope_period'
            when wholes.population <> published.population then 'scope_population'
            when (wholes.quote like '%累计认定%') <> (published.quote like '%累计认定%') then 'scope_cumulative'
        end as scope_code
    from published
    inner join observations as wholes
        on wholes.place = published.whole_place
        and wholes.indicator = published.indicator
        and wholes.breakdown = published.breakdown
        and wholes.obs_status = published.obs_status
        and wholes.document_id <> published.document_id
    where wholes.measure = 'level'
        and wholes.unit <> '%'
        and wholes.standing = 'current'

),

ranked as (

    select
        *,
        row_number() over (
            partition by anchor_id
            order by case when scope_code is null then 0 else 1 end, days_apart nulls last, source_rank, observation_id
        ) as nearness
    from candidates

),

nearest as (

    select
        anchor_id,
        observation_id as whole_observation_id,
        value as whole,
        value_low as whole_low,
        value_high as whole_high,
        bound as whole_bound,
        dimension as whole_dimension,
        scope_code
    from ranked
    where nearness = 1

),

anchors as (

    select
        {{ share_anchor_columns() }},
        share_observation_id,
        published_share_pct,
        published_low_pct,
        published_high_pct,
        share_bound,
        part_observation_id,
        part,
        part_low,
        part_high,
        part_bound,
        part_dimension
    from published

),

final as (

    select {{ share_columns() }}
    from anchors
    inner join nearest on nearest.anchor_id = anchors.observation_id
    -- where no share is printed there is nothing to refuse
    where scope_code is null or published_share_pct is not null

)

select * from final
