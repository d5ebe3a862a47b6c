with figures as (

    select * from {{ ref('int_claims__figures') }} where is_sure and period_end is not null

),

parts as (

    select distinct whole_indicator, part_indicator from {{ ref('int_claims__parts') }} where whole_indicator <> ''

),

examined as (

    select
        *,
        {{ without_fillers("replace(replace(lead, printed_name, ''), printed_breakdown, '')") }} as qualifier,
        dense_rank() over (partition by document_id order by quote_start) as sentence,
        row_number() over (partition by document_id, quote_start order by span_start) as place_in_sentence
    from figures

),

own_subjects as (

    -- nothing but its name, its time and a verb stands before the number: no qualifier was lost in reading
    select
        *,
        is_named_body and subject = 'project_total_investment'
            or rule like 'table%' and rule not like '%under%'
            or qualifier = '' as is_plain
    from examined

),

plain as (

    select * from own_subjects where is_plain
    union all
    -- 其中，猪肉产量…: a part, right after a sentence that opens with its whole
    select parted.*
    from own_subjects as parted
    inner join own_subjects as wholes
        on wholes.document_id = parted.document_id
        and wholes.sentence = parted.sentence - 1
        and wholes.place_in_sentence = 1
        and wholes.is_plain
        and wholes.breakdown = parted.breakdown
    inner join parts on parts.whole_indicator = wholes.indicator and parts.part_indicator = parted.indicator
    where parted.qualifier = '其中'
    union all
    -- the growth that directly follows such a level
    select followers.*
    from own_subjects as followers
    inner join own_subjects as leaders
        on leaders.document_id = followers.document_id
        and leaders.quote_start = followers.quote_start
        and leaders.place_in_sentence = followers.place_in_sentence - 1
        and leaders.subject = followers.subject
        and leaders.breakdown = followers.breakdown
    where leaders.is_plain and not followers.is_plain and followers.measure = 'growth'

),

again as (

    -- “334个项目中”: the sum named again, to be divided
    select
        figures.observation_id,
        wholes.observation_id as first_id,
        row_number() over (partition by figures.observation_id order by wholes.value desc, wholes.span_start desc) as nearness
    from figures
    inner join figures as wholes
        on {{ same_frame('wholes', 'figures') }}
        and wholes.measure = 'level'
        and wholes.reported_unit = figures.reported_unit
        and wholes.indicator_name like '%' || figures.indicator_name
        and wholes.span_start < figures.span_start
        and figures.span_start - wholes.span_start <= {{ var('anaphor_reach') }}
    where figures.measure = 'level'
        and figures.trail like figures.reported_unit || figures.indicator_name || '中%'

),

pairs as (

    select
        plain.observation_id,
        firsts.observation_id as first_id,
        row_number() over (partition by plain.observation_id order by firsts.span_start) as nearness
    from plain
    inner join plain as firsts
        on {{ same_figure('firsts', 'plain') }}
        and firsts.measure = plain.measure
        and firsts.reference = plain.reference
        and firsts.quote_start < plain.quote_start
        and (
            plain.is_named_body
            or plain.measure = 'growth'
            or position(firsts.indicator_name in plain.indicator_name) > 0
            or position(plain.indicator_name in firsts.indicator_name) > 0
        )
    where plain.measure in ('level', 'growth', 'share')
    union all
    select * from again

),

compared as (

    select
        figures.*,
        firsts.observation_id as first_id,
        firsts.printed as first_printed,
        firsts.label as first_label,
        firsts.value_low as expected_low,
        firsts.value_high as expected_high,
        figures.is_exact and firsts.is_exact as are_exact
    from pairs
    inner join figures on figures.observation_id = pairs.observation_id
    inner join figures as firsts on firsts.observation_id = pairs.first_id
    where pairs.nearness = 1

),

final as (

    select
        'repeat' as kind,
        '' as variant,
        observation_id,
        {{ list_of('observation_id', 'first_id') }} as observation_ids,
        '同一数字两处应相同 / one figure printed twice must be the same: ' || first_label || first_printed || ' = ' || label || printed as formula,
        expected_low,
        expected_high,
        value as stated,
        value_low as stated_low,
        value_high as stated_high,
        {{ reason_of_interval('are_exact', 'expected_low', 'expected_high', 'value_low', 'value_high') }} as reason_code
    from compared

)

select * from final
