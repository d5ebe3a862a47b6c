with observations as (

    select * from {{ ref('observations') }}

),

cohort_counts as (

    select * from {{ ref('cohort_counts') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

stated as (

    select
        'stated:' || observation_id as figure_id,
        'stated' as kind,
        area,
        area_code,
        indicator,
        indicator_name,
        measure || '|' || breakdown || '|' || obs_status || '|' || reference || '|' || bound as subject,
        period_start,
        period_end as as_of,
        value,
        unit,
        document_id,
        reading_id,
        reader_version,
        review_state,
        standing,
        cast(null as string) as extract_ids
    from observations
    -- what a better source or a revision replaced is no figure any more; equal sources that disagree wait for a person
    where standing in ('current', 'tied')

),

counted as (

    select
        'counted:' || cohort_counts.cohort_count_id as figure_id,
        'counted' as kind,
        cohort_counts.area,
        cohort_counts.area_code,
        cohort_counts.indicator,
        indicators.indicator_name,
        'level|' || coalesce(cohort_counts.programme, cohort_counts.entity_type) as subject,
        cast(null as date) as period_start,
        cohort_counts.as_of,
        cast(cohort_counts.count as decimal(38, 10)) as value,
        indicators.unit,
        cast(null as string) as document_id,
        cast(null as string) as reading_id,
        cast(null as string) as reader_version,
        cast(null as string) as review_state,
        cast('current' as string) as standing,
        cohort_counts.register_extract_id || coalesce('|' || cohort_counts.list_extract_ids, '') as extract_ids
    from cohort_counts
    inner join indicators on indicators.indicator = cohort_counts.indicator

),

final as (

    select * from stated
    union all
    select * from counted

)

select * from final
