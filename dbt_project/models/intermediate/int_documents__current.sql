with documents as (

    select * from {{ ref('stg_zhanbi__documents') }}

),

periods as (

    select * from {{ ref('int_documents__periods') }}
    where known_to is null

),

final as (

    select
        documents.*,
        periods.superseded_by
    from documents
    inner join periods on periods.reading_id = documents.reading_id

)

select * from final
