with indicators as (

    select * from {{ ref('indicators') }}

),

final as (

    select
        code as indicator,
        name as indicator_name,
        name_en as indicator_name_en,
        definition,
        definition_en,
        source,
        unit,
        kind,
        theme,
        aliases,
        programme
    from indicators

)

select * from final
