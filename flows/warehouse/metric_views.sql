-- Written by `python -m flows.warehouse.metric_views` from dbt_project/models/metrics; not by hand.

create view metric_agreeing_shares as
select share__area as area, share__basis as basis, cast(metric_time__day as date) as day, agreeing_shares as value
from (
SELECT
  metric_time__day
  , share__area
  , share__basis
  , SUM(__agreeing_shares) AS agreeing_shares
FROM (
  SELECT
    DATE_TRUNC('day', as_of) AS metric_time__day
    , area AS share__area
    , basis AS share__basis
    , case when verdict = 'agrees' then 1 else 0 end AS __agreeing_shares
  FROM "provincial_shares" shares_src_10000
) subq_3
GROUP BY
  metric_time__day
  , share__area
  , share__basis
);
comment on view metric_agreeing_shares is '相符的占比数 Shares that agree
定义：重新计算与公布相符的占比数。公式：计数。单位：项。来源：provincial_shares。局限：无法判断的不计。

Definition: published shares that recomputation confirms. Formula: count. Unit: shares. Source: provincial_shares. Limits: what cannot be told does not count.

例 / worked example：“累计认定专精特新中小企业447家，占全省(2113家)21.2%”：21.15 ≤ 21.154756 < 21.25，相符；其后三项亦然，计 4 (this share and the three behind it: 4).
';

create view metric_audit_agreement_rate_pct as
select claim__document_id as document_id, claim__kind as kind, claim__basis as basis, audit_agreement_rate_pct as value
from (
SELECT
  claim__kind
  , claim__basis
  , claim__document_id
  , 100.0 * claims_agreeing / nullif(claims_agreeing + claims_disagreeing, 0) AS audit_agreement_rate_pct
FROM (
  SELECT
    claim__kind
    , claim__basis
    , claim__document_id
    , SUM(__claims_agreeing) AS claims_agreeing
    , SUM(__claims_disagreeing) AS claims_disagreeing
  FROM (
    SELECT
      kind AS claim__kind
      , basis AS claim__basis
      , document_id AS claim__document_id
      , case when verdict = 'agrees' then 1 else 0 end AS __claims_agreeing
      , case when verdict = 'disagrees' then 1 else 0 end AS __claims_disagreeing
    FROM "claim_audit" claims_src_10000
  ) subq_3
  GROUP BY
    claim__kind
    , claim__basis
    , claim__document_id
) subq_5
);
comment on view metric_audit_agreement_rate_pct is '核对相符率 Audit agreement rate
定义：可判断的说法中相符的百分比。公式：100 × 相符 ÷（相符 + 不符）。单位：%。来源：claim_audit。局限：“以上”“约”限定的数、缺总数的占比不能判断。

Definition: agreeing claims as a percentage of those that can be told. Formula: 100 × agreeing ÷ (agreeing + disagreeing). Unit: per cent. Source: claim_audit. Limits: bounded figures, and shares without their whole, cannot be told.

例 / worked example：“累计签约总投资778亿元，已超额完成省年度考核任务(省定708亿元)70亿元”：1 项可判断、1 项相符，100 (one can be told and agrees: 100).
';

create view metric_bulletin_age_days as
select figure__publisher as publisher, bulletin_age_days as value
from (
SELECT
  figure__publisher
  , MIN(__bulletin_age_days) AS bulletin_age_days
FROM (
  SELECT
    publisher AS figure__publisher
    , current_date - published_on AS __bulletin_age_days
  FROM "observations" figures_src_10000
) subq_3
GROUP BY
  figure__publisher
);
comment on view metric_bulletin_age_days is '公报距今天数 Days since publication
定义：最近一份公报发布至今的天数（新鲜度）。公式：今天 − 发布日期。单位：天。来源：公报。局限：随查询日期变化。

Definition: days since the latest bulletin was published (freshness). Formula: today − day of publication. Unit: days. Source: bulletins. Limits: depends on the day of the query.

例 / worked example：2023-07-20 发布、2023-08-01 查询：12 (published 2023-07-20, asked 2023-08-01: 12).
';

create view metric_claims_agreeing as
select claim__document_id as document_id, claim__kind as kind, claim__basis as basis, claims_agreeing as value
from (
SELECT
  claim__kind
  , claim__basis
  , claim__document_id
  , SUM(__claims_agreeing) AS claims_agreeing
FROM (
  SELECT
    kind AS claim__kind
    , basis AS claim__basis
    , document_id AS claim__document_id
    , case when verdict = 'agrees' then 1 else 0 end AS __claims_agreeing
  FROM "claim_audit" claims_src_10000
) subq_3
GROUP BY
  claim__kind
  , claim__basis
  , claim__document_id
);
comment on view metric_claims_agreeing is '相符的说法数 Claims that agree
定义：核对相符的说法。公式：计数。单位：项。来源：claim_audit。局限：“以上”“约”限定的数、缺总数的占比不能判断。

Definition: claims whose verdict is agrees. Formula: count. Unit: claims. Source: claim_audit. Limits: bounded figures, and shares without their whole, cannot be told.

例 / worked example：“累计签约总投资778亿元，已超额完成省年度考核任务(省定708亿元)70亿元”：778 − 708 = 70，计 1 (counts 1).
';

create view metric_claims_disagreeing as
select claim__document_id as document_id, claim__kind as kind, claim__basis as basis, claims_disagreeing as value
from (
SELECT
  claim__kind
  , claim__basis
  , claim__document_id
  , SUM(__claims_disagreeing) AS claims_disagreeing
FROM (
  SELECT
    kind AS claim__kind
    , basis AS claim__basis
    , document_id AS claim__document_id
    , case when verdict = 'disagrees' then 1 else 0 end AS __claims_disagreeing
  FROM "claim_audit" claims_src_10000
) subq_3
GROUP BY
  claim__kind
  , claim__basis
  , claim__document_id
);
comment on view metric_claims_disagreeing is '不符的说法数 Claims that disagree
定义：核对不符的说法。公式：计数。单位：项。来源：claim_audit。局限：“以上”“约”限定的数、缺总数的占比不能判断。

Definition: claims whose verdict is disagrees. Formula: count. Unit: claims. Source: claim_audit. Limits: bounded figures, and shares without their whole, cannot be told.

例 / worked example：“累计签约总投资778亿元，已超额完成省年度考核任务(省定708亿元)70亿元”：0.
';

create view metric_claims_found as
select claim__document_id as document_id, claim__kind as kind, claim__basis as basis, claims_found as value
from (
SELECT
  claim__kind
  , claim__basis
  , claim__document_id
  , SUM(__claims_found) AS claims_found
FROM (
  SELECT
    kind AS claim__kind
    , basis AS claim__basis
    , document_id AS claim__document_id
    , CASE WHEN claim_id IS NOT NULL THEN 1 ELSE 0 END AS __claims_found
  FROM "claim_audit" claims_src_10000
) subq_3
GROUP BY
  claim__kind
  , claim__basis
  , claim__document_id
);
comment on view metric_claims_found is '可核对的说法数 Claims found
定义：公报中可用算术核对的说法。公式：计数。单位：项。来源：claim_audit。局限：同一说法按名册与公报各计一次。

Definition: claims of bulletins that arithmetic can check. Formula: count. Unit: claims. Source: claim_audit. Limits: a claim counts once on each basis.

例 / worked example：“累计签约总投资778亿元，已超额完成省年度考核任务(省定708亿元)70亿元”：1.
';

create view metric_enterprise_gap_pp as
select entities__area as area, entities__basis as basis, cast(metric_time__day as date) as day, enterprise_gap_pp as value
from (
SELECT
  DATE_TRUNC('day', as_of) AS metric_time__day
  , area AS entities__area
  , basis AS entities__basis
  , MAX(enterprise_gap_pp) AS enterprise_gap_pp
FROM "market_entities" entities_src_10000
GROUP BY
  DATE_TRUNC('day', as_of)
  , area
  , basis
);
comment on view metric_enterprise_gap_pp is '企业占比与全省之差 Enterprise share above the province
定义：本地区企业占比减全省企业占比。公式：本地区占比 − 全省占比。单位：百分点。来源：市场主体名册。局限：全省本身为空。

Definition: the area’s enterprise share less the province’s. Formula: share − province’s share. Unit: points. Source: registers of market entities. Limits: null for the province itself.

