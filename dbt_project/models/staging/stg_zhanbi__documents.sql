with source as (

    select * from {{ source('zhanbi', 'documents') }}

),

final as (

    select
        reading_id,
        document_id,
        file_name,
        media_type,
        encoding,
        size_bytes,
        title,
        publisher,
        area,
        area_code,
        province_code,
        published_on,
        source_url,
        revises,
        metadata_hash,
        reader_version,
        text,
        cast(length(text) as bigint) as text_length,
        notes,
        landed_at
    from source

)

select * from final
