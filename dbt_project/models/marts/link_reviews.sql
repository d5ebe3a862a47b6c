with linked as (

    select * from {{ ref('int_recognitions__linked') }}

),

in_force as (

    select * from {{ ref('int_lists__in_force') }}

),

final as (

    select
        extract_id || ':' || row_number as list_row_id,
        extract_id,
        row_number,
        programme,
        name,
        city,
        valid_from,
        case
            when link_reason = 'decision_link' then 'linked'
            when link_reason = 'decision_reject' then 'rejected'
            else 'open'
        end as review_state,
        credit_code,
        case when link_reason not like 'decision%' then link_reason end as reason_code,
        {{ link_reason_text('link_reason') }} as reason,
        link_score,
        cast(candidates as string) as candidates,
        decided_by,
        decided_at,
        decision_reason
    from linked
    where
        (credit_code is null or link_reason = 'decision_link')
        and extract_id in (select extract_id from in_force)

)

select * from final
