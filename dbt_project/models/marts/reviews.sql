with decided as (

    select * from {{ ref('int_observations__decided') }}
    where known_to is null

),

documents as (

    select * from {{ ref('int_documents__current') }}

),

standings as (

    select * from {{ ref('int_observations__resolved') }}

),

final as (

    select
        decided.observation_id,
        decided.document_id,
        documents.file_name,
        documents.area,
        case when decided.review_state = 'not_needed' then 'open' else decided.review_state end as review_state,
        concat_ws(
            ', ',
            nullif({{ joined('decided.flags', "', '") }}, ''),
            case when decided.confidence < {{ var('high_confidence') }} then 'low_confidence' end,
            case when standings.standing = 'tied' then 'sources_disagree' end
        ) as reasons,
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
    left join standings on standings.observation_id = decided.observation_id
    where decided.review_state <> 'not_needed' or standings.standing = 'tied'

)

select * from final
