with resolved as (

    select * from {{ ref('int_observations__resolved') }}

),

final as (

    select
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
        reader_version,
        standing,
        superseded_by
    from resolved

)

select * from final
