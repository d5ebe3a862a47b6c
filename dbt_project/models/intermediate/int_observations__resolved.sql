with documents as (

    select * from {{ ref('int_documents__current') }}

),

observations as (

    select * from {{ ref('int_observations__decided') }}
    where review_state is distinct from 'rejected'

),

indicators as (

    select * from {{ ref('indicators') }}

),

units as (

    select * from {{ ref('units') }}

),

areas as (

    select * from {{ ref('int_areas__unioned') }}

),

names as (

    select * from {{ ref('int_areas__named') }}

),

placed_documents as (

    select
        documents.*,
        coalesce(documents.area_code, names.area_code) as own_area_code
    from documents
    left join names on names.printed_name = documents.area

),

relative as (

    select
        observations.*,
        case
            when reference like 'of:%' or reference like 'vs:%' then substring(reference, 4)
        end as reference_name
    from observations

),

resolved as (

    select
        relative.*,
        documents.title as document_title,
        documents.publisher,
        documents.area as document_area,
        documents.own_area_code as document_area_code,
        documents.province_code as document_province_code,
        documents.published_on,
        documents.landed_at as known_at,
        documents.reader_version,
        {{ resolved_area_code('relative.ref_area', 'documents', 'area_names') }} as area_code,
        {{ resolved_area_code('relative.reference_name', 'documents', 'reference_names') }} as reference_area_code,
        coalesce(relative.programme, indicators.programme) as cohort_programme,
        coalesce(units.dimension, relative.unit) as dimension
    from relative
    inner join placed_documents as documents on documents.reading_id = relative.reading_id
    left join names as area_names on area_names.printed_name = relative.ref_area
    left join names as reference_names on reference_names.printed_name = relative.reference_name
    left join indicators on indicators.code = relative.indicator
    left join units on units.symbol = relative.unit

),

final as (

    select
        resolved.*,
        case
            when resolved.ref_area = 'self' then resolved.document_area
            else coalesce(areas.area, resolved.ref_area)
        end as area
    from resolved
    left join areas on areas.area_code = resolved.area_code

)

select * from final
