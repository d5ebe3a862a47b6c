{{ config(materialized='table') }}

with documents as (

    select * from {{ ref('stg_zhanbi__documents') }}

),

observations as (

    select * from {{ ref('int_observations__decided') }}
    where review_state is distinct from 'rejected'

),

indicators as (

    select * from {{ ref('indicators') }}

),

plain as (

    select * from {{ ref('int_observations__plain') }}

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
        coalesce(units.dimension, relative.unit) as dimension,
        {{ source_rank('relative', 'documents', resolved_area_code('relative.ref_area', 'documents', 'area_names')) }} as source_rank,
        coalesce(plain.is_plain, false)
            and relative.indicator is not null
            and relative.period_end is not null
            and relative.bound = 'exact'
            and (relative.confidence >= {{ var('claim_confidence') }} or relative.review_state in ('confirmed', 'corrected')) as is_ranked
    from relative
    inner join placed_documents as documents on documents.reading_id = relative.reading_id
    left join names as area_names on area_names.printed_name = relative.ref_area
    left join names as reference_names on reference_names.printed_name = relative.reference_name
    left join indicators on indicators.code = relative.indicator
    left join units on units.symbol = relative.unit
    left join plain on plain.reading_id = relative.reading_id and plain.observation_id = relative.observation_id

),

final as (

    select
        resolved.*,
        case
            when resolved.ref_area = 'self' then resolved.document_area
            else coalesce(areas.area, resolved.ref_area)
        end as area,
        -- what the figure is of: two of one key state the same thing
        case
            when is_ranked then
                coalesce(resolved.area_code, case when resolved.ref_area = 'self' then resolved.document_area else resolved.ref_area end)
                || '|' || resolved.indicator || '|' || resolved.breakdown || '|' || resolved.measure || '|' || resolved.reference
                || '|' || case when resolved.obs_status in ('actual', 'estimate') then 'actual' else resolved.obs_status end
                || '|' || coalesce(cast(resolved.period_start as varchar), '') || '|' || cast(resolved.period_end as varchar) || '|' || resolved.dimension
        end as statement_key
    from resolved
    left join areas on areas.area_code = resolved.area_code

)

select * from final
