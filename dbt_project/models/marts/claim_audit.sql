with observations as (

    select * from {{ ref('observations') }}

),

checked as (

    {%- for model in ['sums', 'inclusions', 'targets', 'gaps', 'growths', 'contributions', 'repeats', 'conflicts', 'structures', 'shares'] %}
    select {{ claim_columns() }} from {{ ref('int_claims__' ~ model) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

checked_by_registers as (

    {%- for model in ['counts', 'registers'] %}
    select {{ claim_columns() }}, synthetic from {{ ref('int_claims__' ~ model) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

from_bulletins as (

    -- amounts back in the unit in which the figure is printed
    select
        checked.kind || ':bulletin:' || checked.observation_id || case when checked.variant = '' then '' else ':' || checked.variant end as claim_id,
        checked.kind,
        'bulletin' as basis,
        checked.observation_id,
        checked.observation_ids,
        checked.formula,
        {{ printed_amount('checked.expected_low') }} as expected_low,
        {{ printed_amount('checked.expected_high') }} as expected_high,
        {{ printed_amount('checked.stated') }} as stated,
        {{ printed_amount('checked.stated_low') }} as stated_low,
        {{ printed_amount('checked.stated_high') }} as stated_high,
        {{ verdict_of_reason('checked.reason_code') }} as verdict,
        {{ reason_text('checked.reason_code') }} as reason,
        false as synthetic
    from checked
    inner join observations on observations.observation_id = checked.observation_id

),

from_shares as (

    select
        'share:' || basis || ':' || share_observation_id as claim_id,
        'share' as kind,
        basis,
        share_observation_id as observation_id,
        {{ list_of('share_observation_id', 'part_source_id', 'whole_source_id') }} as observation_ids,
        '部分 ÷ 总体 / part divided by whole: '
            || coalesce({{ plain_number('part') }}, '?') || ' ÷ ' || coalesce({{ plain_number('whole') }}, '?') || ' = ' || {{ plain_number('published_share_pct') }} || '%'
            || case
                when whole is null and whole_low <= coalesce(whole_high, whole_low)
                    then '; 总体应为 / implied whole ' || {{ plain_number('whole_low') }} || coalesce('–' || {{ plain_number('whole_high') }}, '')
                else ''
            end as formula,
        share_low_pct as expected_low,
        share_high_pct as expected_high,
        published_share_pct as stated,
        published_low_pct as stated_low,
        published_high_pct as stated_high,
        verdict,
        reason,
        synthetic
    from {{ ref('provincial_shares') }}
    where share_observation_id is not null

),

entity_shares as (

    select
        'share:' || basis || ':' || enterprise_share_observation_id as claim_id,
        'share' as kind,
        basis,
        enterprise_share_observation_id as observation_id,
        {{ list_of('enterprise_share_observation_id', 'market_entities_observation_id') }} as observation_ids,
        '企业 ÷ 市场主体 / enterprises divided by market entities: '
            || coalesce({{ plain_number('enterprises') }}, '?') || ' ÷ ' || coalesce({{ plain_number('market_entities') }}, '?')
            || ' = ' || {{ plain_number('published_enterprise_share_pct') }} || '%' as formula,
        enterprise_share_pct as expected_low,
        enterprise_share_pct as expected_high,
        published_enterprise_share_pct as stated,
        published_enterprise_share_low_pct as stated_low,
        published_enterprise_share_high_pct as stated_high,
        share_verdict as verdict,
        share_reason as reason,
        synthetic
    from {{ ref('market_entities') }}
    where enterprise_share_observation_id is not null
    union all
    select
        'share:' || entities.basis || ':' || entities.tax_registered_share_observation_id,
        'share',
        entities.basis,
        entities.tax_registered_share_observation_id,
        {{ list_of('entities.tax_registered_share_observation_id', 'entities.market_entities_observation_id') }},
        '涉税主体 ÷ 市场主体 / tax-registered divided by market entities: ? ÷ '
            || coalesce({{ plain_number('entities.market_entities') }}, '?') || ' = ' || {{ plain_number('entities.published_tax_registered_share_pct') }} || '%',
        null,
        null,
        entities.published_tax_registered_share_pct,
        observations.value_low,
        observations.value_high,
        entities.tax_registered_verdict,
        entities.tax_registered_reason,
        entities.synthetic
    from {{ ref('market_entities') }} as entities
    inner join observations on observations.observation_id = entities.tax_registered_share_observation_id
    where entities.basis = 'bulletin'

),

from_registers as (

    select
        checked.kind || ':registers:' || checked.observation_id as claim_id,
        checked.kind,
        'registers' as basis,
        checked.observation_id,
        checked.observation_ids,
        checked.formula,
        {{ printed_amount('checked.expected_low') }} as expected_low,
        {{ printed_amount('checked.expected_high') }} as expected_high,
        {{ printed_amount('checked.stated') }} as stated,
        {{ printed_amount('checked.stated_low') }} as stated_low,
        {{ printed_amount('checked.stated_high') }} as stated_high,
        {{ verdict_of_reason('checked.reason_code') }} as verdict,
        {{ reason_text('checked.reason_code') }} as reason,
        checked.synthetic
    from checked_by_registers as checked
    inner join observations on observations.observation_id = checked.observation_id

),

register_gaps as (

    select
        'pp_gap:registers:' || entities.enterprise_gap_observation_id as claim_id,
        'pp_gap' as kind,
        'registers' as basis,
        entities.enterprise_gap_observation_id as observation_id,
        {{ list_of('entities.enterprise_gap_observation_id', 'entities.enterprise_share_observation_id') }} as observation_ids,
        '两地占比之差 / the difference of the two shares: '
            || coalesce({{ plain_number('entities.enterprise_share_pct') }}, '?') || ' − ' || coalesce({{ plain_number('entities.province_enterprise_share_pct') }}, '?')
            || ' = ' || {{ plain_number('entities.published_enterprise_gap_pp') }} as formula,
        entities.enterprise_gap_pp as expected_low,
        entities.enterprise_gap_pp as expected_high,
        entities.published_enterprise_gap_pp as stated,
        observations.value_low as stated_low,
        observations.value_high as stated_high,
        entities.gap_verdict as verdict,
        entities.gap_reason as reason,
        entities.synthetic
    from {{ ref('market_entities') }} as entities
    inner join observations on observations.observation_id = entities.enterprise_gap_observation_id
    where entities.basis = 'registers'

),

claims as (

    select * from from_bulletins
    union all
    select * from from_shares
    union all
    select * from entity_shares
    union all
    select * from from_registers
    union all
    select * from register_gaps

),

sources as (

    select distinct
        claim_id,
        {{ each_of('observation_ids') }} as observation_id
    from claims

),

sentences as (

    select
        sources.claim_id,
        observations.quote,
        min(observations.quote_start) as quote_start
    from sources
    inner join observations on observations.observation_id = sources.observation_id
    group by sources.claim_id, observations.quote

),

quoted as (

    select
        claim_id,
        {{ list_in_order('quote', 'quote_start, quote') }} as quotes
    from sentences
    group by claim_id

),

ordered as (

    select
        sources.claim_id,
        {{ list_in_order('observations.observation_id', 'observations.span_start, observations.observation_id') }} as observation_ids
    from sources
    inner join observations on observations.observation_id = sources.observation_id
    group by sources.claim_id

),

final as (

    select
        claims.claim_id,
        anchors.document_id,
        claims.kind,
        claims.basis,
        anchors.area,
        anchors.area_code,
        anchors.indicator,
        anchors.indicator_name,
        anchors.breakdown,
        anchors.period_start,
        anchors.period_end,
        anchors.obs_status,
        claims.formula,
        {{ try_cast_to('claims.expected_low', 'decimal(26, 8)') }} as expected_low,
        {{ try_cast_to('claims.expected_high', 'decimal(26, 8)') }} as expected_high,
        {{ try_cast_to('claims.stated', 'decimal(26, 8)') }} as stated,
        {{ try_cast_to('claims.stated_low', 'decimal(26, 8)') }} as stated_low,
        {{ try_cast_to('claims.stated_high', 'decimal(26, 8)') }} as stated_high,
        anchors.reported_unit as unit,
        claims.verdict,
        {{ try_cast_to(distance('claims.expected_low', 'claims.expected_high', 'claims.stated_low', 'claims.stated_high'), 'decimal(26, 8)') }} as distance,
        claims.reason,
        claims.observation_id,
        ordered.observation_ids,
        quoted.quotes,
        claims.synthetic
    from claims
    inner join observations as anchors on anchors.observation_id = claims.observation_id
    inner join ordered on ordered.claim_id = claims.claim_id
    inner join quoted on quoted.claim_id = claims.claim_id

)

select * from final
