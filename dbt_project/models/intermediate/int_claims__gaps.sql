with figures as (

    select * from {{ ref('int_claims__figures') }} where is_sure

),

gaps as (

    select * from figures where measure = 'pp_gap' and dimension = 'percentage_point' and reference_place is not null

),

own as (

    -- the rate that the gap qualifies is the one before it
    select
        gaps.observation_id as gap_id,
        figures.*,
        row_number() over (partition by gaps.observation_id order by figures.span_start desc) as nearness
    from gaps
    inner join figures
        on {{ same_frame('figures', 'gaps') }}
        and figures.subject = gaps.subject
        and figures.breakdown = gaps.breakdown
        and figures.reported_unit = '%'
        and figures.measure in ('level', 'share', 'growth')
        and figures.quote_start = gaps.quote_start
        and figures.span_start < gaps.span_start

),

theirs as (

    select
        own.gap_id,
        figures.*,
        row_number() over (
            partition by own.gap_id
            order by
                case when figures.document_id = gaps.document_id then 0 else 1 end,
                figures.source_rank,
                {{ nearest_first('figures', 'gaps') }},
                figures.observation_id
        ) as nearness
    from own
    inner join gaps on gaps.observation_id = own.gap_id
    inner join figures
        on figures.subject = own.subject
        -- as this bulletin states it, or as that which holds of all the others
        and (figures.document_id = own.document_id or (figures.standing = 'current' and figures.indicator is not null and figures.place <> own.place))
        and (
            (figures.place = gaps.reference_place and figures.breakdown = own.breakdown)
            -- 轻工业快于重工业: another part of the same area
            or (figures.place = own.place and figures.breakdown = gaps.reference_place)
        )
        and figures.period_start is not distinct from own.period_start
        and figures.measure = own.measure
        and figures.reported_unit = '%'
        and figures.obs_status = own.obs_status
        and figures.period_end = own.period_end
    where own.nearness = 1

),

compared as (

    select
        gaps.*,
        own.observation_id as own_id,
        own.printed as own_printed,
        own.value_low - gaps.value_high as implied_low,
        own.value_high - gaps.value_low as implied_high,
        theirs.observation_id as their_id,
        theirs.printed as their_printed,
        own.value_low - theirs.value_high as expected_low,
        own.value_high - theirs.value_low as expected_high,
        gaps.is_exact and own.is_exact and coalesce(theirs.is_exact, true) as are_exact
    from gaps
    inner join own on own.gap_id = gaps.observation_id and own.nearness = 1
    left join theirs on theirs.gap_id = gaps.observation_id and theirs.nearness = 1

),

final as (

    select
        'pp_gap' as kind,
        '' as variant,
        observation_id,
        case when their_id is null then {{ list_of('observation_id', 'own_id') }} else {{ list_of('observation_id', 'own_id', 'their_id') }} end as observation_ids,
        case
            when their_id is null
                then '由差距倒推对方的比率 / the rate that the other area must have (' || label || ', ' || substring(reference, 4) || '): '
                    || own_printed || ' − (' || printed || ') = ' || {{ plain_number('implied_low') }} || '–' || {{ plain_number('implied_high') }} || '%'
            else '两地比率之差 / the difference of the two rates (' || label || ', ' || substring(reference, 4) || '): '
                || own_printed || ' − (' || their_printed || ')' || ' = ' || printed
        end as formula,
        expected_low,
        expected_high,
        value as stated,
        value_low as stated_low,
        value_high as stated_high,
        case
            when their_id is null then 'no_reference_rate'
            else {{ reason_of_interval('are_exact', 'expected_low', 'expected_high', 'value_low', 'value_high') }}
        end as reason_code
    from compared

)

select * from final