例 / worked example：“截至6月底，全区市场主体总量达到52692家，其中，企业占比76.17%，高于全省49个百分点；涉税主体占比97.24%”：76.170956 − 27.17 = 49.000956.
';

create view metric_enterprise_share_pct as
select entities__area as area, entities__basis as basis, cast(metric_time__day as date) as day, enterprise_share_pct as value
from (
SELECT
  metric_time__day
  , entities__area
  , entities__basis
  , 100 * cast(enterprises_counted as double precision) / nullif(cast(entities_counted as double precision), 0) AS enterprise_share_pct
FROM (
  SELECT
    DATE_TRUNC('day', as_of) AS metric_time__day
    , area AS entities__area
    , basis AS entities__basis
    , MAX(enterprises) AS enterprises_counted
    , MAX(market_entities) AS entities_counted
  FROM "market_entities" entities_src_10000
  GROUP BY
    DATE_TRUNC('day', as_of)
    , area
    , basis
) subq_5
);
comment on view metric_enterprise_share_pct is '企业占比 Enterprise share
定义：企业占市场主体的百分比。公式：100 × 企业 ÷ 市场主体。单位：%。来源：市场主体名册。局限：名册不保留已注销主体时，往年偏高或偏低。

Definition: enterprises as a percentage of market entities. Formula: 100 × enterprises ÷ market entities. Unit: per cent. Source: registers of market entities. Limits: a register without ended entities distorts earlier years.

例 / worked example：“截至6月底，全区市场主体总量达到52692家，其中，企业占比76.17%，高于全省49个百分点；涉税主体占比97.24%”：100 × 40136 ÷ 52692 = 76.170956.
';

create view metric_enterprises as
select cohort__area as area, cast(metric_time__day as date) as day, enterprises as value
from (
SELECT
  metric_time__day
  , cohort__area
  , MAX(enterprises) AS enterprises
FROM (
  SELECT
    DATE_TRUNC('day', as_of) AS metric_time__day
    , area AS cohort__area
    , entity_type AS cohort__entity_type
    , "count" AS enterprises
  FROM "cohort_counts" cohorts_src_10000
) subq_2
WHERE cohort__entity_type = 'enterprise'
GROUP BY
  metric_time__day
  , cohort__area
);
comment on view metric_enterprises is '企业 Enterprises
定义：当日登记存续、属于本地区的企业。公式：不同主体计数。单位：家。来源：市场主体名册。局限：按现登记机关归属地区；名单或名册不覆盖当日则无数。

Definition: enterprises active on the day and registered in the area. Formula: count of distinct entities. Unit: entities. Source: registers of market entities. Limits: a firm belongs where it is registered now; no count where no list or register covers the day.

例 / worked example：“截至6月底，全区市场主体总量达到52692家，其中，企业占比76.17%，高于全省49个百分点；涉税主体占比97.24%”：名册数出企业 40136 (76.17 % of 52692).
';

create view metric_enterprises_counted as
select entities__area as area, entities__basis as basis, cast(metric_time__day as date) as day, enterprises_counted as value
from (
SELECT
  DATE_TRUNC('day', as_of) AS metric_time__day
  , area AS entities__area
  , basis AS entities__basis
  , MAX(enterprises) AS enterprises_counted
FROM "market_entities" entities_src_10000
GROUP BY
  DATE_TRUNC('day', as_of)
  , area
  , basis
);
comment on view metric_enterprises_counted is '企业数（构成用） Enterprises, for composition
定义：市场主体构成中的企业数。公式：取数。单位：家。来源：名册或公报，见 basis。局限：公报多只写占比，不写户数。

Definition: enterprises as numerator of the composition. Formula: the figure. Unit: enterprises. Source: registers or bulletins, see basis. Limits: bulletins mostly print the share alone.

例 / worked example：“截至6月底，全区市场主体总量达到52692家，其中，企业占比76.17%，高于全省49个百分点；涉税主体占比97.24%”：名册数出 40136 (the registers count 40136).
';

create view metric_entities_counted as
select entities__area as area, entities__basis as basis, cast(metric_time__day as date) as day, entities_counted as value
from (
SELECT
  DATE_TRUNC('day', as_of) AS metric_time__day
  , area AS entities__area
  , basis AS entities__basis
  , MAX(market_entities) AS entities_counted
FROM "market_entities" entities_src_10000
GROUP BY
  DATE_TRUNC('day', as_of)
  , area
  , basis
);
comment on view metric_entities_counted is '市场主体数（构成用） Market entities, for composition
定义：市场主体构成中的总数。公式：取数。单位：家。来源：名册或公报，见 basis。局限：须按 basis 分开。

Definition: market entities as denominator of the composition. Formula: the figure. Unit: entities. Source: registers or bulletins, see basis. Limits: ask by basis.

例 / worked example：“截至6月底，全区市场主体总量达到52692家，其中，企业占比76.17%，高于全省49个百分点；涉税主体占比97.24%”：52692.
';

create view metric_farmer_cooperatives as
select cohort__area as area, cast(metric_time__day as date) as day, farmer_cooperatives as value
from (
SELECT
  metric_time__day
  , cohort__area
  , MAX(farmer_cooperatives) AS farmer_cooperatives
FROM (
  SELECT
    DATE_TRUNC('day', as_of) AS metric_time__day
    , area AS cohort__area
    , entity_type AS cohort__entity_type
    , "count" AS farmer_cooperatives
  FROM "cohort_counts" cohorts_src_10000
) subq_2
WHERE cohort__entity_type = 'cooperative'
GROUP BY
  metric_time__day
  , cohort__area
);
comment on view metric_farmer_cooperatives is '农民专业合作社 Farmers’ cooperatives
定义：当日登记存续、属于本地区的农民专业合作社。公式：不同主体计数。单位：家。来源：市场主体名册。局限：按现登记机关归属地区；名单或名册不覆盖当日则无数。

Definition: farmers’ cooperatives active on the day and registered in the area. Formula: count of distinct entities. Unit: entities. Source: registers of market entities. Limits: a firm belongs where it is registered now; no count where no list or register covers the day.

例 / worked example：“截至6月底，全区市场主体总量达到52692家，其中，企业占比76.17%，高于全省49个百分点；涉税主体占比97.24%”：名册数出 245 (counted from the registers alone).
';

create view metric_figures_named as
select figure__document_id as document_id, cast(metric_time__day as date) as day, figures_named as value
from (
SELECT
  metric_time__day
  , figure__document_id
  , SUM(__figures_named) AS figures_named
FROM (
  SELECT
    DATE_TRUNC('day', published_on) AS metric_time__day
    , document_id AS figure__document_id
    , case when indicator is not null then 1 else 0 end AS __figures_named
  FROM "observations" figures_src_10000
) subq_3
GROUP BY
  metric_time__day
  , figure__document_id
);
comment on view metric_figures_named is '认得指标的数 Figures with an indicator
定义：能对上词汇表指标的数。公式：计数。单位：条。来源：公报。局限：增补词汇表后会增加。

Definition: figures whose indicator the vocabulary knows. Formula: count. Unit: figures. Source: bulletins. Limits: grows with the vocabulary.

例 / worked example：“全区高新技术企业1040家，占全省的26.6%”：2.
';

create view metric_figures_named_rate_pct as
select figure__document_id as document_id, cast(metric_time__day as date) as day, figures_named_rate_pct as value
from (
SELECT
  metric_time__day
  , figure__document_id
  , 100.0 * figures_named / nullif(figures_read, 0) AS figures_named_rate_pct
FROM (
  SELECT
    metric_time__day
    , figure__document_id
    , SUM(__figures_named) AS figures_named
    , SUM(__figures_read) AS figures_read
  FROM (
    SELECT
      DATE_TRUNC('day', published_on) AS metric_time__day
      , document_id AS figure__document_id
      , CASE WHEN observation_id IS NOT NULL THEN 1 ELSE 0 END AS __figures_read
      , case when indicator is not null then 1 else 0 end AS __figures_named
    FROM "observations" figures_src_10000
  ) subq_3
  GROUP BY
    metric_time__day
    , figure__document_id
) subq_5
);
comment on view metric_figures_named_rate_pct is '指标识别率 Rate of known indicators
定义：认得指标的数占全部数的百分比。公式：100 × 认得 ÷ 全部。单位：%。来源：公报。局限：不等于读对的比例。

Definition: figures with an indicator as a percentage of all. Formula: 100 × named ÷ read. Unit: per cent. Source: bulletins. Limits: says nothing of how many are read rightly.

