with rules as (

    select * from {{ ref('zone_rules') }}

),

zones as (

    select * from {{ ref('zones') }}

),

final as (

    select
        rules.zone_code,
        zones.province as province_code,
        rules.precedence,
        rules.rule,
        rules.value,
        coalesce(rules.valid_from, date '0001-01-01') as valid_from,
        coalesce(rules.valid_to, date '9999-12-31') as valid_to
    from rules
    inner join zones on zones.code = rules.zone_code

)

select * from final
