with now as (

    select * from {{ ref('figures') }}

),

observations as (

    select * from {{ ref('observations') }}

),

before as (

    select * from {{ ref('stg_zhanbi__published_figures') }}

),

documents_now as (

    select document_id, reading_id, reader_version from {{ ref('dim_document') }}

),

documents_before as (

    select document_id, max(reading_id) as reading_id, max(reader_version) as reader_version
    from before
    where kind = 'stated'
    group by document_id

),

revising as (

    select distinct superseded_by as document_id from {{ ref('dim_document') }} where superseded_by is not null

),

extracts_now as (

    select distinct extract_ids from now where kind = 'counted'

),

extracts_before as (

    select distinct extract_ids from before where kind = 'counted'

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
        revising.document_id is not null as is_revising,
        coalesce(documents_now.reader_version <> documents_before.reader_version, false) as is_new_reader,
        coalesce(documents_now.reading_id <> documents_before.reading_id, false) as is_new_reading,
        observations.standing,
        extracts_before.extract_ids is not null as is_known_extract,
        extracts_now.extract_ids is not null as is_kept_extract
    from paired
    left join documents_now on documents_now.document_id = paired.document_id
    left join documents_before on documents_before.document_id = paired.document_id
    left join revising on revising.document_id = paired.document_id
    left join observations on 'stated:' || observations.observation_id = paired.figure_id
    left join extracts_now on extracts_now.extract_ids = paired.extract_ids
    left join extracts_before on extracts_before.extract_ids = paired.extract_ids

),

caused as (

    select
        *,
        case
            when kind = 'counted' and change = 'added' and not is_known_extract then 'new_source'
            when kind = 'counted' and change = 'removed' and not is_kept_extract then 'register_changed'
            when kind = 'counted' and change = 'changed' and extract_ids is distinct from extract_ids_before then 'register_changed'
            when kind = 'counted' then 'definition_changed'
            when is_new_document and is_revising then 'revision'
            when is_new_document then 'new_source'
            when is_gone_document then 'source_withdrawn'
            when change = 'removed' and standing = 'superseded' then 'revision'
            when change = 'removed' and standing = 'outranked' then 'new_source'
            when is_decided then 'correction'
            when is_new_reader then 'reader_changed'
            when is_new_reading or change <> 'changed' then 'correction'
            else 'definition_changed'
        end as cause,
        row_number() over (
            partition by kind || ':' || change, area, coalesce(indicator, indicator_name), subject, period_start, as_of
            order by figure_id
        ) as place
    from explained

),

-- a figure that left because of a figure of another source that states the same thing: one change, not two
replacements as (

    select
        added.figure_id,
        removed.figure_id as removed_id,
        removed.value_before,
        removed.unit_before,
        removed.cause
    from caused as added
    inner join caused as removed
        on removed.area = added.area
        and coalesce(removed.indicator, removed.indicator_name) = coalesce(added.indicator, added.indicator_name)
        and removed.subject = added.subject
        and removed.period_start is not distinct from added.period_start
        and removed.as_of is not distinct from added.as_of
        and removed.place = added.place
        and removed.document_id <> added.document_id
    where added.kind = 'stated'
        and removed.kind = 'stated'
        and added.change = 'added'
        and removed.change = 'removed'

),

final as (

    select
        caused.figure_id,
        caused.kind,
        case when replacements.figure_id is not null then 'changed' else caused.change end as change,
        coalesce(replacements.cause, caused.cause) as cause,
        caused.area,
        caused.area_code,
        caused.indicator,
        caused.indicator_name,
        caused.subject,
        caused.period_start,
        caused.as_of,
        coalesce(replacements.value_before, caused.value_before) as value_before,
        caused.value_after,
        coalesce(replacements.unit_before, caused.unit_before) as unit_before,
        caused.unit_after,
        caused.document_id,
        caused.extract_ids
    from caused
    left join replacements on replacements.figure_id = caused.figure_id
    left join replacements as replaced on replaced.removed_id = caused.figure_id
    where replaced.removed_id is null
        -- the same value from a better source is no change of the figure
        and (replacements.figure_id is null or replacements.value_before <> caused.value_after or replacements.unit_before <> caused.unit_after)

)

select * from final
