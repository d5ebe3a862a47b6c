with recognitions as (

    select * from {{ ref('stg_zhanbi__recognitions') }}

),

lists as (

    select * from {{ ref('stg_zhanbi__extracts') }} where kind = 'recognitions'

),

ranked as (

    select
        recognitions.programme,
        recognitions.credit_code,
        recognitions.name,
        coalesce(recognitions.credit_code, recognitions.name) as holder,
        recognitions.valid_from,
        recognitions.valid_to,
        recognitions.extract_id,
        recognitions.row_number,
        row_number() over (
            partition by
                recognitions.programme,
                coalesce(recognitions.credit_code, recognitions.name),
                recognitions.valid_from
            order by lists.as_of desc, lists.landed_at desc, recognitions.extract_id, recognitions.row_number desc
        ) as recency
    from recognitions
    inner join lists on lists.extract_id = recognitions.extract_id

),

final as (

    select
        programme,
        holder,
        credit_code,
        name,
        valid_from,
        valid_to,
        extract_id,
        row_number
    from ranked
    where recency = 1

)

select * from final
