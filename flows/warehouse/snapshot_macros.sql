-- Ready questions of the published snapshot as table macros, each under an English and a Chinese name.
-- One definition a question: the Chinese name calls the English one. No typed parameters: older clients read the file too.

create macro share_of_province(programme, as_of) as table
    select
        s.area, s.area_code, w.area as province, coalesce(i.indicator_name, s.indicator) as indicator_name, s.indicator, s.programme,
        s.as_of, s.basis, s.part, s.whole, s.share_pct, s.published_share_pct, s.verdict, s.reason, s.synthetic, s.quote,
        s.share_observation_id, s.document_id
    from provincial_shares as s
    left join dim_indicator as i on i.indicator = s.indicator
    left join dim_area as w on w.area_code = s.whole_area_code
    where programme in (s.programme, s.indicator, i.indicator_name) and s.breakdown = '' and s.as_of <= as_of::date
    qualify s.as_of = max(s.as_of) over (partition by s.area, s.basis)
    order by s.area, s.basis, s.document_id;
comment on macro table share_of_province is '某类群体在给定日或之前最近一日的占全省比重，重算值与公布值并列；programme 可写项目、指标代码或指标名称。
Share of its province of a cohort, on the last day known up to as_of: recomputed beside published. programme: code of a programme or an indicator, or the indicator''s Chinese name. Example: from share_of_province(''high_tech'', ''2023-12-31'')';

create macro "占全省比重"("群体", "时点") as table from share_of_province("群体", "时点");
comment on macro table "占全省比重" is '即 share_of_province。例：from 占全省比重(''高新技术企业数'', ''2023-12-31'')。 The same as share_of_province.';

create macro trace(observation_id) as table
    select
        o.observation_id, o.value_text, o.quote, d.title as document_title, d.publisher, d.published_on, d.file_name,
        o.element, o.section, o.span_start, o.span_end, o.quote_start, o.quote_end,
        o.indicator_name, o.measure, o.reported_value, o.reported_unit, o.rule, o.confidence, o.review_state,
        d.document_id as file_sha256, d.reader_version, d.source_url, d.known_at
    from observations as o
    inner join dim_document as d on d.document_id = o.document_id
    where o.observation_id = observation_id::varchar;
comment on macro table trace is '一个数的出处：原句、公报、页或段（element）、文件的 SHA-256、字符位置 [span_start, span_end)，以及怎样读出。
Where a figure stands: sentence, bulletin, page or paragraph (element), SHA-256 of the file, character offsets [span_start, span_end), and how it was read. Example: from trace((select share_observation_id from provincial_shares where share_observation_id is not null limit 1))';

create macro "溯源"("数据编号") as table from trace("数据编号");
comment on macro table "溯源" is '即 trace。例：select quote, element from 溯源(''66666a095f278235-82'')。 The same as trace.';

-- the rule of `standing` in dbt_project/macros/sources.sql, asked of an earlier moment; tests/dbt/test_as_of.py holds them together
create macro observations_as_of(moment) as table
    select
        v.* exclude (version_id, statement_key, source_rank),
        case
            when v.superseded_by is not null then 'superseded'
            when v.statement_key is null then 'current'
            when v.source_rank > min(v.source_rank) over (partition by v.statement_key, v.superseded_by is null) then 'outranked'
            when max(v.value_low) over same_rank > min(v.value_high) over same_rank then 'tied'
            else 'current'
        end as standing
    from observation_versions as v
    where v.known_from <= moment::timestamptz and (v.known_to is null or moment::timestamptz < v.known_to)
    window same_rank as (partition by v.statement_key, v.superseded_by is null, v.source_rank);
comment on macro table observations_as_of is '某一时刻我们所知的全部公报数：其时的解读、人工决定与现状（standing）；known_from、known_to 为该内容有效的时段。
What was known of every figure at a moment: readings, decisions and standing as they were then. Example: select quote, standing from observations_as_of(''2100-01-01'') where standing = ''current''';

create macro "当时所知"("时刻") as table from observations_as_of("时刻");
comment on macro table "当时所知" is '即 observations_as_of。例：from 当时所知(''2100-01-01'')。 The same as observations_as_of.';
