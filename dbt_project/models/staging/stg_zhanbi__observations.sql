with source as (

    select * from {{ source('zhanbi', 'observations') }}

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
        reference,
        rule,
        confidence,
        flags
    from source

)

select * from final
