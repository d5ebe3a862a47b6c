with figures as (

    select * from {{ ref('int_claims__figures') }} where is_sure and period_end is not null

),

indicators as (

    select
        code,
        {{ grows_at_constant_prices() }} as is_real
    from {{ ref('indicators') }}

),

growths as (

    select
        figures.*,
        coalesce(indicators.is_real, true) as is_real
    from figures
    left join indicators on indicators.code = figures.indicator
    where figures.measure = 'growth' and figures.reference = 'yoy' and figures.reported_unit = '%'

),

levels as (

    select
        growths.observation_id as growth_id,
        figures.*,
        row_number() over (partition by growths.observation_id order by {{ nearest_first('figures', 'growths') }}) as nearness
    from growths
    inner join figures
        on {{ same_frame('figures', 'growths') }}
        and figures.subject = growths.subject
        and figures.breakdown = growths.breakdown
    where figures.measure = 'level' and growths.indicator is not null

),

befores as (

    -- the level of the same period a year earlier: from an earlier bulletin, or from this one
    select
        levels.growth_id,
        figures.*,
        row_number() over (
            partition by levels.growth_id
            order by
                case when figures.document_id = levels.document_id then 0 else 1 end,
                figures.published_on desc,
                figures.observation_id
        ) as nearness
    from levels
    inner join figures
        on figures.place = levels.place
        and figures.subject = levels.subject
        and figures.breakdown = levels.breakdown
        and {{ same_dimension('figures.dimension', 'levels.dimension') }}
        and {{ a_year_before('figures.period_end', 'levels.period_end') }}
        and ({{ a_year_before('figures.period_start', 'levels.period_start') }} or (figures.period_start is null and levels.period_start is null))
    where levels.nearness = 1
        and figures.measure in ('level', 'baseline')
        and figures.obs_status = 'actual'
        and levels.obs_status in ('actual', 'estimate')
        and figures.published_on <= levels.published_on
        and not coalesce(figures.is_superseded, false)
        and figures.value_low > 0

),

-- a zone enlarged between the two bulletins' days has no growth by their levels
moved as (

    select distinct levels.growth_id
    from levels
    inner join befores on befores.growth_id = levels.growth_id and befores.nearness = 1 and befores.document_id <> levels.document_id
    left join {{ ref('zone_boundaries') }} as boundaries
        on {{ boundary_moved('boundaries', 'levels.area_code', 'befores.period_end', 'levels.period_end') }}
    where levels.nearness = 1
        and (boundaries.zone_code is not null or befores.territory <> levels.territory)

),

changes as (

    select
        levels.growth_id,
        figures.*,
        row_number() over (partition by levels.growth_id order by {{ nearest_first('figures', 'levels') }}) as nearness
    from levels
    inner join figures
        on {{ same_figure('figures', 'levels') }}
        and figures.quote_start = levels.quote_start
    where levels.nearness = 1 and figures.measure = 'change' and figures.reference = 'yoy'

),

from_levels as (

    select
        growths.*,
        'levels' as variant,
        {{ list_of('growths.observation_id', 'levels.observation_id', 'befores.observation_id') }} as observation_ids,
        '由两期水平推算增速 / the growth that the two levels give (' || growths.label || '): '
            || levels.printed || ' ÷ ' || befores.printed || ' − 1 = ' || growths.printed as formula,
        100 * (levels.value_low - befores.value_high) as low_num,
        befores.value_high as low_den,
        100 * (levels.value_high - befores.value_low) as high_num,
        befores.value_low as high_den,
        growths.is_exact and levels.is_exact and befores.is_exact as are_exact,
        befores.document_id <> growths.document_id and growths.dimension is not null and levels.dimension = 'money' as may_be_revised,
        moved.growth_id is not null as is_other_boundary,
        {{ on_one_basis('growths') }} as is_on_one_basis
    from growths
    inner join levels on levels.growth_id = growths.observation_id and levels.nearness = 1
    inner join befores on befores.growth_id = growths.observation_id and befores.nearness = 1
    left join moved on moved.growth_id = growths.observation_id

),

from_changes as (

    select
        growths.*,
        'change' as variant,
        {{ list_of('growths.observation_id', 'levels.observation_id', 'changes.observation_id') }} as observation_ids,
        '由增减量推算增速 / the growth that the change gives (' || growths.label || '): '
            || changes.printed || ' ÷ (' || levels.printed || ' − ' || changes.printed || ') = ' || growths.printed as formula,
        -- the quotient rises with the change, and falls with the level where the change is positive
        100 * changes.value_low as low_num,
        case when changes.value_low < 0 then levels.value_low else levels.value_high end - changes.value_low as low_den,
        100 * changes.value_high as high_num,
        case when changes.value_high < 0 then levels.value_high else levels.value_low end - changes.value_high as high_den,
        growths.is_exact and levels.is_exact and changes.is_exact as are_exact,
        false as may_be_revised,
        false as is_other_boundary,
        {{ on_one_basis('growths') }} as is_on_one_basis
    from growths
    inner join levels on levels.growth_id = growths.observation_id and levels.nearness = 1 and levels.quote_start = growths.quote_start
    inner join changes on changes.growth_id = growths.observation_id and changes.nearness = 1

),

computed as (

    select
        *,
        {{ verdict('low_num', 'low_den', 'high_num', 'high_den', 'value_low', 'value_high') }} as arithmetic
    from (
        select * from from_levels
        union all
        select * from from_changes
    ) as quotients
    where low_den > 0 and high_den > 0

),

final as (

    select
        'growth' as kind,
        variant,
        observation_id,
        observation_ids,
        formula,
        {{ try_cast_to(quotient('low_num', 'low_den', 8), 'decimal(26, 8)') }} as expected_low,
        {{ try_cast_to(quotient('high_num', 'high_den', 8), 'decimal(26, 8)') }} as expected_high,
        value as stated,
        value_low as stated_low,
        value_high as stated_high,
        case
            when is_real then 'constant_prices'
            when is_other_boundary then 'scope_boundary'
            when not are_exact then 'bounded'
            when arithmetic = 'cannot_tell' then 'out_of_range'
            when arithmetic = 'disagrees' and is_on_one_basis then 'comparable_basis'
            when arithmetic = 'disagrees' and may_be_revised then 'revised_base'
            when arithmetic = 'disagrees' then 'outside_rounding'
        end as reason_code
    from computed

)

select * from final