例 / worked example：“全区高新技术企业1040家，占全省的26.6%”：100.
';

create view metric_figures_read as
select figure__document_id as document_id, cast(metric_time__day as date) as day, figures_read as value
from (
SELECT
  metric_time__day
  , figure__document_id
  , SUM(__figures_read) AS figures_read
FROM (
  SELECT
    DATE_TRUNC('day', published_on) AS metric_time__day
    , document_id AS figure__document_id
    , CASE WHEN observation_id IS NOT NULL THEN 1 ELSE 0 END AS __figures_read
  FROM "observations" figures_src_10000
) subq_3
GROUP BY
  metric_time__day
  , figure__document_id
);
comment on view metric_figures_read is '读出的数 Figures read
定义：当前解读从公报读出的数的个数。公式：计数。单位：条。来源：公报。局限：只含阿拉伯数字；被否决的不计。

Definition: figures that the current readings hold. Formula: count. Unit: figures. Source: bulletins. Limits: Arabic digits only; rejected ones are left out.

例 / worked example：“全区高新技术企业1040家，占全省的26.6%”：2.
';

create view metric_figures_to_review as
select figure__document_id as document_id, cast(metric_time__day as date) as day, figures_to_review as value
from (
SELECT
  metric_time__day
  , figure__document_id
  , SUM(__figures_to_review) AS figures_to_review
FROM (
  SELECT
    DATE_TRUNC('day', published_on) AS metric_time__day
    , document_id AS figure__document_id
    , case when review_state = 'open' then 1 else 0 end AS __figures_to_review
  FROM "observations" figures_src_10000
) subq_3
GROUP BY
  metric_time__day
  , figure__document_id
);
comment on view metric_figures_to_review is '待复核的数 Figures to review
定义：把握不足、待人复核的数。公式：计数。单位：条。来源：公报。局限：复核后即减少。

Definition: figures that a person must still look at. Formula: count. Unit: figures. Source: bulletins. Limits: falls as they are decided.

例 / worked example：“全区高新技术企业1040家，占全省的26.6%”：0.
';

create view metric_files_received as
select input__kind as kind, cast(metric_time__day as date) as day, files_received as value
from (
SELECT
  metric_time__day
  , input__kind
  , SUM(__files_received) AS files_received
FROM (
  SELECT
    DATE_TRUNC('day', last_tried_at) AS metric_time__day
    , kind AS input__kind
    , CASE WHEN input_id IS NOT NULL THEN 1 ELSE 0 END AS __files_received
  FROM "quality_summary" inputs_src_10000
) subq_3
GROUP BY
  metric_time__day
  , input__kind
);
comment on view metric_files_received is '收到的文件数 Files received
定义：收到过的文件数，同一内容只计一次。公式：计数。单位：个。来源：处理记录。局限：内容相同的文件只计一次。

Definition: distinct files received. Formula: count. Unit: files. Source: the record of tries. Limits: a file that came twice counts once.

例 / worked example：名单 10 行中 1 行校验码错误待定，另有 1 份公报拒收：2 (a list of ten rows, one with a wrong check digit, undecided; a bulletin refused: 2).
';

create view metric_files_refused as
select input__kind as kind, cast(metric_time__day as date) as day, files_refused as value
from (
SELECT
  metric_time__day
  , input__kind
  , SUM(__files_refused) AS files_refused
FROM (
  SELECT
    DATE_TRUNC('day', last_tried_at) AS metric_time__day
    , kind AS input__kind
    , case when last_outcome in ('refused', 'failed') then 1 else 0 end AS __files_refused
  FROM "quality_summary" inputs_src_10000
) subq_3
GROUP BY
  metric_time__day
  , input__kind
);
comment on view metric_files_refused is '被拒收的文件数 Files refused
定义：最近一次处理被拒收或失败的文件数。公式：计数。单位：个。来源：处理记录。局限：改正后重新收到则不再计。

Definition: files whose last try was refused or failed. Formula: count. Unit: files. Source: the record of tries. Limits: no longer counted once it came mended.

例 / worked example：名单 10 行中 1 行校验码错误待定，另有 1 份公报拒收：1 (a list of ten rows, one with a wrong check digit, undecided; a bulletin refused: 1).
';

create view metric_gross_regional_product as
select economy_statement__area as area, economy_statement__document_id as document_id, cast(metric_time__day as date) as day, gross_regional_product as value
from (
SELECT
  metric_time__day
  , economy_statement__area
  , economy_statement__document_id
  , MAX(gross_regional_product) AS gross_regional_product
FROM (
  SELECT
    DATE_TRUNC('day', period_end) AS metric_time__day
    , area AS economy_statement__area
    , indicator AS economy_statement__indicator
    , document_id AS economy_statement__document_id
    , level AS gross_regional_product
  FROM "economy" economy_statements_src_10000
) subq_2
WHERE economy_statement__indicator = 'gdp'
GROUP BY
  metric_time__day
  , economy_statement__area
  , economy_statement__document_id
);
comment on view metric_gross_regional_product is '地区生产总值 Gross regional product
定义：公报所写的地区生产总值。公式：取数。单位：元。来源：公报。局限：只含公报写出的数；同一时期多份公报按 document_id 区分。

Definition: gross regional product, as bulletins state it. Formula: the figure. Unit: yuan. Source: bulletins. Limits: only what bulletins state; several bulletins of one period differ by document_id.

例 / worked example：“1-6月份，全区地区生产总值(GDP)完成397.86亿元，同比下降6.4%”：397.86 亿元 = 39786000000.
';

create view metric_gross_regional_product_growth_pct as
select economy_statement__area as area, economy_statement__document_id as document_id, cast(metric_time__day as date) as day, gross_regional_product_growth_pct as value
from (
SELECT
  metric_time__day
  , economy_statement__area
  , economy_statement__document_id
  , MAX(gross_regional_product_growth_pct) AS gross_regional_product_growth_pct
FROM (
  SELECT
    DATE_TRUNC('day', period_end) AS metric_time__day
    , area AS economy_statement__area
    , indicator AS economy_statement__indicator
    , document_id AS economy_statement__document_id
    , growth_pct AS gross_regional_product_growth_pct
  FROM "economy" economy_statements_src_10000
) subq_2
WHERE economy_statement__indicator = 'gdp'
GROUP BY
  metric_time__day
  , economy_statement__area
  , economy_statement__document_id
);
comment on view metric_gross_regional_product_growth_pct is '地区生产总值增速 Growth of gross regional product
定义：公报所写的地区生产总值增速。公式：取数。单位：%。来源：公报。局限：只含公报写出的数；同一时期多份公报按 document_id 区分。

Definition: growth of gross regional product, as bulletins state it. Formula: the figure. Unit: per cent. Source: bulletins. Limits: only what bulletins state; several bulletins of one period differ by document_id.

例 / worked example：“1-6月份，全区地区生产总值(GDP)完成397.86亿元，同比下降6.4%”：−6.4.
';

create view metric_high_tech_firms as
select cohort__area as area, cast(metric_time__day as date) as day, high_tech_firms as value
from (
SELECT
  metric_time__day
  , cohort__area
  , MAX(high_tech_firms) AS high_tech_firms
FROM (
  SELECT
    DATE_TRUNC('day', as_of) AS metric_time__day
    , area AS cohort__area
    , programme AS cohort__programme
    , "count" AS high_tech_firms
  FROM "cohort_counts" cohorts_src_10000
) subq_2
WHERE cohort__programme = 'high_tech'
GROUP BY
  metric_time__day
  , cohort__area
);
comment on view metric_high_tech_firms is '高新技术企业 High-tech enterprises
定义：当日证书有效、登记存续、属于本地区的高新技术企业。公式：不同企业计数。单位：家。来源：认定名单与市场主体名册。局限：按现登记机关归属地区；名单或名册不覆盖当日则无数。

Definition: firms on the list of high-tech enterprises whose certificate holds on the day, active, registered in the area. Formula: count of distinct firms. Unit: firms. Source: recognition lists and registers. Limits: a firm belongs where it is registered now; no count where no list or register covers the day.

例 / worked example：“全区高新技术企业1040家，占全省的26.6%”：1040 (1040 in the zone).
';

