with extracts as (

    select * from {{ ref('stg_zhanbi__extracts') }}

),

ordered as (

    -- of the full lists of one day, and of the deltas of one day and name, the last landed replaces the others
    select
        *,
        row_number() over (
            partition by programme, area_code, as_of, coverage, case when coverage = 'delta' then file_name end
            order by landed_at desc, extract_id
        ) as recency
    from extracts
    where kind = 'recognitions'

),

final as (

    select
        extract_id,
        file_name,
        programme,
        area_code,
        as_of,
        coverage,
        synthetic,
        landed_at
    from ordered
    where recency = 1

)

select * from final
