with observations as (

    select * from {{ ref('int_observations__resolved') }}
    where superseded_by is null

),

statements as (

    select
        *,
        coalesce(area_code, area) as place
    from observations
    where ref_area = 'self'
        and indicator is not null

),

stated as (

    select
        *,
        reference_area_code as whole_area_code
    from statements
    where measure = 'share'
        and (reference_area_code is not null or reference in ('of:全省', 'of:全国'))

),

levels as (

    select
        *,
        row_number() over (
            partition by document_id, indicator, breakdown, period_start, period_end, obs_status, value
            order by span_start
        ) as occurrence
    from statements
    where measure = 'level'
        and place <> document_province_code

),

wholes as (

    select distinct
        document_id,
        indicator,
        breakdown,
        obs_status,
        period_start,
        period_end,
        area_code
    from observations
    where measure = 'level'

),

unstated as (

    -- a part whose share is not printed: of a cohort that the registers count, or one whose whole stands in the bulletin
    select
        levels.*,
        levels.document_province_code as whole_area_code
    from levels
    left join wholes
        on {{ same_scope('wholes', 'levels') }}
        and wholes.area_code = levels.document_province_code
    left join stated on {{ same_scope('stated', 'levels') }}
    where levels.occurrence = 1
        and stated.observation_id is null
        and (
            wholes.area_code is not null
            or levels.cohort_programme is not null
            or levels.indicator in ({{ entity_indicators() }})
        )

),

anchors as (

    select
        {{ share_anchor_columns() }},
        place,
        observation_id as share_observation_id,
        value as published_share_pct,
        value_low as published_low_pct,
        value_high as published_high_pct,
        bound as share_bound
    from stated
    union all
    select
        {{ share_anchor_columns() }},
        place,
        cast(null as varchar),
        null,
        null,
        null,
        cast(null as varchar)
    from unstated

),

candidates as (

    select
        anchors.observation_id as anchor_id,
        levels.observation_id,
        coalesce(levels.area_code, levels.area) as place,
        levels.value,
        levels.value_low,
        levels.value_high,
        levels.bound,
        levels.dimension,
        row_number() over (
            partition by anchors.observation_id, coalesce(levels.area_code, levels.area)
            order by
                case when levels.quote_start = anchors.quote_start then 0 else 1 end,
                abs(levels.span_start - anchors.span_start),
                levels.span_start
        ) as distance
    from anchors
    inner join observations as levels
        on {{ same_scope('levels', 'anchors') }}
        -- a city may have no code
        and coalesce(levels.area_code, levels.area) in (anchors.place, anchors.whole_area_code)
    where levels.measure = 'level'

),

nearest as (

    select * from candidates where distance = 1

),

final as (

    select
        anchors.*,
        parts.observation_id as part_observation_id,
        parts.value as part,
        parts.value_low as part_low,
        parts.value_high as part_high,
        parts.bound as part_bound,
        parts.dimension as part_dimension,
        wholes.observation_id as whole_observation_id,
        wholes.value as whole,
        wholes.value_low as whole_low,
        wholes.value_high as whole_high,
        wholes.bound as whole_bound,
        wholes.dimension as whole_dimension
    from anchors
    left join nearest as parts
        on parts.anchor_id = anchors.observation_id
        and parts.place = anchors.place
    left join nearest as wholes
        on wholes.anchor_id = anchors.observation_id
        and wholes.place = anchors.whole_area_code

)

select * from final