create view metric_industrial_investment as
select economy_statement__area as area, economy_statement__document_id as document_id, cast(metric_time__day as date) as day, industrial_investment as value
from (
SELECT
  metric_time__day
  , economy_statement__area
  , economy_statement__document_id
  , MAX(industrial_investment) AS industrial_investment
FROM (
  SELECT
    DATE_TRUNC('day', period_end) AS metric_time__day
    , area AS economy_statement__area
    , indicator AS economy_statement__indicator
    , document_id AS economy_statement__document_id
    , level AS industrial_investment
  FROM "economy" economy_statements_src_10000
) subq_2
WHERE economy_statement__indicator = 'industrial_investment'
GROUP BY
  metric_time__day
  , economy_statement__area
  , economy_statement__document_id
);
comment on view metric_industrial_investment is '工业投资 Industrial investment
定义：公报所写的工业投资。公式：取数。单位：元。来源：公报。局限：只含公报写出的数；同一时期多份公报按 document_id 区分。

Definition: industrial investment, as bulletins state it. Formula: the figure. Unit: yuan. Source: bulletins. Limits: only what bulletins state; several bulletins of one period differ by document_id.

例 / worked example：“工业投资完成64.43亿元，同比下降21.13%”：64.43 亿元 = 6443000000.
';

create view metric_industrial_investment_growth_pct as
select economy_statement__area as area, economy_statement__document_id as document_id, cast(metric_time__day as date) as day, industrial_investment_growth_pct as value
from (
SELECT
  metric_time__day
  , economy_statement__area
  , economy_statement__document_id
  , MAX(industrial_investment_growth_pct) AS industrial_investment_growth_pct
FROM (
  SELECT
    DATE_TRUNC('day', period_end) AS metric_time__day
    , area AS economy_statement__area
    , indicator AS economy_statement__indicator
    , document_id AS economy_statement__document_id
    , growth_pct AS industrial_investment_growth_pct
  FROM "economy" economy_statements_src_10000
) subq_2
WHERE economy_statement__indicator = 'industrial_investment'
GROUP BY
  metric_time__day
  , economy_statement__area
  , economy_statement__document_id
);
comment on view metric_industrial_investment_growth_pct is '工业投资增速 Growth of industrial investment
定义：公报所写的工业投资增速。公式：取数。单位：%。来源：公报。局限：只含公报写出的数；同一时期多份公报按 document_id 区分。

Definition: growth of industrial investment, as bulletins state it. Formula: the figure. Unit: per cent. Source: bulletins. Limits: only what bulletins state; several bulletins of one period differ by document_id.

例 / worked example：“工业投资完成64.43亿元，同比下降21.13%”：−21.13.
';

create view metric_judged_shares as
select share__area as area, share__basis as basis, cast(metric_time__day as date) as day, judged_shares as value
from (
SELECT
  metric_time__day
  , share__area
  , share__basis
  , SUM(__judged_shares) AS judged_shares
FROM (
  SELECT
    DATE_TRUNC('day', as_of) AS metric_time__day
    , area AS share__area
    , basis AS share__basis
    , case when verdict <> 'cannot_tell' then 1 else 0 end AS __judged_shares
  FROM "provincial_shares" shares_src_10000
) subq_3
GROUP BY
  metric_time__day
  , share__area
  , share__basis
);
comment on view metric_judged_shares is '可判定的占比数 Shares that can be judged
定义：能判定相符与否的占比数。公式：计数。单位：项。来源：provincial_shares。局限：总数未知的不在其中。

Definition: shares whose verdict is agrees or disagrees. Formula: count. Unit: shares. Source: provincial_shares. Limits: shares of an unknown whole are left out.

例 / worked example：“累计认定专精特新中小企业447家，占全省(2113家)21.2%”及其后三项；“全区高新技术企业1040家，占全省的26.6%”未印全省总数，无法判定，不计：4 (the bulletin does not print the whole of the high-tech enterprises; of the four others it does).
';

create view metric_legacy_debts_paid as
select problem__area as area, problem__document_id as document_id, cast(metric_time__day as date) as day, legacy_debts_paid as value
from (
SELECT
  metric_time__day
  , problem__area
  , problem__document_id
  , MAX(legacy_debts_paid) AS legacy_debts_paid
FROM (
  SELECT
    DATE_TRUNC('day', period_end) AS metric_time__day
    , area AS problem__area
    , indicator AS problem__indicator
    , document_id AS problem__document_id
    , level AS legacy_debts_paid
  FROM "settled_problems" problem_statements_src_10000
) subq_2
WHERE problem__indicator = 'legacy_debts_paid'
GROUP BY
  metric_time__day
  , problem__area
  , problem__document_id
);
comment on view metric_legacy_debts_paid is '支付历史欠账 Legacy debts paid
定义：公报所写的支付历史欠账。公式：取数。单位：元。来源：公报。局限：只含公报写出的数；同一时期多份公报按 document_id 区分。

Definition: legacy debts paid, as bulletins state it. Formula: the figure. Unit: yuan. Source: bulletins. Limits: only what bulletins state; several bulletins of one period differ by document_id.

例 / worked example：“今年以来累计支付历史欠账15.73亿元”：15.73 亿元 = 1573000000.
';

create view metric_little_giant_national_firms as
select cohort__area as area, cast(metric_time__day as date) as day, little_giant_national_firms as value
from (
SELECT
  metric_time__day
  , cohort__area
  , MAX(little_giant_national_firms) AS little_giant_national_firms
FROM (
  SELECT
    DATE_TRUNC('day', as_of) AS metric_time__day
    , area AS cohort__area
    , programme AS cohort__programme
    , "count" AS little_giant_national_firms
  FROM "cohort_counts" cohorts_src_10000
) subq_2
WHERE cohort__programme = 'little_giant_national'
GROUP BY
  metric_time__day
  , cohort__area
);
comment on view metric_little_giant_national_firms is '国家级专精特新“小巨人”企业 National little giants
定义：当日证书有效、登记存续、属于本地区的国家级专精特新“小巨人”企业。公式：不同企业计数。单位：家。来源：认定名单与市场主体名册。局限：按现登记机关归属地区；名单或名册不覆盖当日则无数。

Definition: firms on the list of national little giants whose certificate holds on the day, active, registered in the area. Formula: count of distinct firms. Unit: firms. Source: recognition lists and registers. Limits: a firm belongs where it is registered now; no count where no list or register covers the day.

例 / worked example：“国家级专精特新“小巨人”企业35家，占全省(139家)25.2%”：35 (35 in the zone).
';

create view metric_little_giant_national_key_firms as
select cohort__area as area, cast(metric_time__day as date) as day, little_giant_national_key_firms as value
from (
SELECT
  metric_time__day
  , cohort__area
  , MAX(little_giant_national_key_firms) AS little_giant_national_key_firms
FROM (
  SELECT
    DATE_TRUNC('day', as_of) AS metric_time__day
    , area AS cohort__area
    , programme AS cohort__programme
    , "count" AS little_giant_national_key_firms
  FROM "cohort_counts" cohorts_src_10000
) subq_2
WHERE cohort__programme = 'little_giant_national_key'
GROUP BY
  metric_time__day
  , cohort__area
);
comment on view metric_little_giant_national_key_firms is '重点国家级专精特新“小巨人”企业 National key little giants
定义：当日证书有效、登记存续、属于本地区的重点国家级专精特新“小巨人”企业。公式：不同企业计数。单位：家。来源：认定名单与市场主体名册。局限：按现登记机关归属地区；名单或名册不覆盖当日则无数。

Definition: firms on the list of national key little giants whose certificate holds on the day, active, registered in the area. Formula: count of distinct firms. Unit: firms. Source: recognition lists and registers. Limits: a firm belongs where it is registered now; no count where no list or register covers the day.

例 / worked example：“重点国家级专精特新“小巨人”企业7个，占全省(18家)38.9%”：7 (7 in the zone).
';

create view metric_little_giant_provincial_firms as
select cohort__area as area, cast(metric_time__day as date) as day, little_giant_provincial_firms as value
from (
SELECT
  metric_time__day
  , cohort__area
  , MAX(little_giant_provincial_firms) AS little_giant_provincial_firms
FROM (
  SELECT
    DATE_TRUNC('day', as_of) AS metric_time__day
    , area AS cohort__area
    , programme AS cohort__programme
    , "count" AS little_giant_provincial_firms
  FROM "cohort_counts" cohorts_src_10000
) subq_2
WHERE cohort__programme = 'little_giant_provincial'
GROUP BY
  metric_time__day
  , cohort__area
);
comment on view metric_little_giant_provincial_firms is '省级专精特新“小巨人”企业 Provincial little giants
定义：当日证书有效、登记存续、属于本地区的省级专精特新“小巨人”企业。公式：不同企业计数。单位：家。来源：认定名单与市场主体名册。局限：按现登记机关归属地区；名单或名册不覆盖当日则无数。

