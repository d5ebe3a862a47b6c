with observations as (

    select * from {{ ref('int_observations__resolved') }}
    where superseded_by is null

),

subjects as (

    -- enterprises are read as an indicator of their own, or as a breakdown of the market entities
    select
        *,
        case
            when indicator = '{{ var('entity_type_indicators')['all'] }}' and breakdown = '' then 'market_entities'
            when indicator in ({{ literals(var('enterprise_share_indicators')) }}) and breakdown = '' then 'enterprise'
            when indicator = '{{ var('entity_type_indicators')['all'] }}' and breakdown = '企业' then 'enterprise'
            when indicator in ({{ literals(var('tax_registered_share_indicators')) }}) and breakdown = '' then 'tax_registered'
        end as subject
    from observations
    where ref_area = 'self'
        and period_end is not null

),

statements as (

    select
        *,
        case
            when subject = 'market_entities' and measure = 'level' then 'market_entities'
            when subject = 'enterprise' and measure = 'level' and unit <> '%' then 'enterprises'
            when subject in ('enterprise', 'tax_registered') and measure = 'share' and reference_area_code is null
                then subject || '_share'
            when subject in ('enterprise', 'tax_registered') and measure = 'pp_gap' then subject || '_gap'
        end as statement
    from subjects

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
