with statements as (

    select * from {{ ref('int_statements__pivoted') }}
    where theme = 'projects'

),

figures as (

    select * from {{ ref('int_observations__resolved') }}
    where superseded_by is null

),

indicators as (

    select * from {{ ref('indicators') }}

),

-- a count of projects names a group; the same words beside an amount name the group that the amount is of
groups as (

    select code as project_group, name as printed
    from indicators
    where theme = 'projects' and unit = '个'
    union
    select code as project_group, {{ unnest_list('aliases') }} as printed
    from indicators
    where theme = 'projects' and unit = '个' and aliases <> ''

),

-- 省级重点工程40个。…投资完成率52.4%: an amount without a group of its own is of the projects last counted before it
counted_before as (

    select
        statements.statement_id,
        counts.indicator as project_group,
        row_number() over (partition by statements.statement_id order by counts.span_start desc) as nearness
    from statements
    inner join statements as counts
        on counts.document_id = statements.document_id
        and counts.area = statements.area
        and counts.obs_status = statements.obs_status
        and counts.span_start < statements.span_start
        and statements.span_start - counts.span_start <= {{ var('anaphor_reach') }}
    inner join indicators on indicators.code = counts.indicator
    where statements.breakdown = ''
        and indicators.unit = '个'

),

placed as (

    select
        statements.*,
        {{ is_named_project('statements') }} as is_named,
        case
            when indicators.unit = '个' then statements.indicator
            when statements.indicator = 'new_project_start_rate' then 'new_projects'
            else coalesce(groups.project_group, counted_before.project_group, 'construction_projects')
        end as project_group
    from statements
    inner join indicators on indicators.code = statements.indicator
    left join groups on groups.printed = statements.breakdown
    left join counted_before on counted_before.statement_id = statements.statement_id and counted_before.nearness = 1

),

names as (

    select distinct document_id, area from figures where {{ is_named_project('figures') }}

),

-- what a bulletin says of a project it names, whether the vocabulary has the indicator or not
own_figures as (

    -- with the words up to the next stop: 8GW全面投产; 某某项目 is 某某, where the bulletin names it so too
    select
        figures.*,
        coalesce(shorter.area, figures.area) as project_name,
        indicator_name || breakdown || coalesce({{ without_matches(words_behind(), '[，。；、](.|\\s)*$') }}, '') as own_words
    from figures
    left join names as shorter on shorter.document_id = figures.document_id and shorter.area || '项目' = figures.area
    where {{ is_named_project('figures') }}

),

named_figures as (

    select
        document_id,
        project_name,
        min(span_start) as span_start,
        min(observation_id) as observation_id,
        {{ dbt.listagg("indicator_name || ' ' || value_text || reported_unit", "'; '", 'order by span_start') }} as figures,
        {{ dbt.listagg("case when indicator = 'project_capacity' then value_text || reported_unit || ' ' || indicator_name end", "'; '", 'order by span_start') }} as capacity,
        {{ dbt.listagg('observation_id', "'|'", 'order by span_start') }} as observation_ids,
        max({{ project_stage('own_words') }}) as stage
    from own_figures
    group by document_id, project_name

),

named as (

    select
        placed.document_id,
        coalesce(shorter.area, placed.area) as project_name,
        max(case when indicator = 'project_total_investment' then level end) as total_investment,
        max(case when indicator = 'annual_planned_investment' then level end) as annual_planned_investment,
        max(case when indicator = 'new_industrial_output' then level end) as new_industrial_output
    from placed
    left join names as shorter on shorter.document_id = placed.document_id and shorter.area || '项目' = placed.area
    where is_named
    group by placed.document_id, coalesce(shorter.area, placed.area)

),

grouped as (

    select
        document_id,
        area,
        max(area_code) as area_code,
        project_group,
        obs_status,
        period_start,
        period_end,
        mention,
        min(statement_id) as statement_id,
        max(case when indicator = project_group then level end) as projects,
        max(case when indicator = 'project_total_investment' then level end) as total_investment,
        max(case when indicator = 'annual_planned_investment' then level end) as annual_planned_investment,
        max(case when indicator = 'project_completed_investment' then level end) as completed_investment,
        max(case when indicator = 'investment_completion_rate' then level end) as completion_pct,
        max(case when indicator in ('project_start_rate', 'new_project_start_rate') then level end) as start_pct,
        max(case when indicator = 'new_industrial_output' then level end) as new_industrial_output,
        {{ dbt.listagg("case when indicator in ('project_capacity', 'production_lines', 'main_equipment') then indicator || ' ' || " ~ plain_number('level') ~ " || unit end", "'; '", 'order by span_start') }} as figures,
        {{ dbt.listagg('observation_ids', "'|'", 'order by span_start') }} as observation_ids
    from placed
    where not is_named
    group by document_id, area, project_group, obs_status, period_start, period_end, mention

),

described as (

    select
        grouped.statement_id as projects_id,
        grouped.area,
        grouped.area_code,
        grouped.project_group,
        cast(null as string) as project_name,
        grouped.obs_status,
        grouped.period_start,
        grouped.period_end,
        grouped.projects,
        grouped.total_investment,
        grouped.annual_planned_investment,
        grouped.completed_investment,
        grouped.completion_pct,
        grouped.start_pct,
        grouped.new_industrial_output,
        cast(null as string) as capacity,
        grouped.figures,
        cast(null as string) as stage,
        grouped.observation_ids,
        grouped.document_id
    from grouped
    union all
    select
        'project:' || named_figures.observation_id as projects_id,
        figures.document_area as area,
        figures.document_area_code as area_code,
        cast(null as string) as project_group,
        named_figures.project_name,
        figures.obs_status,
        figures.period_start,
        figures.period_end,
        cast(null as decimal(38, 10)) as projects,
        named.total_investment,
        named.annual_planned_investment,
        cast(null as decimal(38, 10)) as completed_investment,
        cast(null as decimal(38, 10)) as completion_pct,
        cast(null as decimal(38, 10)) as start_pct,
        named.new_industrial_output,
        named_figures.capacity,
        named_figures.figures,
        substring(named_figures.stage, 3) as stage,
        named_figures.observation_ids,
        named_figures.document_id
    from named_figures
    inner join figures on figures.observation_id = named_figures.observation_id
    left join named
        on named.document_id = named_figures.document_id
        and named.project_name = named_figures.project_name

),

final as (

    select
        described.*,
        figures.published_on,
        figures.quote
    from described
    inner join figures on figures.observation_id = replace(described.projects_id, 'project:', '')

)

select * from final