Definition: firms on the list of provincial little giants whose certificate holds on the day, active, registered in the area. Formula: count of distinct firms. Unit: firms. Source: recognition lists and registers. Limits: a firm belongs where it is registered now; no count where no list or register covers the day.

例 / worked example：“省级专精特新“小巨人”企业94家，占全省(368家)25.5%”：94 (94 in the zone).
';

create view metric_market_entities as
select cohort__area as area, cast(metric_time__day as date) as day, market_entities as value
from (
SELECT
  metric_time__day
  , cohort__area
  , MAX(market_entities) AS market_entities
FROM (
  SELECT
    DATE_TRUNC('day', as_of) AS metric_time__day
    , area AS cohort__area
    , entity_type AS cohort__entity_type
    , "count" AS market_entities
  FROM "cohort_counts" cohorts_src_10000
) subq_2
WHERE cohort__entity_type = 'all'
GROUP BY
  metric_time__day
  , cohort__area
);
comment on view metric_market_entities is '市场主体 Market entities
定义：当日登记存续、属于本地区的市场主体。公式：不同主体计数。单位：家。来源：市场主体名册。局限：按现登记机关归属地区；名单或名册不覆盖当日则无数。

Definition: market entities active on the day and registered in the area. Formula: count of distinct entities. Unit: entities. Source: registers of market entities. Limits: a firm belongs where it is registered now; no count where no list or register covers the day.

例 / worked example：“截至6月底，全区市场主体总量达到52692家，其中，企业占比76.17%，高于全省49个百分点；涉税主体占比97.24%”：52692 (in the zone).
';

create view metric_projects_planned as
select project__area as area, project__project_group as project_group, project__project_name as project_name, project__document_id as document_id, cast(metric_time__day as date) as day, projects_planned as value
from (
SELECT
  DATE_TRUNC('day', period_end) AS metric_time__day
  , area AS project__area
  , project_group AS project__project_group
  , project_name AS project__project_name
  , document_id AS project__document_id
  , MAX(projects) AS projects_planned
FROM "projects" project_groups_src_10000
GROUP BY
  DATE_TRUNC('day', period_end)
  , area
  , project_group
  , project_name
  , document_id
);
comment on view metric_projects_planned is '项目个数 Number of projects
定义：公报所写的项目个数，按项目组。公式：取数。单位：个。来源：公报。局限：各组有交叉，不可相加。

Definition: number of projects, by group of projects. Formula: the figure. Unit: projects. Source: bulletins. Limits: groups overlap and must not be added up.

例 / worked example：“一是全年谋划建设项目334个。总投资2938.64亿元，年度计划投资297.6亿元”：334.
';

create view metric_projects_total_investment as
select project__area as area, project__project_group as project_group, project__project_name as project_name, project__document_id as document_id, cast(metric_time__day as date) as day, projects_total_investment as value
from (
SELECT
  DATE_TRUNC('day', period_end) AS metric_time__day
  , area AS project__area
  , project_group AS project__project_group
  , project_name AS project__project_name
  , document_id AS project__document_id
  , MAX(total_investment) AS projects_total_investment
FROM "projects" project_groups_src_10000
GROUP BY
  DATE_TRUNC('day', period_end)
  , area
  , project_group
  , project_name
  , document_id
);
comment on view metric_projects_total_investment is '项目计划总投资 Planned total investment of projects
定义：公报所写的项目计划总投资，按项目组。公式：取数。单位：元。来源：公报。局限：各组有交叉，不可相加。

Definition: planned total investment of projects, by group of projects. Formula: the figure. Unit: yuan. Source: bulletins. Limits: groups overlap and must not be added up.

例 / worked example：“一是全年谋划建设项目334个。总投资2938.64亿元，年度计划投资297.6亿元”：2938.64 亿元 = 293864000000.
';

create view metric_projects_year_investment as
select project__area as area, project__project_group as project_group, project__project_name as project_name, project__document_id as document_id, cast(metric_time__day as date) as day, projects_year_investment as value
from (
SELECT
  DATE_TRUNC('day', period_end) AS metric_time__day
  , area AS project__area
  , project_group AS project__project_group
  , project_name AS project__project_name
  , document_id AS project__document_id
  , MAX(annual_planned_investment) AS projects_year_investment
FROM "projects" project_groups_src_10000
GROUP BY
  DATE_TRUNC('day', period_end)
  , area
  , project_group
  , project_name
  , document_id
);
comment on view metric_projects_year_investment is '项目年度计划投资 Investment of projects planned for the year
定义：公报所写的项目年度计划投资，按项目组。公式：取数。单位：元。来源：公报。局限：各组有交叉，不可相加。

Definition: investment of projects planned for the year, by group of projects. Formula: the figure. Unit: yuan. Source: bulletins. Limits: groups overlap and must not be added up.

例 / worked example：“一是全年谋划建设项目334个。总投资2938.64亿元，年度计划投资297.6亿元”：297.6 亿元 = 29760000000.
';

create view metric_published_share_pct as
select share__area as area, share__indicator as indicator, share__basis as basis, cast(metric_time__day as date) as day, published_share_pct as value
from (
SELECT
  DATE_TRUNC('day', as_of) AS metric_time__day
  , area AS share__area
  , indicator AS share__indicator
  , basis AS share__basis
  , MAX(published_share_pct) AS published_share_pct
FROM "provincial_shares" shares_src_10000
GROUP BY
  DATE_TRUNC('day', as_of)
  , area
  , indicator
  , basis
);
comment on view metric_published_share_pct is '公布的占全省比重 Published share of the province
定义：公报印出的占比。公式：取数。单位：%。来源：公报。局限：按四舍五入理解：26.6 为 [26.55, 26.65)。

Definition: the share as the bulletin prints it. Formula: the figure. Unit: per cent. Source: bulletins. Limits: rounded: 26.6 stands for [26.55, 26.65).

例 / worked example：“全区高新技术企业1040家，占全省的26.6%”：26.6.
';

create view metric_quarantine_rate_pct as
select input__kind as kind, cast(metric_time__day as date) as day, quarantine_rate_pct as value
from (
SELECT
  metric_time__day
  , input__kind
  , 100.0 * rows_quarantined / nullif(rows_quarantined + rows_landed, 0) AS quarantine_rate_pct
FROM (
  SELECT
    DATE_TRUNC('day', last_tried_at) AS metric_time__day
    , kind AS input__kind
    , SUM(rows_quarantined) AS rows_quarantined
    , SUM(rows_landed) AS rows_landed
  FROM "quality_summary" inputs_src_10000
  GROUP BY
    DATE_TRUNC('day', last_tried_at)
    , kind
) subq_5
);
comment on view metric_quarantine_rate_pct is '隔离率 Quarantine rate
定义：隔离行占全部行的百分比。公式：100 × 隔离 ÷（隔离 + 入库）。单位：%。来源：处理记录与隔离区。局限：各文件行数悬殊时应分开看。

Definition: quarantined rows as a percentage of all rows. Formula: 100 × quarantined ÷ (quarantined + landed). Unit: per cent. Source: tries and quarantine. Limits: look at each file where their sizes differ.

例 / worked example：名单 10 行中 1 行校验码错误待定，另有 1 份公报拒收：100 × 1 ÷ 10 = 10 (a list of ten rows, one with a wrong check digit, undecided; a bulletin refused: 10).
';

create view metric_review_rate_pct as
select figure__document_id as document_id, cast(metric_time__day as date) as day, review_rate_pct as value
from (
SELECT
  metric_time__day
  , figure__document_id
  , 100.0 * figures_to_review / nullif(figures_read, 0) AS review_rate_pct
FROM (
  SELECT
    metric_time__day
    , figure__document_id
    , SUM(__figures_to_review) AS figures_to_review
    , SUM(__figures_read) AS figures_read
  FROM (
    SELECT
      DATE_TRUNC('day', published_on) AS metric_time__day
      , document_id AS figure__document_id
      , CASE WHEN observation_id IS NOT NULL THEN 1 ELSE 0 END AS __figures_read
      , case when review_state = 'open' then 1 else 0 end AS __figures_to_review
    FROM "observations" figures_src_10000
  ) subq_3
  GROUP BY
    metric_time__day
    , figure__document_id
) subq_5
);
comment on view metric_review_rate_pct is '待复核率 Review rate
定义：待复核的数占全部数的百分比。公式：100 × 待复核 ÷ 全部。单位：%。来源：公报。局限：门槛见 high_confidence。

