with final as (

    select
        document_id,
        reading_id,
        file_name,
        media_type,
        encoding,
        size_bytes,
        text_length,
        title,
        publisher,
        area,
        area_code,
        province_code,
        published_on,
        source_url,
        revises,
        superseded_by,
        reader_version,
        notes,
        landed_at as known_at
    from {{ ref('int_documents__current') }}

)

select * from final
