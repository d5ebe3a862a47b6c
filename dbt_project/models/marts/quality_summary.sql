with attempts as (

    select * from {{ ref('stg_zhanbi__attempts') }}

),

extracts as (

    select * from {{ ref('stg_zhanbi__extracts') }}

),

programmes as (

    select * from {{ ref('programmes') }}

),

documents as (

    select * from {{ ref('int_documents__current') }}

),

observations as (

    select * from {{ ref('int_observations__resolved') }}

),

quarantine as (

    select * from {{ ref('stg_zhanbi__quarantine') }}

),

tried as (

    select
        coalesce(input_id, 'file:' || file_name) as input_id,
        file_name,
        kind,
        outcome,
        message,
        finished_at,
        count(*) over (partition by coalesce(input_id, 'file:' || file_name)) as attempts,
        row_number() over (
            partition by coalesce(input_id, 'file:' || file_name)
            order by finished_at desc, attempt_id desc
        ) as recency
    from attempts

),

read_rows as (

    select
        documents.document_id as input_id,
        count(observations.observation_id) as rows_landed,
        sum(case when observations.indicator is null then 1 else 0 end) as unnamed_rows
    from documents
    left join observations on observations.reading_id = documents.reading_id
    group by 1

),

refused as (

    select
        source_id as input_id,
        count(*) as rows_quarantined,
        sum(case when state = 'open' then 1 else 0 end) as rows_open
    from quarantine
    group by 1

),

final as (

    select
        tried.input_id,
        tried.file_name,
        tried.kind,
        tried.outcome as last_outcome,
        tried.message || case
            when extracts.programme is not null and programmes.code is null
                then '; 认定项目 ' || extracts.programme || ' 已不在词汇表中，名单不计数 / the vocabulary has no programme ' || extracts.programme || ' any more, its list is not counted'
            else ''
        end as last_message,
        tried.finished_at as last_tried_at,
        tried.attempts,
        cast(coalesce(extracts.rows_landed, read_rows.rows_landed, 0) as bigint) as rows_landed,
        cast(coalesce(refused.rows_quarantined, 0) as bigint) as rows_quarantined,
        cast(coalesce(refused.rows_open, 0) as bigint) as rows_open,
        cast(read_rows.unnamed_rows as bigint) as figures_without_indicator,
        extracts.synthetic
    from tried
    left join extracts on extracts.extract_id = tried.input_id
    left join programmes on programmes.code = extracts.programme
    left join read_rows on read_rows.input_id = tried.input_id
    left join refused on refused.input_id = tried.input_id
    where tried.recency = 1

)

select * from final
