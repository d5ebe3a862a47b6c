{{ config(materialized='table') }}

with answering as (

    select * from {{ ref('int_extracts__answering') }}

),

areas as (

    select * from {{ ref('int_areas__unioned') }}

),

lists as (

    select
        extracts.*,
        areas.province_code
    from {{ ref('int_lists__in_force') }} as extracts
    left join areas on areas.area_code = extracts.area_code

),

placed as (

    select * from {{ ref('int_recognitions__placed') }}

),

programmes as (

    select * from {{ ref('programmes') }}

),

listed as (

    select
        answering.area_code,
        answering.province_code,
        answering.as_of,
        answering.extract_id,
        programmes.code as programme,
        {{ dbt.bool_or('lists.synthetic') }} as synthetic,
        max(lists.as_of) as lists_as_of,
        {{ dbt.listagg('lists.extract_id', "'|'", 'order by lists.extract_id') }} as list_extract_ids
    from answering
    inner join lists
        on {{ covers('lists.area_code', 'answering.area_code', 'answering.province_code') }}
        or lists.province_code = answering.area_code
    inner join programmes on programmes.code = lists.programme
    group by 1, 2, 3, 4, 5
    -- lists of a part of the area add their firms, but only a list of the whole area makes the count one of the area
    having max(case
        when {{ covers('lists.area_code', 'answering.area_code', 'answering.province_code') }} then lists.as_of
    end) >= answering.as_of

),

final as (

    select
        listed.area_code,
        listed.as_of,
        listed.programme,
        listed.synthetic,
        listed.lists_as_of,
        listed.list_extract_ids,
        count(distinct case
            when placed.standing = 'counted' and listed.area_code in (placed.zone_code, placed.province_code)
                then placed.holder
        end) as firm_count,
        count(distinct case when placed.standing = 'unplaced' then placed.holder end) as unplaced_count
    from listed
    left join placed
        on placed.extract_id = listed.extract_id
        and placed.as_of = listed.as_of
        and placed.programme = listed.programme
    group by 1, 2, 3, 4, 5, 6

)

select * from final
