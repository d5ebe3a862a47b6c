with figures as (

    select * from {{ ref('int_claims__figures') }}
    where is_sure
        and period_end is not null
        and area_code is not null

),

spellings as (

    select code, {{ without_total('name') }} as spelling from {{ ref('indicators') }}
    union
    select code, {{ without_total('alias') }} as spelling
    from (select code, {{ unnest_list('aliases') }} as alias from {{ ref('indicators') }}) as aliases

),

counts as (

    select * from {{ ref('int_cohorts__counted') }}

),

moved as (

    select distinct counts.cohort_count_id
    from counts
    inner join {{ ref('zone_boundaries') }} as boundaries
        on {{ boundary_moved('boundaries', 'counts.area_code', 'counts.as_of', 'counts.register_as_of') }}

),

-- 个体工商户占比23.4%: of the market entities; 高新技术企业占企业总数的2.6%: of the enterprises. Enterprises of market entities are in market_entities.
rates as (

    select
        figures.*,
        coalesce(part_names.code, figures.indicator) as part_indicator,
        coalesce(whole_names.code, case when figures.whole_name is null then '{{ var('entity_type_indicators')['all'] }}' end) as whole_indicator
    from figures
    left join spellings as part_names
        on part_names.spelling = {{ without_total(without_matches('figures.indicator_name', '(所占)?(户数|数量)?(占比|比重|比例)$')) }}
        and figures.indicator is null
    left join spellings as whole_names on whole_names.spelling = {{ without_total(without_area_word('figures.whole_name')) }}
    where figures.measure = 'share'
        and figures.reported_unit = '%'
        and figures.breakdown = ''
        and figures.whole_place = figures.place

),

counted as (

    select
        rates.*,
        parts.count as part_low,
        parts.count + parts.unplaced_count as part_high,
        wholes.count as whole_low,
        wholes.count + wholes.unplaced_count as whole_high,
        parts.province_code,
        parts.as_of,
        parts.synthetic or wholes.synthetic as synthetic,
        parts_moved.cohort_count_id is not null as is_moved
    from rates
    inner join counts as parts
        on parts.area_code = rates.area_code
        and parts.indicator = rates.part_indicator
        and parts.as_of = rates.period_end
    inner join counts as wholes
        on wholes.area_code = rates.area_code
        and wholes.indicator = rates.whole_indicator
        and wholes.as_of = rates.period_end
    left join moved as parts_moved on parts_moved.cohort_count_id = parts.cohort_count_id
    where rates.part_indicator <> rates.whole_indicator
        and (rates.part_indicator in ({{ entity_indicators() }}) or rates.whole_name is not null)
        and not (
            rates.part_indicator in ({{ literals(var('enterprise_share_indicators')) }})
            and rates.whole_indicator = '{{ var('entity_type_indicators')['all'] }}'
        )

),

shares as (

    select
        *,
        'share' as kind,
        {{ list_of('observation_id') }} as observation_ids,
        '名录数的占比 / the share as the registers count it (' || label || '): ' || part_low || ' ÷ ' || whole_low || ' = ' || printed as formula,
        cast(100 as decimal(38, 0)) * part_low as low_num,
        cast(whole_high as decimal(38, 0)) as low_den,
        cast(100 as decimal(38, 0)) * part_high as high_num,
        cast(whole_low as decimal(38, 0)) as high_den,
        is_exact as are_exact,
        true as is_counted
    from counted

),

gaps as (

    select
        gaps.*,
        counted.observation_id as share_id,
        counted.printed as share_printed,
        counted.part_low,
        counted.part_high,
        counted.whole_low,
        counted.whole_high,
        provincial_parts.count as their_part_low,
        provincial_parts.count + provincial_parts.unplaced_count as their_part_high,
        provincial_wholes.count as their_whole_low,
        provincial_wholes.count + provincial_wholes.unplaced_count as their_whole_high,
        counted.synthetic or coalesce(provincial_parts.synthetic or provincial_wholes.synthetic, false) as synthetic,
        counted.is_moved,
        row_number() over (partition by gaps.observation_id order by counted.span_start desc) as nearness
    from figures as gaps
    inner join counted
        on {{ same_frame('counted', 'gaps') }}
        and counted.subject = gaps.subject
        and counted.quote_start = gaps.quote_start
        and counted.span_start < gaps.span_start
        and counted.province_code = gaps.reference_place
        and counted.area_code <> counted.province_code
    left join counts as provincial_parts
        on provincial_parts.area_code = counted.province_code
        and provincial_parts.indicator = counted.part_indicator
        and provincial_parts.as_of = counted.as_of
    left join counts as provincial_wholes
        on provincial_wholes.area_code = counted.province_code
        and provincial_wholes.indicator = counted.whole_indicator
        and provincial_wholes.as_of = counted.as_of
    where gaps.measure = 'pp_gap'
        and gaps.dimension = 'percentage_point'

),

differences as (

    -- a / b − c / d as one fraction, lowest and highest
    select
        *,
        'pp_gap' as kind,
        {{ list_of('observation_id', 'share_id') }} as observation_ids,
        '名录数的两地占比之差 / the difference of the shares as the registers count them (' || label || '): '
            || part_low || ' ÷ ' || whole_low || ' − ' || coalesce(their_part_low || ' ÷ ' || their_whole_low, '?') || ' = ' || printed as formula,
        100 * ({{ whole_product('part_low', 'their_whole_low') }} - {{ whole_product('their_part_high', 'whole_high') }}) as low_num,
        {{ whole_product('whole_high', 'their_whole_low') }} as low_den,
        100 * ({{ whole_product('part_high', 'their_whole_high') }} - {{ whole_product('their_part_low', 'whole_low') }}) as high_num,
        {{ whole_product('whole_low', 'their_whole_high') }} as high_den,
        is_exact as are_exact,
        their_part_low is not null and their_whole_low is not null as is_counted
    from gaps
    where nearness = 1

),

quotients as (

    select kind, observation_id, observation_ids, formula, low_num, low_den, high_num, high_den, value, value_low, value_high, are_exact, is_counted, is_moved, synthetic
    from shares
    union all
    select kind, observation_id, observation_ids, formula, low_num, low_den, high_num, high_den, value, value_low, value_high, are_exact, is_counted, is_moved, synthetic
    from differences

),

computed as (

    select
        *,
        {{ verdict('low_num', 'low_den', 'high_num', 'high_den', 'value_low', 'value_high') }} as arithmetic,
        {{ try_cast_to(quotient('low_num', 'low_den', 8), 'decimal(26, 8)') }} as expected_low,
        {{ try_cast_to(quotient('high_num', 'high_den', 8), 'decimal(26, 8)') }} as expected_high
    from quotients

),

final as (

    select
        kind,
        '' as variant,
        observation_id,
        observation_ids,
        formula,
        expected_low,
        expected_high,
        value as stated,
        value_low as stated_low,
        value_high as stated_high,
        case
            when is_moved then 'scope_boundary'
            when not is_counted then 'no_register_whole'
            when low_den <= 0 or high_den <= 0 then 'zero_whole'
            when not are_exact then 'bounded'
            when arithmetic = 'disagrees' then 'outside_rounding'
            when arithmetic = 'cannot_tell' then 'out_of_range'
            when expected_low <> expected_high and not (expected_low >= value_low and expected_high < value_high) then 'unplaced'
        end as reason_code,
        synthetic
    from computed

)

select * from final
