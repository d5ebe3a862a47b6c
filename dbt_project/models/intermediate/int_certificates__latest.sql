with recognitions as (

    select * from {{ ref('int_recognitions__linked') }}

),

lists as (

    select * from {{ ref('int_lists__in_force') }}

),

stated as (

    select
        recognitions.*,
        coalesce(recognitions.credit_code, recognitions.name) as holder,
        lists.area_code,
        lists.as_of,
        lists.landed_at
    from recognitions
    inner join lists on lists.extract_id = recognitions.extract_id

),

ranked as (

    select
        *,
        max(valid_to) over (partition by programme, holder, valid_from) as latest_end,
        row_number() over (
            partition by programme, holder, valid_from
            order by as_of desc, landed_at desc, extract_id, row_number desc
        ) as recency
    from stated

),

holders as (

    select programme, holder, area_code, as_of from stated group by 1, 2, 3, 4

),

left_out as (

    -- a full list without the holder, after the last list that has the certificate: it was revoked by then
    select
        ranked.programme,
        ranked.holder,
        ranked.valid_from,
        min(lists.as_of) as revoked_by
    from ranked
    inner join lists
        on lists.coverage = 'full'
        and lists.programme = ranked.programme
        and lists.area_code = ranked.area_code
        and lists.as_of > ranked.as_of
    left join holders
        on holders.programme = ranked.programme
        and holders.holder = ranked.holder
        and holders.area_code = lists.area_code
        and holders.as_of = lists.as_of
    where ranked.recency = 1 and holders.holder is null
    group by 1, 2, 3

),

final as (

    select
        ranked.programme,
        ranked.holder,
        ranked.credit_code,
        ranked.name,
        ranked.valid_from,
        ranked.valid_to,
        left_out.revoked_by,
        coalesce(ranked.valid_to < ranked.latest_end, false) as is_shortened,
        ranked.link_reason,
        ranked.link_score,
        ranked.extract_id,
        ranked.row_number
    from ranked
    left join left_out
        on left_out.programme = ranked.programme
        and left_out.holder = ranked.holder
        and left_out.valid_from = ranked.valid_from
    where ranked.recency = 1

)

select * from final
