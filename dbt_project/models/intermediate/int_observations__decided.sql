with observations as (

    select * from {{ ref('stg_zhanbi__observations') }}

),

periods as (

    select * from {{ ref('int_documents__periods') }}

),

indicators as (

    select * from {{ ref('indicators') }}

),

programmes as (

    select * from {{ ref('programmes') }}

),

ordered as (

    select
        *,
        decided_at as spell_from,
        lead(decided_at) over (partition by document_id, span_start order by decided_at, decision_id desc) as spell_to
    from {{ ref('stg_zhanbi__decisions') }}

),

-- what was decided about a place in a bulletin, from when to when; before the first decision, and after one is undone, nothing
spells as (

    select document_id, span_start, action, changes, decided_by, decided_at, reason, spell_from, spell_to
    from ordered
    where action <> 'undo'
    union all
    select document_id, span_start, null, null, null, null, null, spell_from, spell_to
    from ordered
    where action = 'undo'
    union all
    select document_id, span_start, null, null, null, null, null, {{ beginning_of_time() }}, min(decided_at)
    from ordered
    group by document_id, span_start

),

applied as (

    select
        observations.reading_id,
        observations.document_id,
        observations.observation_id,
        observations.span_start,
        observations.span_end,
        observations.value_text,
        observations.quote,
        observations.quote_start,
        observations.quote_end,
        observations.element,
        observations.section,
        observations.reported_value,
        observations.reported_unit,
        observations.unit,
        observations.rule,
        observations.confidence,
        observations.flags,
        {%- for column in correctable_columns() %}
        {{ corrected(column) }} as {{ column }},
        {%- endfor %}
        {{ corrected('value') }} as value,
        {{ corrected('value_low', 'value') }} as value_low,
        {{ corrected('value_high', 'value') }} as value_high,
        case
            when decisions.action = 'confirm' then 'confirmed'
            when decisions.action = 'correct' then 'corrected'
            when decisions.action = 'reject' then 'rejected'
            when observations.confidence < {{ var('high_confidence') }} or {{ length_of('observations.flags') }} > 0 then 'open'
            else 'not_needed'
        end as review_state,
        decisions.decided_by,
        decisions.decided_at,
        decisions.reason as decision_reason,
        periods.superseded_by,
        greatest(periods.known_from, coalesce(decisions.spell_from, periods.known_from)) as known_from,
        case
            when decisions.spell_to is null then periods.known_to
            when periods.known_to is null then decisions.spell_to
            else least(periods.known_to, decisions.spell_to)
        end as known_to
    from observations
    inner join periods on periods.reading_id = observations.reading_id
    left join spells as decisions
        on decisions.document_id = observations.document_id
        and decisions.span_start = observations.span_start
        and decisions.spell_from < coalesce(periods.known_to, {{ end_of_time() }})
        and coalesce(decisions.spell_to, {{ end_of_time() }}) > periods.known_from

),

-- a code that the vocabulary has no more names nothing: the figure stays under its printed name, and waits for a person
retired as (

    select
        applied.*,
        indicators.code as known_indicator,
        programmes.code as known_programme,
        case
            when applied.indicator is not null and indicators.code is null then 'indicator_retired:' || applied.indicator
            when applied.programme is not null and programmes.code is null then 'programme_retired:' || applied.programme
        end as retired_flag
    from applied
    left join indicators on indicators.code = applied.indicator
    left join programmes on programmes.code = applied.programme

),

final as (

    select
        reading_id,
        document_id,
        observation_id,
        span_start,
        span_end,
        value_text,
        quote,
        quote_start,
        quote_end,
        element,
        section,
        reported_value,
        reported_unit,
        unit,
        rule,
        confidence,
        indicator_name,
        breakdown,
        measure,
        bound,
        obs_status,
        period_start,
        period_end,
        ref_area,
        reference,
        value,
        value_low,
        value_high,
        decided_by,
        decided_at,
        decision_reason,
        superseded_by,
        known_from,
        known_to,
        known_indicator as indicator,
        known_programme as programme,
        case when retired_flag is null then flags else {{ prepended('retired_flag', 'flags') }} end as flags,
        case when retired_flag is not null and review_state = 'not_needed' then 'open' else review_state end as review_state
    from retired

)

select * from final
