with recognitions as (

    select * from {{ ref('stg_zhanbi__recognitions') }}

),

links as (

    select *
    from (
        select *, row_number() over (partition by extract_id, row_number order by matched_at desc) as recency
        from {{ ref('stg_zhanbi__recognition_links') }}
    ) as ordered
    where recency = 1

),

decisions as (

    select *
    from (
        select *, row_number() over (partition by name, city order by decided_at desc, decision_id) as recency
        from {{ ref('stg_zhanbi__link_decisions') }}
    ) as ordered
    where recency = 1 and action <> 'undo'

),

final as (

    select
        recognitions.extract_id,
        recognitions.row_number,
        recognitions.programme,
        recognitions.name,
        recognitions.city,
        recognitions.certificate_number,
        recognitions.valid_from,
        recognitions.valid_to,
        case
            when recognitions.credit_code is not null then recognitions.credit_code
            when decisions.action is not null then decisions.credit_code
            else links.credit_code
        end as credit_code,
        case
            when recognitions.credit_code is not null then 'code'
            when decisions.action is not null then 'decision_' || decisions.action
            else coalesce(links.reason, 'not_matched')
        end as link_reason,
        case when recognitions.credit_code is null and decisions.action is null then links.score end as link_score,
        links.candidates,
        decisions.decided_by,
        decisions.decided_at,
        decisions.reason as decision_reason
    from recognitions
    left join links
        on links.extract_id = recognitions.extract_id
        and links.row_number = recognitions.row_number
    left join decisions
        on decisions.name = recognitions.name
        and coalesce(decisions.city, '') = coalesce(recognitions.city, '')
        and recognitions.credit_code is null

)

select * from final
