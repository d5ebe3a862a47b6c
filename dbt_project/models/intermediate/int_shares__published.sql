with observations as (

    select * from {{ ref('int_observations__resolved') }}
    where superseded_by is null

),

statements as (

    select * from observations
    where indicator is not null

),

spellings as (

    select {{ without_total('name') }} as spelling from {{ ref('indicators') }}
    union
    select {{ without_total('alias') }} as spelling
    from (select {{ unnest_list('aliases') }} as alias from {{ ref('indicators') }}) as aliases

),

stated as (

    -- of the area's total; a share of the total of something else (全省规上工业增加值) is checked by int_claims__shares
    select
        statements.*,
        reference_area_code as whole_area_code,
        reference_place as whole_place,
        case
            when reference_set <> '' then 'scope_population'
            when reference_place is null and {{ area_word('reference_name') }} in ('全省', '全自治区', '全疆', '全区') then 'no_province'
            when reference_place is null then 'no_whole_area'
        end as scope_code
    from statements
    left join spellings on spellings.spelling = statements.reference_set
    where measure = 'share'
        and is_of_area
        and spellings.spelling is null
        and reference_place is distinct from place
        and (ref_area = 'self' or confidence >= {{ var('claim_confidence') }})

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
        and ref_area = 'self'
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
        levels.document_province_code as whole_area_code,
        levels.document_province_code as whole_place,
        case when levels.document_province_code is null then 'no_province' end as scope_code
    from levels
    left join wholes
        on {{ same_scope('wholes', 'levels') }}
        and wholes.area_code = levels.document_province_code
    left join stated
        on {{ same_scope('stated', 'levels') }}
        and stated.place = levels.place
        and stated.whole_place is not distinct from levels.document_province_code
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
        scope_code as anchor_scope_code,
        observation_id as share_observation_id,
        value as published_share_pct,
        value_low as published_low_pct,
        value_high as published_high_pct,
        bound as share_bound
    from stated
    union all
    select
        {{ share_anchor_columns() }},
        scope_code,
        cast(null as string),
        null,
        null,
        null,
        cast(null as string)
    from unstated

),

candidates as (

    select
        anchors.observation_id as anchor_id,
        levels.observation_id,
        levels.place,
        levels.value,
        levels.value_low,
        levels.value_high,
        levels.bound,
        levels.dimension,
        case
            when levels.place = anchors.place and {{ other_territory('levels', 'anchors') }} then 'scope_boundary'
            when levels.population <> anchors.population then 'scope_population'
        end as scope_code,
        row_number() over (
            partition by anchors.observation_id, levels.place
            order by
                case when levels.quote_start = anchors.quote_start then 0 else 1 end,
                abs(levels.span_start - anchors.span_start),
                levels.span_start
        ) as distance
    from anchors
    inner join observations as levels
        on {{ same_scope('levels', 'anchors') }}
        and levels.place in (anchors.place, anchors.whole_place)
    where levels.measure = 'level'
        and levels.unit <> '%'

),

nearest as (

    select * from candidates where distance = 1

),

final as (

    select
        anchors.*,
        coalesce(anchors.anchor_scope_code, parts.scope_code, wholes.scope_code) as scope_code,
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
        and wholes.place = anchors.whole_place

)

select * from final
