with figures as (

    select * from {{ ref('int_claims__figures') }}

),

members as (

    select * from {{ ref('int_claims__members') }}

),

combined as (

    -- points that the parts contribute, or the rates at which they grow
    select
        members.whole_id,
        members.measure,
        members.grouping_key,
        {{ list_in_order('figures.observation_id', 'figures.span_start') }} as part_ids,
        {{ dbt.listagg("figures.label || figures.printed", "' + '", 'order by figures.span_start') }} as parts_text,
        case when members.measure = 'growth' then min(figures.value_low) else cast(sum(figures.value_low) as decimal(38, 8)) end as expected_low,
        case when members.measure = 'growth' then max(figures.value_high) else cast(sum(figures.value_high) as decimal(38, 8)) end as expected_high,
        bool_and(figures.is_exact) as parts_are_exact
    from members
    inner join figures on figures.observation_id = members.observation_id
    where members.measure in ('growth', 'contribution')
    group by members.whole_id, members.measure, members.grouping_key

),

of_wholes as (

    select
        combined.measure as kind,
        combined.grouping_key as variant,
        wholes.observation_id,
        {{ prepended('wholes.observation_id', 'combined.part_ids') }} as observation_ids,
        case
            when combined.measure = 'growth' then '总体增速应在各部分增速之间 / the whole grows no slower and no faster than all of its parts: '
            else '各部分拉动之和应等于总体增速 / the points contributed add up to the growth: '
        end || case when combined.measure = 'growth' then replace(combined.parts_text, ' + ', '、') else combined.parts_text end || case when combined.measure = 'growth' then '; ' else ' = ' end || wholes.label || wholes.printed as formula,
        combined.expected_low,
        combined.expected_high,
        wholes.value,
        wholes.value_low,
        wholes.value_high,
        combined.parts_are_exact and wholes.is_exact as are_exact,
        -- a growth printed twice, or found by two groupings, is one claim
        row_number() over (
            partition by wholes.document_id, wholes.place, wholes.subject, wholes.value, combined.measure, combined.parts_text
            order by wholes.span_start, combined.grouping_key
        ) as occurrence
    from combined
    inner join figures as wholes on wholes.observation_id = combined.whole_id

),

own_growths as (

    select
        contributions.observation_id as contribution_id,
        figures.*,
        row_number() over (partition by contributions.observation_id order by figures.span_start desc) as nearness
    from figures as contributions
    inner join figures
        on {{ same_frame('figures', 'contributions') }}
        and figures.subject = contributions.subject
        and figures.breakdown = contributions.breakdown
        and figures.quote_start = contributions.quote_start
        and figures.span_start < contributions.span_start
    where contributions.measure = 'contribution'
        and contributions.dimension = 'percentage_point'
        and contributions.is_sure
        and figures.measure = 'growth'
        and figures.reference = 'yoy'
        and figures.is_sure

),

of_parts as (

    -- a part is no more than the whole: what it adds to the whole's growth lies between nothing and its own growth
    select
        'contribution' as kind,
        'part' as variant,
        contributions.observation_id,
        {{ list_of('contributions.observation_id', 'own_growths.observation_id') }} as observation_ids,
        '拉动点数不应超过自身增速 / a part contributes no more points than it grows: '
            || contributions.label || contributions.printed || ' ≤ ' || own_growths.printed as formula,
        least(own_growths.value_low, 0) as expected_low,
        greatest(own_growths.value_high, 0) as expected_high,
        contributions.value,
        contributions.value_low,
        contributions.value_high,
        contributions.is_exact and own_growths.is_exact as are_exact,
        1 as occurrence
    from own_growths
    inner join figures as contributions on contributions.observation_id = own_growths.contribution_id
    where own_growths.nearness = 1

),

final as (

    select
        kind,
        variant,
        observation_id,
        observation_ids,
        formula,
        expected_low,
        expected_high,
        value as stated,
        value_low as stated_low,
        value_high as stated_high,
        {{ reason_of_interval('are_exact', 'expected_low', 'expected_high', 'value_low', 'value_high') }} as reason_code
    from (
        select * from of_wholes
        union all
        select * from of_parts
    ) as claims
    where occurrence = 1

)

select * from final
