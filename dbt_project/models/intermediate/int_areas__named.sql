with areas as (

    select * from {{ ref('int_areas__unioned') }}

),

named as (

    select area_code, area as printed_name from areas
    union
    select area_code, {{ unnest_list('aliases') }} as printed_name from areas

),

final as (

    select
        area_code,
        printed_name
    from named
    where printed_name <> ''

)

select * from final
