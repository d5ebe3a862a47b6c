with decided as (

    select * from {{ ref('int_observations__decided') }}

),

documents as (

    select * from {{ ref('int_documents__current') }}

),

final as (

    select
        decided.observation_id,
        decided.document_id,
        documents.file_name,
        documents.area,
        decided.review_state,
        cast(array_to_string(
            list_concat(
                decided.flags,
                case when decided.confidence < {{ var('high_confidence') }} then ['low_confidence'] else [] end
            ), ', '
        ) as varchar) as reasons,
        decided.confidence,
        decided.value_text,
        decided.reported_unit,
        decided.indicator_name,
        decided.measure,
        decided.quote,
        decided.decided_by,
        decided.decided_at,
        decided.decision_reason
    from decided
    inner join documents on documents.reading_id = decided.reading_id
    where decided.review_state <> 'not_needed'

)

select * from final
