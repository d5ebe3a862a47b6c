with published as (

    select
        'bulletin' as basis,
        {{ share_columns() }}
    from {{ ref('int_shares__published') }}
    union all
    select
        'other_bulletin' as basis,
        {{ share_columns() }}
    from {{ ref('int_shares__across') }}

),

counted as (

    select * from {{ ref('int_shares__counted') }}

),

areas as (

    select * from {{ ref('int_areas__unioned') }}

),

from_bulletins as (

    select
        published.basis || ':' || published.observation_id as share_id,
        published.basis,
        published.document_id,
        published.area,
        published.area_code,
        coalesce(areas.area, published.whole_place) as whole_area,
        published.whole_area_code,
        published.indicator,
        published.cohort_programme as programme,
        published.breakdown,
        published.period_start,
        published.period_end as as_of,
        published.part,
        published.part_low as part_value_low,
        published.part_high as part_value_high,
        published.part_observation_id as part_source_id,
        published.whole,
        published.whole_low as whole_value_low,
        published.whole_high as whole_value_high,
        published.whole_observation_id as whole_source_id,
        published.part as published_part,
        published.part_low as published_part_low,
        published.part_high as published_part_high,
        published.published_share_pct,
        published.published_low_pct,
        published.published_high_pct,
        published.share_observation_id,
        published.quote,
        false as synthetic,
        coalesce(published.part_bound, 'exact') = 'exact'
            and coalesce(published.whole_bound, 'exact') = 'exact'
            and coalesce(published.share_bound, 'exact') = 'exact' as is_exact,
        {{ same_dimension('published.part_dimension', 'published.whole_dimension') }} as is_comparable,
        false as is_uncertain,
        published.scope_code,
        false as is_cumulative
    from published
    left join areas on areas.area_code = published.whole_area_code

),

from_registers as (

    select
        'registers:' || share_id as share_id,
        'registers' as basis,
        document_id,
        area,
        area_code,
        whole_area,
        whole_area_code,
        indicator,
        programme,
        '' as breakdown,
        cast(null as date) as period_start,
        as_of,
        part,
        part as part_value_low,
        part + part_unplaced as part_value_high,
        part_source_id,
        whole,
        whole as whole_value_low,
        whole + whole_unplaced as whole_value_high,
        whole_source_id,
        published_part,
        published_part_low,
        published_part_high,
        published_share_pct,
        published_low_pct,
        published_high_pct,
        share_observation_id,
        quote,
        synthetic,
        coalesce(share_bound, 'exact') = 'exact' as is_exact,
        true as is_comparable,
        part_unplaced + coalesce(whole_unplaced, 0) > 0 as is_uncertain,
        scope_code,
        coalesce(quote like '%累计认定%', false) as is_cumulative
    from counted

),

final as (

    select * from from_bulletins
    union all
    select * from from_registers

)

select * from final
