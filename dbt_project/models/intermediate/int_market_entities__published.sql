with observations as (

    select * from {{ ref('int_observations__resolved') }}

),

statements as (

    select
        *,
        case
            when indicator = '{{ var('entity_type_indicators')['all'] }}' and measure = 'level' then 'market_entities'
            when indicator = '{{ var('entity_type_indicators')['enterprise'] }}' and measure = 'level' then 'enterprises'
            when indicator in ({{ literals(var('enterprise_share_indicators')) }}) then
                case measure when 'share' then 'enterprise_share' when 'pp_gap' then 'enterprise_gap' end
            when indicator in ({{ literals(var('tax_registered_share_indicators')) }}) then
                case measure when 'share' then 'tax_registered_share' when 'pp_gap' then 'tax_registered_gap' end
        end as statement
    from observations
    where ref_area = 'self'
        and breakdown = ''
        and period_end is not null
        and not (measure = 'share' and reference_area_code is not null)

),

first_stated as (

    select *
    from (
        select
            *,
            row_number() over (
                partition by document_id, period_end, statement
                order by span_start
            ) as occurrence
        from statements
        where statement is not null
    ) as ordered
    where occurrence = 1

),

final as (

    select
        document_id,
        area,
        area_code,
        period_end as as_of,
        max(case when statement in ('market_entities', 'enterprise_share') then quote end) as quote,
        {%- for statement in ['market_entities', 'enterprises', 'enterprise_share', 'enterprise_gap', 'tax_registered_share', 'tax_registered_gap'] %}
        max(case when statement = '{{ statement }}' then observation_id end) as {{ statement }}_observation_id,
        max(case when statement = '{{ statement }}' then value end) as {{ statement }},
        max(case when statement = '{{ statement }}' then value_low end) as {{ statement }}_low,
        max(case when statement = '{{ statement }}' then value_high end) as {{ statement }}_high{{ ',' if not loop.last }}
        {%- endfor %}
    from first_stated
    group by 1, 2, 3, 4

)

select * from final
