with documents as (

    select * from {{ ref('stg_zhanbi__documents') }}

),

ranked as (

    select
        *,
        row_number() over (
            partition by document_id
            order by landed_at desc, reading_id desc
        ) as recency
    from documents

),

final as (

    select * from ranked where recency = 1

)

select * from final
