with indicators as (

    select * from {{ ref('indicators') }}

),

indicator_parts as (

    select * from {{ ref('indicator_parts') }}

),

sums as (

    select
        code,
        part_group,
        {{ dbt.listagg('part', "' + '", 'order by part') }} as parts
    from indicator_parts
    group by 1, 2

),

compositions as (

    select
        code,
        {{ dbt.listagg('parts', "'; '", 'order by part_group') }} as parts
    from sums
    group by 1

),

final as (

    select
        indicators.code as indicator,
        indicators.name as indicator_name,
        indicators.name_en as indicator_name_en,
        indicators.definition,
        indicators.definition_en,
        indicators.source,
        indicators.unit,
        indicators.kind,
        indicators.theme,
        indicators.aliases,
        compositions.parts,
        indicators.programme
    from indicators
    left join compositions on compositions.code = indicators.code

)

select * from final
