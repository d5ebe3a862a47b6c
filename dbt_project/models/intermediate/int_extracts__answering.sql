with areas as (

    select * from {{ ref('int_areas__unioned') }}

),

dates as (

    select * from {{ ref('int_dates__counted') }}

),

registers as (

    -- a delta says nothing of those it does not name: it answers together with the full register before it
    select *
    from (
        select
            *,
            max(case when coverage = 'full' then 1 end) over history is not null as is_whole,
            {{ dbt.bool_or('synthetic') }} over history as is_synthetic
        from {{ ref('stg_zhanbi__extracts') }}
        where kind = 'market_entities'
        window history as (partition by area_code order by as_of, landed_at rows unbounded preceding)
    ) as ordered
    where is_whole

),

ranked as (

    select
        areas.area_code,
        areas.area,
        areas.area_level,
        areas.province_code,
        dates.as_of,
        registers.extract_id,
        registers.area_code as register_code,
        registers.as_of as register_as_of,
        case registers.coverage when 'full' then registers.synthetic else registers.is_synthetic end as synthetic,
        row_number() over (
            partition by areas.area_code, dates.as_of
            order by
                registers.as_of,
                case registers.area_code when '000000' then 0 when areas.province_code then 1 else 2 end,
                registers.landed_at desc,
                registers.extract_id
        ) as preference
    from areas
    inner join registers on {{ covers('registers.area_code', 'areas.area_code', 'areas.province_code') }}
    inner join dates on dates.as_of <= registers.as_of
    where areas.area_level in ('province', 'zone')

),

final as (

    select
        area_code,
        area,
        area_level,
        province_code,
        as_of,
        extract_id,
        register_code,
        register_as_of,
        synthetic
    from ranked
    where preference = 1

)

select * from final
