with source as (

    select * from {{ source('history', 'published_figures') }}

),

final as (

    select
        figure_id,
        kind,
        area,
        area_code,
        indicator,
        indicator_name,
        subject,
        period_start,
        as_of,
        value,
        unit,
        document_id,
        reading_id,
        reader_version,
        review_state,
        standing,
        extract_ids
    from source

)

select * from final
