with figures as (

    select * from {{ ref('int_claims__figures') }}

),

summable as (

    -- the average of two rates is no sum of them
    select code from {{ ref('indicators') }} where kind in ('stock', 'flow')

),

members as (

    select * from {{ ref('int_claims__members') }} where measure = 'level'

),

summed as (

    select
        members.whole_id,
        members.grouping_key,
        {{ list_in_order('figures.observation_id', 'figures.span_start') }} as part_ids,
        {{ dbt.listagg("figures.label || figures.printed", "' + '", 'order by figures.span_start') }} as parts_text,
        case when bool_and(figures.value_low is not null) then cast(sum(figures.value_low) as decimal(38, 8)) end as expected_low,
        case when bool_and(figures.value_high is not null) then cast(sum(figures.value_high) as decimal(38, 8)) end as expected_high,
        min(figures.span_start) as first_span,
        min(figures.quote_start) as first_quote,
        bool_and(figures.is_exact) as parts_are_exact
    from members
    inner join figures on figures.observation_id = members.observation_id
    group by members.whole_id, members.grouping_key

),

stated as (

    select
        wholes.*,
        summed.*,
        summed.parts_are_exact and wholes.is_exact as are_exact,
        -- a sum printed twice, or found by two groupings, is one claim
        row_number() over (
            partition by wholes.document_id, wholes.place, wholes.subject, wholes.value, summed.parts_text
            order by abs(summed.first_span - wholes.span_start), wholes.span_start, summed.grouping_key
        ) as occurrence
    from figures as wholes
    inner join summable on summable.code = wholes.indicator
    inner join summed on summed.whole_id = wholes.observation_id

),

judged as (

    select
        *,
        {{ reason_of_interval('are_exact', 'expected_low', 'expected_high', 'value_low', 'value_high') }} as reason_code
    from stated
    where occurrence = 1

),

others as (

    -- parts that add up to another figure before them in their own sentence (城镇居民人均可支配收入…，其中，…) are that figure's
    select distinct judged.observation_id, judged.grouping_key
    from judged
    inner join figures
        on figures.document_id = judged.document_id
        and figures.quote_start = judged.first_quote
        and figures.span_start < judged.first_span
        and figures.observation_id <> judged.observation_id
        and figures.measure = 'level'
        and figures.dimension = judged.dimension
        and figures.value_low < judged.expected_high
        and judged.expected_low < figures.value_high
    where judged.reason_code = 'outside_rounding'

),

final as (

    select
        'sum' as kind,
        judged.grouping_key as variant,
        judged.observation_id,
        {{ prepended('judged.observation_id', 'judged.part_ids') }} as observation_ids,
        '各部分之和应等于总体 / the parts add up to the whole: ' || judged.parts_text || ' = ' || judged.label || judged.printed as formula,
        judged.expected_low,
        judged.expected_high,
        judged.value as stated,
        judged.value_low as stated_low,
        judged.value_high as stated_high,
        judged.reason_code
    from judged
    left join others on others.observation_id = judged.observation_id and others.grouping_key = judged.grouping_key
    where others.observation_id is null

)

select * from final