Definition: figures to review as a percentage of all. Formula: 100 × to review ÷ read. Unit: per cent. Source: bulletins. Limits: the threshold is high_confidence.

例 / worked example：“全区高新技术企业1040家，占全省的26.6%”：0.
';

create view metric_rows_awaiting_decision as
select input__kind as kind, cast(metric_time__day as date) as day, rows_awaiting_decision as value
from (
SELECT
  DATE_TRUNC('day', last_tried_at) AS metric_time__day
  , kind AS input__kind
  , SUM(rows_open) AS rows_awaiting_decision
FROM "quality_summary" inputs_src_10000
GROUP BY
  DATE_TRUNC('day', last_tried_at)
  , kind
);
comment on view metric_rows_awaiting_decision is '待处理的隔离行数 Rows that wait
定义：隔离区中尚无人处理的行数。公式：合计。单位：行。来源：隔离区。局限：处理后即减少。

Definition: rows in quarantine that nobody has decided on. Formula: sum. Unit: rows. Source: the quarantine. Limits: falls as they are decided.

例 / worked example：名单 10 行中 1 行校验码错误待定，另有 1 份公报拒收：1 (a list of ten rows, one with a wrong check digit, undecided; a bulletin refused: 1).
';

create view metric_rows_landed as
select input__kind as kind, cast(metric_time__day as date) as day, rows_landed as value
from (
SELECT
  DATE_TRUNC('day', last_tried_at) AS metric_time__day
  , kind AS input__kind
  , SUM(rows_landed) AS rows_landed
FROM "quality_summary" inputs_src_10000
GROUP BY
  DATE_TRUNC('day', last_tried_at)
  , kind
);
comment on view metric_rows_landed is '入库行数 Rows landed
定义：入库的行数或数据条数。公式：合计。单位：行。来源：处理记录。局限：公报计其数的条数。

Definition: rows, or figures, that landed. Formula: sum. Unit: rows. Source: the record of tries. Limits: of a bulletin its figures.

例 / worked example：名单 10 行中 1 行校验码错误待定，另有 1 份公报拒收：9 (a list of ten rows, one with a wrong check digit, undecided; a bulletin refused: 9).
';

create view metric_rows_quarantined as
select input__kind as kind, cast(metric_time__day as date) as day, rows_quarantined as value
from (
SELECT
  DATE_TRUNC('day', last_tried_at) AS metric_time__day
  , kind AS input__kind
  , SUM(rows_quarantined) AS rows_quarantined
FROM "quality_summary" inputs_src_10000
GROUP BY
  DATE_TRUNC('day', last_tried_at)
  , kind
);
comment on view metric_rows_quarantined is '隔离行数 Rows in quarantine
定义：被退回、留在隔离区的行数。公式：合计。单位：行。来源：隔离区。局限：整份拒收的文件没有行。

Definition: rows refused and kept in quarantine. Formula: sum. Unit: rows. Source: the quarantine. Limits: a file refused as a whole has none.

例 / worked example：名单 10 行中 1 行校验码错误待定，另有 1 份公报拒收：1 (a list of ten rows, one with a wrong check digit, undecided; a bulletin refused: 1).
';

create view metric_self_employed_businesses as
select cohort__area as area, cast(metric_time__day as date) as day, self_employed_businesses as value
from (
SELECT
  metric_time__day
  , cohort__area
  , MAX(self_employed_businesses) AS self_employed_businesses
FROM (
  SELECT
    DATE_TRUNC('day', as_of) AS metric_time__day
    , area AS cohort__area
    , entity_type AS cohort__entity_type
    , "count" AS self_employed_businesses
  FROM "cohort_counts" cohorts_src_10000
) subq_2
WHERE cohort__entity_type = 'self_employed'
GROUP BY
  metric_time__day
  , cohort__area
);
comment on view metric_self_employed_businesses is '个体工商户 Self-employed businesses
定义：当日登记存续、属于本地区的个体工商户。公式：不同主体计数。单位：家。来源：市场主体名册。局限：按现登记机关归属地区；名单或名册不覆盖当日则无数。

Definition: self-employed businesses active on the day and registered in the area. Formula: count of distinct entities. Unit: entities. Source: registers of market entities. Limits: a firm belongs where it is registered now; no count where no list or register covers the day.

例 / worked example：“截至6月底，全区市场主体总量达到52692家，其中，企业占比76.17%，高于全省49个百分点；涉税主体占比97.24%”：52692 − 40136 − 245 = 12311 (what is neither enterprise nor cooperative).
';

create view metric_share_agreement_rate_pct as
select share__area as area, share__basis as basis, cast(metric_time__day as date) as day, share_agreement_rate_pct as value
from (
SELECT
  metric_time__day
  , share__area
  , share__basis
  , 100.0 * agreeing_shares / nullif(judged_shares, 0) AS share_agreement_rate_pct
FROM (
  SELECT
    metric_time__day
    , share__area
    , share__basis
    , SUM(__agreeing_shares) AS agreeing_shares
    , SUM(__judged_shares) AS judged_shares
  FROM (
    SELECT
      DATE_TRUNC('day', as_of) AS metric_time__day
      , area AS share__area
      , basis AS share__basis
      , case when verdict = 'agrees' then 1 else 0 end AS __agreeing_shares
      , case when verdict <> 'cannot_tell' then 1 else 0 end AS __judged_shares
    FROM "provincial_shares" shares_src_10000
  ) subq_3
  GROUP BY
    metric_time__day
    , share__area
    , share__basis
) subq_5
);
comment on view metric_share_agreement_rate_pct is '占比核对相符率 Audit agreement rate of shares
定义：可判定的占比中相符的百分比。公式：100 × 相符 ÷ 可判定。单位：%。来源：provincial_shares。局限：项数少时波动大。

Definition: agreeing shares as a percentage of those that can be judged. Formula: 100 × agreeing ÷ judged. Unit: per cent. Source: provincial_shares. Limits: moves in large steps where few can be judged.

例 / worked example：“累计认定专精特新中小企业447家，占全省(2113家)21.2%”及其后三项：4 项可判定、4 项相符，100 (this share and the three behind it: four of four agree, 100).
';

create view metric_share_distance_pp as
select share__area as area, share__indicator as indicator, share__basis as basis, cast(metric_time__day as date) as day, share_distance_pp as value
from (
SELECT
  DATE_TRUNC('day', as_of) AS metric_time__day
  , area AS share__area
  , indicator AS share__indicator
  , basis AS share__basis
  , MAX(distance) AS share_distance_pp
FROM "provincial_shares" shares_src_10000
GROUP BY
  DATE_TRUNC('day', as_of)
  , area
  , indicator
  , basis
);
comment on view metric_share_distance_pp is '占比之差 Distance of shares
定义：重新计算的占比减公布的占比。公式：重算 − 公布。单位：百分点。来源：名册或公报，见 basis。局限：小于四舍五入单位的差没有意义。

Definition: the recomputed share less the printed one. Formula: recomputed − printed. Unit: points. Source: registers or bulletins, see basis. Limits: a distance below the rounding means nothing.

例 / worked example：“累计认定专精特新中小企业447家，占全省(2113家)21.2%”：21.154756 − 21.2 = −0.045244.
';

create view metric_share_of_province_pct as
select share__area as area, share__indicator as indicator, share__basis as basis, cast(metric_time__day as date) as day, share_of_province_pct as value
from (
SELECT
  metric_time__day
  , share__area
  , share__indicator
  , share__basis
  , 100 * cast(share_part as double precision) / nullif(cast(share_whole as double precision), 0) AS share_of_province_pct
FROM (
  SELECT
    DATE_TRUNC('day', as_of) AS metric_time__day
    , area AS share__area
    , indicator AS share__indicator
    , basis AS share__basis
    , MAX(part) AS share_part
    , MAX(whole) AS share_whole
  FROM "provincial_shares" shares_src_10000
  GROUP BY
    DATE_TRUNC('day', as_of)
    , area
    , indicator
    , basis
) subq_5
);
comment on view metric_share_of_province_pct is '占全省比重 Share of the province
定义：本地区的数占全省同一指标的百分比。公式：100 × 部分 ÷ 总体。单位：%。来源：名册或公报，见 basis。局限：总体为零或未知时为空。

