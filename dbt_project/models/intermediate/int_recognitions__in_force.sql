with certificates as (

    select * from {{ ref('int_recognitions__history') }}

),

dates as (

    select distinct as_of from {{ ref('int_extracts__answering') }}

),

final as (

    select
        dates.as_of,
        certificates.programme,
        certificates.holder,
        certificates.credit_code,
        max(certificates.name) as name
    from dates
    inner join certificates
        on certificates.valid_from <= dates.as_of
        and (certificates.valid_to is null or dates.as_of < certificates.valid_to)
    group by 1, 2, 3, 4

)

select * from final
