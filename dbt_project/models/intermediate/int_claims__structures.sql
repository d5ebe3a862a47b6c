with figures as (

    select * from {{ ref('int_claims__figures') }} where reported_unit = '%'

),

listed as (

    select
        *,
        case
            when span_start - lag(span_end) over (partition by document_id, quote_start order by span_start) <= {{ var('ratio_gap') }} then 0
            else 1
        end as begins
    from figures
    where rule like '%ratio' and measure = 'share'

),

numbered as (

    select
        *,
        'ratio ' || quote_start || ' ' || sum(begins) over (partition by document_id, quote_start order by span_start) as list_key
    from listed

),

partitions as (

    select
        breakdown,
        part_indicator,
        grouping_key,
        member,
        parts
    from {{ ref('int_claims__parts') }}

),

matched as (

    -- 三次产业贡献率分别为…: all parts of one whole, each with its percentage, in one sentence
    select
        figures.*,
        partitions.grouping_key,
        partitions.parts,
        coalesce(figures.whole_name, '') as of_whole,
        dense_rank() over (
            partition by figures.document_id, figures.quote_start, figures.measure, coalesce(figures.whole_name, ''), partitions.grouping_key
            order by partitions.member
        ) as member
    from figures
    inner join partitions
        on partitions.part_indicator = figures.indicator
        or (partitions.breakdown = figures.breakdown and figures.breakdown <> '')
    where figures.measure in ('share', 'contribution')
        and figures.rule not like '%ratio'
        and figures.is_sure

),

complete as (

    select
        *,
        count(*) over printed_list as found,
        max(member) over printed_list as members
    from matched
    window printed_list as (partition by document_id, quote_start, measure, of_whole, grouping_key)

),

lists as (

    select 'structure' as kind, list_key, document_id, observation_id, span_start, value_text, value_low, value_high, is_exact
    from numbered
    union all
    select
        case when measure = 'share' then 'structure' else 'contribution' end,
        grouping_key || ' ' || quote_start,
        document_id,
        observation_id,
        span_start,
        value_text,
        value_low,
        value_high,
        is_exact
    from complete
    where members = parts and found = parts

),

summed as (

    select
        kind,
        document_id,
        min(observation_id) as observation_id,
        {{ list_in_order('observation_id', 'span_start') }} as observation_ids,
        {{ dbt.listagg("value_text", "' + '", 'order by span_start') }} as parts_text,
        cast(sum(value_low) as decimal(38, 8)) as expected_low,
        cast(sum(value_high) as decimal(38, 8)) as expected_high,
        bool_and(is_exact) as are_exact
    from lists
    group by kind, document_id, list_key
    having count(*) > 1

),

distinct_lists as (

    -- 三次产业 is a breakdown and a list of indicators: one claim
    select
        *,
        row_number() over (partition by observation_ids order by kind, parts_text) as occurrence
    from summed

),

final as (

    select
        kind,
        'hundred' as variant,
        observation_id,
        observation_ids,
        '各部分合计应为100 / the parts make up 100: ' || parts_text || ' = 100' as formula,
        expected_low,
        expected_high,
        cast(100 as decimal(26, 8)) as stated,
        cast(100 as decimal(26, 8)) as stated_low,
        cast(100 as decimal(26, 8)) as stated_high,
        {{ reason_of_interval('are_exact', 'expected_low', 'expected_high', '100', '100') }} as reason_code
    from distinct_lists
    -- 1:1.12 and 3:7 are no percentages
    where expected_high > 50 and occurrence = 1

)

select * from final