Definition: the area’s figure as a percentage of the province’s. Formula: 100 × part ÷ whole. Unit: per cent. Source: registers or bulletins, see basis. Limits: null where the whole is zero or unknown.

例 / worked example：“累计认定专精特新中小企业447家，占全省(2113家)21.2%”：100 × 447 ÷ 2113 = 21.154756.
';

create view metric_share_part as
select share__area as area, share__indicator as indicator, share__basis as basis, cast(metric_time__day as date) as day, share_part as value
from (
SELECT
  DATE_TRUNC('day', as_of) AS metric_time__day
  , area AS share__area
  , indicator AS share__indicator
  , basis AS share__basis
  , MAX(part) AS share_part
FROM "provincial_shares" shares_src_10000
GROUP BY
  DATE_TRUNC('day', as_of)
  , area
  , indicator
  , basis
);
comment on view metric_share_part is '占比的部分 Part of a share
定义：占全省比重中本地区的数。公式：取数。单位：同指标。来源：名册或公报，见 basis。局限：须按 basis 分开。

Definition: the area’s own figure in a share of its province. Formula: the figure. Unit: of the indicator. Source: registers or bulletins, see basis. Limits: ask by basis.

例 / worked example：“累计认定专精特新中小企业447家，占全省(2113家)21.2%”：447.
';

create view metric_share_whole as
select share__area as area, share__indicator as indicator, share__basis as basis, cast(metric_time__day as date) as day, share_whole as value
from (
SELECT
  DATE_TRUNC('day', as_of) AS metric_time__day
  , area AS share__area
  , indicator AS share__indicator
  , basis AS share__basis
  , MAX(whole) AS share_whole
FROM "provincial_shares" shares_src_10000
GROUP BY
  DATE_TRUNC('day', as_of)
  , area
  , indicator
  , basis
);
comment on view metric_share_whole is '占比的总体 Whole of a share
定义：占全省比重中全省的数。公式：取数。单位：同指标。来源：名册或公报，见 basis。局限：公报未印出总数时为空。

Definition: the province’s figure in a share. Formula: the figure. Unit: of the indicator. Source: registers or bulletins, see basis. Limits: null where the bulletin does not print it.

例 / worked example：“累计认定专精特新中小企业447家，占全省(2113家)21.2%”：2113.
';

create view metric_signed_total_investment as
select promotion_statement__area as area, promotion_statement__document_id as document_id, cast(metric_time__day as date) as day, signed_total_investment as value
from (
SELECT
  metric_time__day
  , promotion_statement__area
  , promotion_statement__document_id
  , MAX(signed_total_investment) AS signed_total_investment
FROM (
  SELECT
    DATE_TRUNC('day', period_end) AS metric_time__day
    , area AS promotion_statement__area
    , indicator AS promotion_statement__indicator
    , document_id AS promotion_statement__document_id
    , level AS signed_total_investment
  FROM "investment_promotion" promotion_statements_src_10000
) subq_2
WHERE promotion_statement__indicator = 'signed_total_investment'
GROUP BY
  metric_time__day
  , promotion_statement__area
  , promotion_statement__document_id
);
comment on view metric_signed_total_investment is '签约总投资 Total investment signed
定义：公报所写的签约总投资。公式：取数。单位：元。来源：公报。局限：只含公报写出的数；同一时期多份公报按 document_id 区分。

Definition: total investment signed, as bulletins state it. Formula: the figure. Unit: yuan. Source: bulletins. Limits: only what bulletins state; several bulletins of one period differ by document_id.

例 / worked example：“累计签约总投资778亿元，已超额完成省年度考核任务(省定708亿元)70亿元”：778 亿元 = 77800000000.
';

create view metric_signing_to_start_days as
select service_time__area as area, service_time__document_id as document_id, cast(metric_time__day as date) as day, signing_to_start_days as value
from (
SELECT
  metric_time__day
  , service_time__area
  , service_time__document_id
  , MAX(signing_to_start_days) AS signing_to_start_days
FROM (
  SELECT
    DATE_TRUNC('day', period_end) AS metric_time__day
    , area AS service_time__area
    , indicator AS service_time__indicator
    , document_id AS service_time__document_id
    , days AS signing_to_start_days
  FROM "service_times" service_time_statements_src_10000
) subq_2
WHERE service_time__indicator = 'signing_to_start_time'
GROUP BY
  metric_time__day
  , service_time__area
  , service_time__document_id
);
comment on view metric_signing_to_start_days is '签约到开工天数 Days from signing to start
定义：公报所写的签约到开工天数。公式：取数。单位：天。来源：公报。局限：只含公报写出的数；同一时期多份公报按 document_id 区分。

Definition: days from signing to start, as bulletins state it. Formula: the figure. Unit: days. Source: bulletins. Limits: only what bulletins state; several bulletins of one period differ by document_id.

例 / worked example：“产业类用地项目从签约到开工由238天压缩至58天”：58.
';

create view metric_signing_to_start_reduction_pct as
select service_time__area as area, service_time__document_id as document_id, cast(metric_time__day as date) as day, signing_to_start_reduction_pct as value
from (
SELECT
  metric_time__day
  , service_time__area
  , service_time__document_id
  , MAX(signing_to_start_reduction_pct) AS signing_to_start_reduction_pct
FROM (
  SELECT
    DATE_TRUNC('day', period_end) AS metric_time__day
    , area AS service_time__area
    , indicator AS service_time__indicator
    , document_id AS service_time__document_id
    , reduction_pct AS signing_to_start_reduction_pct
  FROM "service_times" service_time_statements_src_10000
) subq_2
WHERE service_time__indicator = 'signing_to_start_time'
GROUP BY
  metric_time__day
  , service_time__area
  , service_time__document_id
);
comment on view metric_signing_to_start_reduction_pct is '签约到开工时间压减率 Reduction of the time from signing to start
定义：公报所写的签约到开工时间压减率。公式：100 ×（基值 − 现值）÷ 基值。单位：%。来源：公报。局限：只含公报写出的数；同一时期多份公报按 document_id 区分。

Definition: reduction of the time from signing to start, as bulletins state it. Formula: 100 × (before − now) ÷ before. Unit: per cent. Source: bulletins. Limits: only what bulletins state; several bulletins of one period differ by document_id.

例 / worked example：“产业类用地项目从签约到开工由238天压缩至58天”：100 × (238 − 58) ÷ 238 = 75.630252.
';

create view metric_srdi_sme_firms as
select cohort__area as area, cast(metric_time__day as date) as day, srdi_sme_firms as value
from (
SELECT
  metric_time__day
  , cohort__area
  , MAX(srdi_sme_firms) AS srdi_sme_firms
FROM (
  SELECT
    DATE_TRUNC('day', as_of) AS metric_time__day
    , area AS cohort__area
    , programme AS cohort__programme
    , "count" AS srdi_sme_firms
  FROM "cohort_counts" cohorts_src_10000
) subq_2
WHERE cohort__programme = 'srdi_sme'
GROUP BY
  metric_time__day
  , cohort__area
);
comment on view metric_srdi_sme_firms is '专精特新中小企业 SRDI small and medium-sized enterprises
定义：当日证书有效、登记存续、属于本地区的专精特新中小企业。公式：不同企业计数。单位：家。来源：认定名单与市场主体名册。局限：按现登记机关归属地区；名单或名册不覆盖当日则无数。

Definition: firms on the list of srdi small and medium-sized enterprises whose certificate holds on the day, active, registered in the area. Formula: count of distinct firms. Unit: firms. Source: recognition lists and registers. Limits: a firm belongs where it is registered now; no count where no list or register covers the day.

例 / worked example：“累计认定专精特新中小企业447家，占全省(2113家)21.2%”：447 (447 in the zone).
';

create view metric_target_achieved_value as
select target__area as area, target__indicator_name as indicator_name, target__target_measure as target_measure, target__document_id as document_id, cast(metric_time__day as date) as day, target_achieved_value as value
from (
SELECT
  DATE_TRUNC('day', period_end) AS metric_time__day
  , area AS target__area
  , indicator_name AS target__indicator_name
  , target_measure AS target__target_measure
  , document_id AS target__document_id
  , MAX(achieved) AS target_achieved_value
FROM "target_progress" targets_src_10000
GROUP BY
  DATE_TRUNC('day', period_end)
  , area
  , indicator_name
  , target_measure
  , document_id
);
comment on view metric_target_achieved_value is '目标期内完成数 Achieved within the target period
定义：目标时期内最近的完成数。公式：取数。单位：同指标。来源：公报。局限：尚无完成数时为空。

