with final as (

    select
        programme || ':' || holder || ':' || valid_from as recognition_id,
        programme,
        credit_code,
        name,
        valid_from,
        valid_to,
        ends_by,
        link_reason,
        link_score,
        extract_id,
        row_number
    from {{ ref('int_recognitions__history') }}

)

select * from final
