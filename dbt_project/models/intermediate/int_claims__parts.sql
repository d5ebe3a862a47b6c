with indicator_parts as (

    select
        code,
        part_group,
        part,
        count(*) over (partition by code, part_group) as parts
    from {{ ref('indicator_parts') }}

),

partitions as (

    select
        *,
        max(part) over (partition by code) as parts
    from {{ ref('partitions') }}

),

names as (

    select code, name as spelling from {{ ref('indicators') }}
    union
    select code, {{ unnest_list('aliases') }} as spelling from {{ ref('indicators') }}

),

final as (

    -- 第一产业增加值 of 地区生产总值
    select
        code || ' ' || part_group as grouping_key,
        code as whole_indicator,
        part as part_indicator,
        '' as breakdown,
        part as member,
        parts
    from indicator_parts
    union all
    -- 年度计划投资 of 新建项目, where 新建项目 are a part of 建设项目
    select
        indicator_parts.code || ' ' || indicator_parts.part_group,
        '',
        '',
        names.spelling,
        indicator_parts.part,
        indicator_parts.parts
    from indicator_parts
    inner join names on names.code = indicator_parts.part
    union all
    -- 常住人口 of 城镇
    select
        code,
        '',
        '',
        spelling,
        cast(part as string),
        parts
    from partitions

)

select * from final
