{% set is_part = '(figures.place = shares.place and figures.subject = shares.subject and figures.breakdown = shares.breakdown)' %}
{% set side = "case when " ~ is_part ~ " then 'part' else 'whole' end" %}

with figures as (

    select * from {{ ref('int_claims__figures') }} where is_sure and period_end is not null

),

names as (

    select code, name as spelling from {{ ref('indicators') }}
    union
    select code, {{ unnest_list('aliases') }} as spelling from {{ ref('indicators') }}

),

shares as (

    -- of another indicator, or of the same thing in a wider area where the vocabulary has no word for it: provincial_shares
    -- knows only what has one
    select
        figures.*,
        coalesce(names.code, figures.subject) as whole_subject,
        case when names.code is null then figures.breakdown else '' end as whole_breakdown
    from figures
    left join names
        on names.spelling = {{ without_area('figures.whole_name') }}
    where figures.measure = 'share'
        and figures.reported_unit = '%'
        and case
            when names.code is not null then names.code <> figures.subject
            else
                figures.indicator is null
                and figures.whole_place <> figures.place
                and {{ without_area('figures.whole_name') }} in ('', figures.subject)
        end

),

candidates as (

    select
        shares.observation_id as share_id,
        figures.observation_id,
        {{ side }} as side,
        row_number() over (
            partition by shares.observation_id, {{ side }}
            order by {{ nearest_first('figures', 'shares') }}
        ) as nearness
    from shares
    inner join figures
        on {{ same_time('figures', 'shares') }}
        and figures.measure = 'level'
        and (
            {{ is_part }}
            or (figures.place = shares.whole_place and figures.subject = shares.whole_subject and figures.breakdown = shares.whole_breakdown)
        )

),

paired as (

    select
        shares.*,
        parts.observation_id as part_id,
        wholes.observation_id as whole_id,
        shares.label || ': ' || parts.printed || ' ÷ ' || wholes.label || wholes.printed || ' = ' || shares.printed as fraction,
        parts.value_low as part_low,
        parts.value_high as part_high,
        wholes.value_low as whole_low,
        wholes.value_high as whole_high,
        shares.is_exact and parts.is_exact and wholes.is_exact as are_exact
    from shares
    inner join candidates as part_candidates on part_candidates.share_id = shares.observation_id and part_candidates.side = 'part' and part_candidates.nearness = 1
    inner join candidates as whole_candidates on whole_candidates.share_id = shares.observation_id and whole_candidates.side = 'whole' and whole_candidates.nearness = 1
    inner join figures as parts on parts.observation_id = part_candidates.observation_id
    inner join figures as wholes on wholes.observation_id = whole_candidates.observation_id
    where {{ same_dimension('parts.dimension', 'wholes.dimension') }}

),

computed as (

    select
        *,
        {{ verdict(hundred('part_low'), 'whole_high', hundred('part_high'), 'whole_low', 'value_low', 'value_high') }} as arithmetic
    from paired

),

final as (

    select
        'share' as kind,
        'whole' as variant,
        observation_id,
        {{ list_of('observation_id', 'part_id', 'whole_id') }} as observation_ids,
        '部分 ÷ 总体 / part divided by whole: ' || fraction as formula,
        case when whole_low > 0 then {{ percentage('part_low', 'whole_high') }} end as expected_low,
        case when whole_low > 0 then {{ percentage('part_high', 'whole_low') }} end as expected_high,
        value as stated,
        value_low as stated_low,
        value_high as stated_high,
        case
            when whole_low <= 0 then 'zero_whole'
            when not are_exact then 'bounded'
            when arithmetic = 'disagrees' then 'outside_rounding'
            when arithmetic = 'cannot_tell' then 'out_of_range'
        end as reason_code
    from computed

)

select * from final
