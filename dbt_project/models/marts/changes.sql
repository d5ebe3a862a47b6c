with now as (

    select * from {{ ref('figures') }}

),

before as (

    select * from {{ ref('stg_zhanbi__published_figures') }}

),

documents_now as (

    select document_id, max(reading_id) as reading_id, max(reader_version) as reader_version
    from now
    where kind = 'stated'
    group by document_id

),

documents_before as (

    select document_id, max(reading_id) as reading_id, max(reader_version) as reader_version
    from before
    where kind = 'stated'
    group by document_id

),

extracts_now as (

    select distinct extract_ids from now where kind = 'counted'

),

extracts_before as (

    select distinct extract_ids from before where kind = 'counted'

),

-- the subjects of which an earlier bulletin had a figure already
subjects_before as (

    select distinct area, indicator, subject, period_start, as_of
    from before
    where kind = 'stated' and indicator is not null

),

paired as (

    select
        coalesce(now.figure_id, before.figure_id) as figure_id,
        coalesce(now.kind, before.kind) as kind,
        case when before.figure_id is null then 'added' when now.figure_id is null then 'removed' else 'changed' end as change,
        coalesce(now.area, before.area) as area,
        coalesce(now.area_code, before.area_code) as area_code,
        coalesce(now.indicator, before.indicator) as indicator,
        coalesce(now.indicator_name, before.indicator_name) as indicator_name,
        coalesce(now.subject, before.subject) as subject,
        coalesce(now.period_start, before.period_start) as period_start,
        coalesce(now.as_of, before.as_of) as as_of,
        before.value as value_before,
        now.value as value_after,
        before.unit as unit_before,
        now.unit as unit_after,
        coalesce(now.document_id, before.document_id) as document_id,
        coalesce(now.extract_ids, before.extract_ids) as extract_ids,
        before.extract_ids as extract_ids_before,
        coalesce(now.review_state = 'corrected', false) <> coalesce(before.review_state = 'corrected', false) as is_decided
    from now
    full outer join before on before.figure_id = now.figure_id
    where
        now.figure_id is null
        or before.figure_id is null
        or {{ differs('now', 'before', ['value', 'unit', 'area', 'indicator', 'subject', 'period_start', 'as_of']) }}

),

explained as (

    select
        paired.*,
        documents_before.document_id is null as is_new_document,
        documents_now.document_id is null as is_gone_document,
        coalesce(documents_now.reader_version <> documents_before.reader_version, false) as is_new_reader,
        coalesce(documents_now.reading_id <> documents_before.reading_id, false) as is_new_reading,
        subjects_before.subject is not null as is_known_subject,
        extracts_before.extract_ids is not null as is_known_extract,
        extracts_now.extract_ids is not null as is_kept_extract
    from paired
    left join documents_now on documents_now.document_id = paired.document_id
    left join documents_before on documents_before.document_id = paired.document_id
    left join extracts_now on extracts_now.extract_ids = paired.extract_ids
    left join extracts_before on extracts_before.extract_ids = paired.extract_ids
    left join subjects_before
        on subjects_before.area = paired.area
        and subjects_before.indicator = paired.indicator
        and subjects_before.subject = paired.subject
        and subjects_before.period_start is not distinct from paired.period_start
        and subjects_before.as_of is not distinct from paired.as_of

),

final as (

    select
        figure_id,
        kind,
        change,
        case
            when kind = 'counted' and change = 'added' and not is_known_extract then 'new_source'
            when kind = 'counted' and change = 'removed' and not is_kept_extract then 'register_changed'
            when kind = 'counted' and change = 'changed' and extract_ids is distinct from extract_ids_before then 'register_changed'
            when kind = 'counted' then 'definition_changed'
            when is_new_document and is_known_subject then 'revision'
            when is_new_document then 'new_source'
            when is_gone_document then 'source_withdrawn'
            when is_decided then 'correction'
            when is_new_reader then 'reader_changed'
            when is_new_reading or change <> 'changed' then 'correction'
            else 'definition_changed'
        end as cause,
        area,
        area_code,
        indicator,
        indicator_name,
        subject,
        period_start,
        as_of,
        value_before,
        value_after,
        unit_before,
        unit_after,
        document_id,
        extract_ids
    from explained

)

select * from final
