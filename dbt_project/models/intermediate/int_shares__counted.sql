with counts as (

    select * from {{ ref('int_cohorts__counted') }}

),

published as (

    select * from {{ ref('int_shares__published') }}
    where period_start is null
        and breakdown = ''

),

-- members are told by the register's day: a zone enlarged since then is not the zone of the day counted
moved as (

    select distinct counts.cohort_count_id
    from counts
    inner join {{ ref('zone_boundaries') }} as changes
        on {{ boundary_moved('changes', 'counts.area_code', 'counts.as_of', 'counts.register_as_of') }}

),

final as (

    select
        parts.area,
        parts.area_code,
        wholes.area as whole_area,
        wholes.area_code as whole_area_code,
        parts.indicator,
        parts.programme,
        parts.as_of,
        parts.count as part,
        parts.unplaced_count as part_unplaced,
        parts.cohort_count_id as part_source_id,
        wholes.count as whole,
        wholes.unplaced_count as whole_unplaced,
        wholes.cohort_count_id as whole_source_id,
        parts.synthetic or coalesce(wholes.synthetic, false) as synthetic,
        published.document_id,
        published.share_observation_id,
        published.quote,
        published.part as published_part,
        published.part_low as published_part_low,
        published.part_high as published_part_high,
        published.published_share_pct,
        published.published_low_pct,
        published.published_high_pct,
        published.share_bound,
        case
            when moved.cohort_count_id is not null or published.territory <> '' then 'scope_boundary'
            when published.population <> '' and not published.quote like '%累计认定%' then 'scope_population'
        end as scope_code,
        parts.cohort_count_id || coalesce(':' || published.observation_id, '') as share_id
    from counts as parts
    left join counts as wholes
        on wholes.area_code = parts.province_code
        and wholes.indicator = parts.indicator
        and wholes.as_of = parts.as_of
    left join moved on moved.cohort_count_id = parts.cohort_count_id
    left join published
        on published.area_code = parts.area_code
        and published.whole_area_code = parts.province_code
        and published.indicator = parts.indicator
        and published.period_end = parts.as_of
    where parts.area_code <> parts.province_code

)

select * from final
