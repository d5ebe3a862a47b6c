with pairs as (

    select * from {{ ref('int_shares__paired') }}

),

examined as (

    select
        *,
        case
            when scope_code is not null then scope_code
            when part is null then 'no_part'
            when whole is null and basis = 'registers' then 'no_register_whole'
            when whole is null and published_share_pct is null then 'no_whole_no_share'
            when whole is null then 'no_whole'
            when not is_comparable then 'units_differ'
            when part_value_low < 0 or whole_value_low < 0 then 'negative'
            when whole_value_low = 0 then 'zero_whole'
        end as missing
    from pairs

),

computed as (

    select
        *,
        case when missing is null then {{ percentage('part', 'whole') }} end as share_pct,
        case when missing is null and is_exact then {{ percentage('part_value_low', 'whole_value_high') }} end as share_low_pct,
        case when missing is null and is_exact then {{ percentage('part_value_high', 'whole_value_low') }} end as share_high_pct,
        {{ try_cast_to(implied_whole_low('published_part_low', 'published_part_high', 'published_high_pct'), 'decimal(38, 4)') }} as whole_low,
        {{ try_cast_to(implied_whole_high('published_part_low', 'published_part_high', 'published_low_pct'), 'decimal(38, 4)') }} as whole_high,
        {{ verdict(hundred('part_value_low'), 'whole_value_high', hundred('part_value_high'), 'whole_value_low', 'published_low_pct', 'published_high_pct') }} as arithmetic
    from examined

),

judged as (

    select
        *,
        case
            when published_low_pct >= 100 and not coalesce(part_value_low > whole_value_high, false) then 'share_above_100'
            when missing in ('no_whole', 'no_register_whole') and is_exact and whole_low > whole_high then 'impossible_share'
            when missing is not null then missing
            when part_value_low > whole_value_high then 'part_exceeds_whole'
            when not is_exact then 'bounded'
            when published_share_pct is null then 'no_published_share'
            when arithmetic = 'disagrees' and is_cumulative and part <> published_part then 'scope_cumulative'
            when arithmetic = 'disagrees' then 'outside_rounding'
            when arithmetic = 'cannot_tell' then 'out_of_range'
            when is_uncertain and not (share_low_pct >= published_low_pct and share_high_pct < published_high_pct) then 'unplaced'
        end as reason_code
    from computed

),

final as (

    select
        share_id,
        area,
        area_code,
        whole_area,
        whole_area_code,
        indicator,
        programme,
        breakdown,
        period_start,
        as_of,
        basis,
        cast(part as decimal(38, 10)) as part,
        cast(whole as decimal(38, 10)) as whole,
        share_pct,
        share_low_pct,
        share_high_pct,
        {{ try_cast_to('published_share_pct', 'decimal(18, 6)') }} as published_share_pct,
        {{ try_cast_to('published_low_pct', 'decimal(18, 6)') }} as published_low_pct,
        {{ try_cast_to('published_high_pct', 'decimal(18, 6)') }} as published_high_pct,
        cast(share_pct - {{ try_cast_to('published_share_pct', 'decimal(18, 6)') }} as decimal(18, 6)) as distance,
        whole_low,
        whole_high,
        {{ verdict_of_reason('reason_code') }} as verdict,
        {{ reason_text('reason_code') }} as reason,
        case
            when whole < whole_low or whole > whole_high then 'disagrees'
            when whole >= whole_low and whole <= whole_high then 'agrees'
            else 'cannot_tell'
        end as whole_verdict,
        published_part,
        part_source_id,
        whole_source_id,
        share_observation_id,
        document_id,
        quote,
        synthetic
    from judged

)

select * from final
