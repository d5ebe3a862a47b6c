with figures as (

    select * from {{ ref('int_claims__figures') }}

),

parts as (

    select distinct whole_indicator, part_indicator from {{ ref('int_claims__parts') }} where whole_indicator <> ''

),

summable as (

    select code from {{ ref('indicators') }} where kind in ('stock', 'flow') and not {{ is_average('name') }}

),

levels as (

    select
        *,
        {{ without_fillers("replace(replace(" ~ without_matches('lead', '^.*[；;]') ~ ", printed_name, ''), printed_breakdown, '')") }} as qualifier,
        dense_rank() over (partition by document_id order by quote_start) as sentence,
        row_number() over (partition by document_id, quote_start order by span_start) as place_in_sentence
    from figures
    where is_sure and period_end is not null

),

last_levels as (

    -- 其中 takes up the last level that opens a clause
    select
        *,
        row_number() over (partition by document_id, sentence order by span_start desc) as place_from_end
    from levels
    where measure = 'level' and qualifier in ('', '其中')

),

pairs as (

    -- 固定资产投资…。其中，工业投资…: a part by the text, and by its name or the vocabulary a part of the same kind
    select distinct
        wholes.observation_id as whole_id,
        inclusions.observation_id as part_id
    from levels as inclusions
    inner join last_levels as wholes
        on {{ same_frame('wholes', 'inclusions') }}
        and wholes.sentence = inclusions.sentence - 1
        and wholes.dimension = inclusions.dimension
        and wholes.subject <> inclusions.subject
    inner join summable on summable.code = wholes.indicator
    left join parts
        on parts.whole_indicator = wholes.indicator
        and parts.part_indicator = inclusions.indicator
    where inclusions.qualifier = '其中'
        and inclusions.place_in_sentence = 1
        and wholes.place_from_end = 1
        and inclusions.measure = 'level'
        and inclusions.value_low >= 0
        and (parts.part_indicator is not null or right(inclusions.indicator_name, 2) = right(wholes.indicator_name, 2))

),

final as (

    select
        'part' as kind,
        '' as variant,
        wholes.observation_id,
        {{ list_of('wholes.observation_id', 'inclusions.observation_id') }} as observation_ids,
        '部分不应超过总体 / a part does not exceed its whole: ' || inclusions.label || inclusions.printed || ' ≤ ' || wholes.label || wholes.printed as formula,
        inclusions.value_low as expected_low,
        cast(null as decimal(26, 8)) as expected_high,
        wholes.value as stated,
        wholes.value_low as stated_low,
        wholes.value_high as stated_high,
        case
            when not (inclusions.is_exact and wholes.is_exact) then 'bounded'
            when wholes.value_high is null then 'out_of_range'
            when inclusions.value_low > wholes.value_high then 'part_exceeds_whole'
        end as reason_code
    from pairs
    inner join figures as inclusions on inclusions.observation_id = pairs.part_id
    inner join figures as wholes on wholes.observation_id = pairs.whole_id

)

select * from final
