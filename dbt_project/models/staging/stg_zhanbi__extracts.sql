with source as (

    select * from {{ source('zhanbi', 'extracts') }}

),

final as (

    select
        extract_id,
        file_name,
        kind,
        programme,
        area_code,
        as_of,
        coverage,
        profile,
        synthetic,
        metadata_hash,
        rows_read,
        rows_landed,
        rows_quarantined,
        column_names,
        unknown_columns,
        landed_at
    from source

)

select * from final
