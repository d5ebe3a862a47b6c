with observations as (

    select * from {{ ref('int_observations__resolved') }}
    where statement_key is not null
        and superseded_by is null

),

mentions as (

    -- what each bulletin says first
    select
        *,
        row_number() over (partition by statement_key, document_id order by span_start) as mention
    from observations

),

ranked as (

    select
        *,
        row_number() over (partition by statement_key order by source_rank, observation_id) as nth
    from mentions
    where mention = 1

),

moved as (

    select distinct others.observation_id
    from ranked as others
    inner join ranked as best on best.statement_key = others.statement_key and best.nth = 1
    inner join {{ ref('zone_boundaries') }} as boundaries
        on {{ boundary_moved('boundaries', 'others.area_code', 'others.published_on', 'best.published_on') }}

),

compared as (

    select
        others.*,
        best.observation_id as best_id,
        best.value_low as expected_low,
        best.value_high as expected_high,
        best.source_rank as best_rank,
        {{ is_preliminary('others') }} and not {{ is_preliminary('best') }} as is_revised_since,
        moved.observation_id is not null or others.territory <> best.territory as is_other_boundary,
        '两份文件所写的同一数字应相同 / two bulletins on one figure should agree (' || others.area || ', ' || others.indicator_name || '): '
            || {{ signed_text('best') }} || ' (' || best.publisher || ', ' || cast(best.published_on as string) || ') = '
            || {{ signed_text('others') }} || ' (' || others.publisher || ', ' || cast(others.published_on as string) || ')' as formula
    from ranked as others
    inner join ranked as best
        on best.statement_key = others.statement_key
        and best.nth = 1
        and best.document_id <> others.document_id
    left join moved on moved.observation_id = others.observation_id

),

final as (

    select
        'conflict' as kind,
        '' as variant,
        observation_id,
        {{ list_of('observation_id', 'best_id') }} as observation_ids,
        formula,
        {{ exact('expected_low') }} as expected_low,
        {{ exact('expected_high') }} as expected_high,
        {{ exact('value') }} as stated,
        {{ exact('value_low') }} as stated_low,
        {{ exact('value_high') }} as stated_high,
        case {{ reason_of_interval('true', 'expected_low', 'expected_high', 'value_low', 'value_high') }}
            when 'outside_rounding' then
                case
                    when is_other_boundary then 'scope_boundary'
                    when source_rank = best_rank then 'sources_tied'
                    when is_revised_since then 'revised_since'
                    else 'sources_disagree'
                end
        end as reason_code
    from compared

)

select * from final