Definition: the latest figure within the period of the target. Formula: the figure. Unit: of the indicator. Source: bulletins. Limits: null where there is none yet.

例 / worked example：“累计签约总投资778亿元，已超额完成省年度考核任务(省定708亿元)70亿元”：778 亿元 = 77800000000.
';

create view metric_target_met_pct as
select target__area as area, target__indicator_name as indicator_name, target__target_measure as target_measure, target__document_id as document_id, cast(metric_time__day as date) as day, target_met_pct as value
from (
SELECT
  DATE_TRUNC('day', period_end) AS metric_time__day
  , area AS target__area
  , indicator_name AS target__indicator_name
  , target_measure AS target__target_measure
  , document_id AS target__document_id
  , MAX(achieved_pct) AS target_met_pct
FROM "target_progress" targets_src_10000
GROUP BY
  DATE_TRUNC('day', period_end)
  , area
  , indicator_name
  , target_measure
  , document_id
);
comment on view metric_target_met_pct is '目标完成率 Target progress
定义：完成数占目标的百分比。公式：100 × 完成数 ÷ 目标。单位：%。来源：公报。局限：增速目标（target_measure = growth）不求比，为空，应看 target_remaining。

Definition: the figure achieved as a percentage of the target. Formula: 100 × achieved ÷ target. Unit: per cent. Source: bulletins. Limits: null of a target for growth, of which a quotient means nothing: see target_remaining.

例 / worked example：“累计签约总投资778亿元，已超额完成省年度考核任务(省定708亿元)70亿元”：100 × 778 ÷ 708 = 109.887006.
';

create view metric_target_remaining as
select target__area as area, target__indicator_name as indicator_name, target__target_measure as target_measure, target__document_id as document_id, cast(metric_time__day as date) as day, target_remaining as value
from (
SELECT
  DATE_TRUNC('day', period_end) AS metric_time__day
  , area AS target__area
  , indicator_name AS target__indicator_name
  , target_measure AS target__target_measure
  , document_id AS target__document_id
  , MAX(remaining) AS target_remaining
FROM "target_progress" targets_src_10000
GROUP BY
  DATE_TRUNC('day', period_end)
  , area
  , indicator_name
  , target_measure
  , document_id
);
comment on view metric_target_remaining is '距目标 Left to the target
定义：距目标还差多少。公式：目标 − 完成数，已达到为 0。单位：同指标；增速为百分点。来源：公报。局限：尚无完成数时为空。

Definition: what is left to reach the target. Formula: target − achieved, 0 once reached. Unit: of the indicator; points for growth. Source: bulletins. Limits: null where there is no figure yet.

例 / worked example：“力争全年工业投资增速达到15%”，上半年 −21.13%：15 + 21.13 = 36.13 (points).
';

create view metric_target_value as
select target__area as area, target__indicator_name as indicator_name, target__target_measure as target_measure, target__document_id as document_id, cast(metric_time__day as date) as day, target_value as value
from (
SELECT
  DATE_TRUNC('day', period_end) AS metric_time__day
  , area AS target__area
  , indicator_name AS target__indicator_name
  , target_measure AS target__target_measure
  , document_id AS target__document_id
  , MAX(target) AS target_value
FROM "target_progress" targets_src_10000
GROUP BY
  DATE_TRUNC('day', period_end)
  , area
  , indicator_name
  , target_measure
  , document_id
);
comment on view metric_target_value is '目标 Target
定义：公报为指标提出的目标。公式：取数。单位：同指标。来源：公报。局限：“以上”的目标按其数值计。

Definition: the target that a bulletin states. Formula: the figure. Unit: of the indicator. Source: bulletins. Limits: at least so much counts as its number.

例 / worked example：“累计签约总投资778亿元，已超额完成省年度考核任务(省定708亿元)70亿元”：708 亿元 = 70800000000.
';

create view metric_targets_reached as
select target__area as area, target__document_id as document_id, cast(metric_time__day as date) as day, targets_reached as value
from (
SELECT
  metric_time__day
  , target__area
  , target__document_id
  , SUM(__targets_reached) AS targets_reached
FROM (
  SELECT
    DATE_TRUNC('day', period_end) AS metric_time__day
    , area AS target__area
    , document_id AS target__document_id
    , case when state = 'reached' then 1 else 0 end AS __targets_reached
  FROM "target_progress" targets_src_10000
) subq_3
GROUP BY
  metric_time__day
  , target__area
  , target__document_id
);
comment on view metric_targets_reached is '已达到的目标数 Targets reached
定义：完成数已达到目标的个数。公式：计数。单位：项。来源：公报。局限：无法判断的不计。

Definition: targets that the figure achieved has reached. Formula: count. Unit: targets. Source: bulletins. Limits: what cannot be told does not count.

例 / worked example：“累计签约总投资778亿元，已超额完成省年度考核任务(省定708亿元)70亿元”：778 ≥ 708，计 1 (one target reached).
';

create view metric_targets_stated as
select target__area as area, target__document_id as document_id, cast(metric_time__day as date) as day, targets_stated as value
from (
SELECT
  metric_time__day
  , target__area
  , target__document_id
  , SUM(__targets_stated) AS targets_stated
FROM (
  SELECT
    DATE_TRUNC('day', period_end) AS metric_time__day
    , area AS target__area
    , document_id AS target__document_id
    , CASE WHEN target_id IS NOT NULL THEN 1 ELSE 0 END AS __targets_stated
  FROM "target_progress" targets_src_10000
) subq_3
GROUP BY
  metric_time__day
  , target__area
  , target__document_id
);
comment on view metric_targets_stated is '目标数 Targets stated
定义：公报提出的目标个数。公式：计数。单位：项。来源：公报。局限：年度与半年目标分别计。

Definition: targets that bulletins state. Formula: count. Unit: targets. Source: bulletins. Limits: targets of the year and of the half-year count apart.

例 / worked example：“累计签约总投资778亿元，已超额完成省年度考核任务(省定708亿元)70亿元”及“力争全年工业投资增速达到15%”：2 (two targets).
';

create view metric_tax_registered_share_pct as
select entities__area as area, entities__basis as basis, cast(metric_time__day as date) as day, tax_registered_share_pct as value
from (
SELECT
  DATE_TRUNC('day', as_of) AS metric_time__day
  , area AS entities__area
  , basis AS entities__basis
  , MAX(published_tax_registered_share_pct) AS tax_registered_share_pct
FROM "market_entities" entities_src_10000
GROUP BY
  DATE_TRUNC('day', as_of)
  , area
  , basis
);
comment on view metric_tax_registered_share_pct is '涉税主体占比 Tax-registered share
定义：公报所写涉税主体占市场主体的百分比。公式：取数。单位：%。来源：公报。局限：没有涉税主体名册，不能复核。

Definition: tax-registered entities as a percentage of market entities, as printed. Formula: the figure. Unit: per cent. Source: bulletins. Limits: no register of taxpayers is held, so it cannot be checked.

例 / worked example：“截至6月底，全区市场主体总量达到52692家，其中，企业占比76.17%，高于全省49个百分点；涉税主体占比97.24%”：97.24.
';

create view metric_unplaced_firms as
select cohort__area as area, cohort__programme as programme, cast(metric_time__day as date) as day, unplaced_firms as value
from (
SELECT
  DATE_TRUNC('day', as_of) AS metric_time__day
  , area AS cohort__area
  , programme AS cohort__programme
  , MAX(unplaced_count) AS unplaced_firms
FROM "cohort_counts" cohorts_src_10000
GROUP BY
  DATE_TRUNC('day', as_of)
  , area
  , programme
);
comment on view metric_unplaced_firms is '未匹配的认定企业 Unplaced firms
定义：名单上有、名册中找不到的企业。公式：不同企业计数。单位：家。来源：认定名单与市场主体名册。局限：属于全省，不能分到地区。

Definition: firms on a list that match no registered entity. Formula: count of distinct firms. Unit: firms. Source: recognition lists and registers. Limits: they belong to the province and to no area of it.

例 / worked example：“全区高新技术企业1040家，占全省的26.6%”：1040 家全部匹配，0 (all 1040 are matched: 0).
';
