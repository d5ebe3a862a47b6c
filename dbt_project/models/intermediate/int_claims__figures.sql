{{ config(materialized='table') }}

with observations as (

    select * from {{ ref('int_observations__resolved') }}

),

names as (

    select code, name as spelling from {{ ref('indicators') }}
    union
    select code, {{ unnest_list('aliases') }} as spelling from {{ ref('indicators') }}

),

spelt as (

    -- 增加值 of 第一产业 is the indicator 第一产业增加值; a table of 农产品产量 with a row 猪肉 states the 猪肉产量
    select
        *,
        case when breakdown <> '' then breakdown || indicator_name end as full_name,
        case when breakdown <> '' and rule like 'table%' then breakdown || right(indicator_name, 2) end as row_name
    from observations

),

found as (

    select
        spelt.*,
        case
            when full_names.code = coalesce(spelt.indicator, full_names.code) then full_names.spelling
            when row_names.code = coalesce(spelt.indicator, row_names.code) then row_names.spelling
        end as spelling,
        coalesce(spelt.indicator, full_names.code, row_names.code) as found_indicator
    from spelt
    left join names as full_names on full_names.spelling = spelt.full_name
    left join names as row_names on row_names.spelling = spelt.row_name

),

named as (

    select
        *,
        coalesce(spelling, indicator_name) as full_indicator_name,
        case when spelling is null then breakdown else '' end as other_breakdown,
        -- the row may have lost a qualifier in reading, such as 薯类（鲜薯）: no part of a sum
        spelling is not null and rule like 'table%' as is_from_row
    from found

),

final as (

    select
        observation_id,
        document_id,
        published_on,
        superseded_by is not null as is_superseded,
        standing,
        source_rank,
        coalesce(place, ref_area) as place,
        area_code,
        area_code is null and ref_area <> 'self' as is_named_body,
        found_indicator as indicator,
        case
            when found_indicator is not null then found_indicator
            when area_code is null and ref_area <> 'self' and {{ is_total_investment('full_indicator_name') }} then 'project_total_investment'
            else full_indicator_name
        end as subject,
        full_indicator_name as indicator_name,
        case
            when other_breakdown = '' or position(other_breakdown in full_indicator_name) > 0 then full_indicator_name
            else other_breakdown || full_indicator_name
        end as label,
        other_breakdown as breakdown,
        measure,
        reference,
        case when reference like 'vs:%' then coalesce(reference_place, reference_name) end as reference_place,
        case when reference like 'of:%' then reference_name end as whole_name,
        -- of 全省规上工业增加值 the province; of 规上工业增加值 the figure's own area
        case when is_of_area then reference_place else coalesce(place, ref_area) end as whole_place,
        obs_status,
        period_start,
        period_end,
        dimension,
        {{ signed_text('named') }} as printed,
        value_text,
        reported_unit,
        {{ exact('value') }} as value,
        {{ exact('value_low') }} as value_low,
        {{ exact('value_high') }} as value_high,
        bound = 'exact' as is_exact,
        confidence >= {{ var('claim_confidence') }} or review_state in ('confirmed', 'corrected') as is_sure,
        span_start,
        span_end,
        quote_start,
        -- the sentence before the number, and after it
        {{ words_before() }} as lead,
        {{ words_behind() }} as trail,
        quote,
        population,
        territory,
        rule,
        indicator_name as printed_name,
        breakdown as printed_breakdown,
        is_from_row
    from named

)

select * from final
