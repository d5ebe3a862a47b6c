with statements as (

    select * from {{ ref('int_statements__pivoted') }}
    where theme in ('service_times')

),

final as (

    select
        statement_id,
        area,
        area_code,
        indicator,
        breakdown,
        obs_status,
        period_start,
        period_end,
        case when {{ is_named_project('statements') }} then area end as subject,
        level,
        unit,
        baseline,
        {{ percentage('baseline - level', 'baseline') }} as reduction_pct,
        case when unit = '天' then level end as days,
        mention,
        observation_ids,
        document_id,
        published_on,
        quote
    from statements

)

select * from final
