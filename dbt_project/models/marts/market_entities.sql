with published as (

    select * from {{ ref('int_market_entities__published') }}

),

counted as (

    select * from {{ ref('int_market_entities__counted') }}

),

from_bulletins as (

    select
        'bulletin' as basis,
        area,
        area_code,
        as_of,
        document_id,
        market_entities,
        enterprises,
        cast(null as decimal(38, 10)) as province_market_entities,
        cast(null as decimal(38, 10)) as province_enterprises,
        false as is_province,
        enterprise_share,
        enterprise_share_low,
        enterprise_share_high,
        enterprise_gap,
        enterprise_gap_low,
        enterprise_gap_high,
        tax_registered_share,
        tax_registered_gap,
        market_entities_observation_id,
        enterprise_share_observation_id,
        enterprise_gap_observation_id,
        tax_registered_share_observation_id,
        tax_registered_gap_observation_id,
        cast(null as string) as register_extract_id,
        quote,
        false as synthetic
    from published

),

from_registers as (

    select
        'registers' as basis,
        counted.area,
        counted.area_code,
        counted.as_of,
        published.document_id,
        cast(counted.market_entities as decimal(38, 10)) as market_entities,
        cast(counted.enterprises as decimal(38, 10)) as enterprises,
        cast(counted.province_market_entities as decimal(38, 10)) as province_market_entities,
        cast(counted.province_enterprises as decimal(38, 10)) as province_enterprises,
        counted.area_level = 'province' as is_province,
        published.enterprise_share,
        published.enterprise_share_low,
        published.enterprise_share_high,
        published.enterprise_gap,
        published.enterprise_gap_low,
        published.enterprise_gap_high,
        cast(null as decimal(38, 10)) as tax_registered_share,
        cast(null as decimal(38, 10)) as tax_registered_gap,
        published.market_entities_observation_id,
        published.enterprise_share_observation_id,
        published.enterprise_gap_observation_id,
        cast(null as string) as tax_registered_share_observation_id,
        cast(null as string) as tax_registered_gap_observation_id,
        counted.register_extract_id,
        published.quote,
        counted.synthetic
    from counted
    left join published
        on published.area_code = counted.area_code
        and published.as_of = counted.as_of

),

stated as (

    select * from from_bulletins
    union all
    select * from from_registers

),

computed as (

    select
        *,
        {{ percentage('enterprises', 'market_entities') }} as enterprise_share_pct,
        {{ percentage('province_enterprises', 'province_market_entities') }} as province_enterprise_share_pct,
        {{ try_cast_to(
            '100 * (enterprises / nullif(market_entities, 0) - province_enterprises / nullif(province_market_entities, 0))',
            'decimal(18, 6)'
        ) }} as enterprise_gap_pp,
        {{ verdict(hundred('enterprises'), 'market_entities', hundred('enterprises'), 'market_entities', 'enterprise_share_low', 'enterprise_share_high') }} as share_arithmetic,
        {{ verdict(gap_numerator(), gap_denominator(), gap_numerator(), gap_denominator(), 'enterprise_gap_low', 'enterprise_gap_high') }} as gap_arithmetic
    from stated

),

judged as (

    select
        *,
        case
            when market_entities = 0 then 'zero_whole'
            when enterprises is null then 'no_enterprise_count'
            when market_entities is null then 'no_whole'
            when enterprises > market_entities then 'part_exceeds_whole'
            when enterprise_share is null then 'no_published_share'
            when share_arithmetic = 'disagrees' then 'outside_rounding'
            when share_arithmetic = 'cannot_tell' then 'out_of_range'
        end as share_reason_code,
        case
            when is_province then 'is_province'
            when market_entities = 0 or province_market_entities = 0 then 'zero_whole'
            when basis = 'bulletin' then 'no_province_share'
            when province_market_entities is null then 'no_register_whole'
            when enterprise_gap is null then 'no_published_gap'
            when gap_arithmetic = 'disagrees' then 'outside_rounding'
            when gap_arithmetic = 'cannot_tell' then 'out_of_range'
        end as gap_reason_code,
        case
            when basis = 'registers' or tax_registered_share is not null then 'no_tax_register'
            else 'no_tax_share'
        end as tax_registered_reason_code
    from computed

),

final as (

    select
        basis || ':' || coalesce(area_code, area) || ':' || as_of || coalesce(':' || document_id, '') as market_entities_id,
        area,
        area_code,
        as_of,
        basis,
        cast(market_entities as decimal(38, 0)) as market_entities,
        cast(enterprises as decimal(38, 0)) as enterprises,
        enterprise_share_pct,
        {{ try_cast_to('enterprise_share', 'decimal(18, 6)') }} as published_enterprise_share_pct,
        {{ try_cast_to('enterprise_share_low', 'decimal(18, 6)') }} as published_enterprise_share_low_pct,
        {{ try_cast_to('enterprise_share_high', 'decimal(18, 6)') }} as published_enterprise_share_high_pct,
        {{ verdict_of_reason('share_reason_code') }} as share_verdict,
        {{ reason_text('share_reason_code') }} as share_reason,
        cast(province_market_entities as decimal(38, 0)) as province_market_entities,
        cast(province_enterprises as decimal(38, 0)) as province_enterprises,
        province_enterprise_share_pct,
        {{ try_cast_to('enterprise_share_low - enterprise_gap_high', 'decimal(18, 6)') }} as implied_province_share_low_pct,
        {{ try_cast_to('enterprise_share_high - enterprise_gap_low', 'decimal(18, 6)') }} as implied_province_share_high_pct,
        enterprise_gap_pp,
        {{ try_cast_to('enterprise_gap', 'decimal(18, 6)') }} as published_enterprise_gap_pp,
        {{ verdict_of_reason('gap_reason_code') }} as gap_verdict,
        {{ reason_text('gap_reason_code') }} as gap_reason,
        {{ try_cast_to('tax_registered_share', 'decimal(18, 6)') }} as published_tax_registered_share_pct,
        {{ try_cast_to('tax_registered_gap', 'decimal(18, 6)') }} as published_tax_registered_gap_pp,
        'cannot_tell' as tax_registered_verdict,
        {{ reason_text('tax_registered_reason_code') }} as tax_registered_reason,
        market_entities_observation_id,
        enterprise_share_observation_id,
        enterprise_gap_observation_id,
        tax_registered_share_observation_id,
        tax_registered_gap_observation_id,
        register_extract_id,
        document_id,
        quote,
        synthetic
    from judged

)

select * from final
