with known as (

    select * from {{ ref('int_observations__known') }}

),

final as (

    select
        observation_id || ':' || row_number() over (partition by observation_id order by known_from) as version_id,
        known_from,
        known_to,
        superseded_by,
        statement_key,
        source_rank,
        observation_id,
        document_id,
        reading_id,
        span_start,
        span_end,
        value_text,
        quote,
        quote_start,
        quote_end,
        element,
        section,
        indicator,
        indicator_name,
        breakdown,
        programme,
        measure,
        reported_value,
        reported_unit,
        value,
        unit,
        value_low,
        value_high,
        bound,
        obs_status,
        period_start,
        period_end,
        ref_area,
        area,
        area_code,
        reference,
        reference_area_code,
        rule,
        confidence,
        flags,
        review_state,
        document_title,
        publisher,
        published_on,
        known_at,
        reader_version
    from known

)

select * from final
