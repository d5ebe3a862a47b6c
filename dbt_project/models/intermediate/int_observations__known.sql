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

spellings as (

    select code, {{ without_total('name') }} as spelling from indicators
    union
    select code, {{ without_total('alias') }} as spelling
    from (select code, {{ unnest_list('aliases') }} as alias from indicators) as aliases

),

relative as (

    select
        observations.*,
        case
            when reference like 'of:%' or reference like 'vs:%' then substring(reference, 4)
        end as reference_name
    from observations

),

-- 全省高新技术企业总数, of high-tech firms, says no more than 全省; 全省省属企业 is less, 全省规上工业增加值 something else
worded as (

    select
        relative.*,
        coalesce(nullif({{ area_word('relative.reference_name') }}, ''), relative.reference_name) as reference_word,
        case
            when {{ area_word('relative.reference_name') }} = '' or whole_names.code is not null then ''
            when {{ without_area_word('relative.reference_name') }} = relative.indicator_name then ''
            else {{ without_total(without_area_word('relative.reference_name')) }}
        end as reference_set,
        own_names.code is not null as has_own_name
    from relative
    left join spellings as whole_names
        on whole_names.code = relative.indicator
        and whole_names.spelling = {{ without_total(without_area_word('relative.reference_name')) }}
    left join spellings as own_names
        on own_names.code = relative.indicator
        and own_names.spelling = {{ without_total('relative.indicator_name') }}

),

resolved as (

    select
        worded.*,
        documents.title as document_title,
        documents.publisher,
        documents.area as document_area,
        documents.own_area_code as document_area_code,
        documents.province_code as document_province_code,
        documents.published_on,
        documents.landed_at as known_at,
        documents.reader_version,
        {{ resolved_area_code('worded.ref_area', 'documents', 'area_names') }} as area_code,
        {{ resolved_place('worded.ref_area', 'documents', 'area_names') }} as place,
        case
            when worded.reference_set = '' then {{ resolved_area_code('worded.reference_word', 'documents', 'reference_names') }}
        end as reference_area_code,
        {{ resolved_place('worded.reference_word', 'documents', 'reference_names') }} as reference_place,
        worded.reference like 'of:%' and (
            {{ area_word('worded.reference_name') }} <> ''
            or reference_names.area_code is not null
            or {{ is_place_name('worded.reference_name') }}
        ) as is_of_area,
        coalesce(worded.programme, indicators.programme) as cohort_programme,
        coalesce(units.dimension, worded.unit) as dimension,
        {{ population_words('worded.indicator_name', 'worded.has_own_name') }} as population,
        {{ territory_words('worded') }} as territory,
        {{ source_rank('worded', 'documents', resolved_area_code('worded.ref_area', 'documents', 'area_names')) }} as source_rank,
        coalesce(plain.is_plain, false)
            and worded.indicator is not null
            and worded.period_end is not null
            and worded.bound = 'exact'
            and (worded.confidence >= {{ var('claim_confidence') }} or worded.review_state in ('confirmed', 'corrected')) as is_ranked
    from worded
    inner join placed_documents as documents on documents.reading_id = worded.reading_id
    left join names as area_names on area_names.printed_name = worded.ref_area
    left join names as reference_names on reference_names.printed_name = worded.reference_word
    left join indicators on indicators.code = worded.indicator
    left join units on units.symbol = worded.unit
    left join plain on plain.reading_id = worded.reading_id and plain.observation_id = worded.observation_id

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
                coalesce(resolved.place, resolved.ref_area)
                || '|' || resolved.indicator || '|' || resolved.breakdown || '|' || resolved.measure || '|' || resolved.reference
                || '|' || case when resolved.obs_status in ('actual', 'estimate') then 'actual' else resolved.obs_status end
                || '|' || coalesce(cast(resolved.period_start as string), '') || '|' || cast(resolved.period_end as string) || '|' || resolved.dimension
        end as statement_key
    from resolved
    left join areas on areas.area_code = resolved.area_code

)

select * from final
