with observations as (

    select * from {{ ref('stg_zhanbi__observations') }}

),

examined as (

    -- nothing but its name, its time and a verb stands before the number: no qualifier was lost in reading
    select
        reading_id,
        observation_id,
        quote_start,
        span_start,
        measure,
        indicator,
        breakdown,
        (rule like 'table%' and rule not like '%under%')
            or {{ without_fillers("replace(replace(" ~ words_before() ~ ", indicator_name, ''), breakdown, '')") }} = '' as opens
    from observations

),

led as (

    select
        *,
        lag(opens) over (partition by reading_id, quote_start order by span_start) as leader_opens,
        lag(indicator) over (partition by reading_id, quote_start order by span_start) as leader_indicator,
        lag(breakdown) over (partition by reading_id, quote_start order by span_start) as leader_breakdown
    from examined

),

final as (

    select
        reading_id,
        observation_id,
        opens or coalesce(measure = 'growth' and leader_opens and leader_indicator = indicator and leader_breakdown = breakdown, false) as is_plain
    from led

)

select * from final
