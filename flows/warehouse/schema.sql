-- The whole layout, as a new warehouse gets it. Whoever changes it adds the next numbered file to migrations/ beside it,
-- which brings an older warehouse to the same: see docs/operations.md.

-- raw: append-only, written by flows alone, one transaction an input. Everything else is dbt's.
create schema if not exists raw;

-- one row is one layout that this warehouse has had; the highest number holds
create table if not exists raw.layouts (
    number integer primary key,            -- of the file in migrations/
    name varchar not null,                 -- what that migration did, or `new`
    zhanbi_version varchar not null,
    since timestamptz not null
);

-- one row is one reading of one received bulletin; a corrected sidecar or a newer reader adds a row, never replaces one
create table if not exists raw.documents (
    reading_id varchar primary key,        -- sha256 of document_id, metadata and reader_version
    document_id varchar not null,          -- sha256 of the received bytes
    file_name varchar not null,
    media_type varchar not null,
    encoding varchar not null,
    size_bytes bigint not null,
    title varchar not null,
    publisher varchar not null,
    area varchar not null,                 -- name of the area the bulletin is about
    area_code varchar,                     -- GB/T 2260 division or zone code
    province_code varchar,
    published_on date not null,
    source_url varchar,
    metadata_hash varchar not null,
    reader_version varchar not null,
    text varchar not null,                 -- what the reader made of the bytes; spans are offsets into it
    notes varchar[] not null,              -- what the reader had to decide
    landed_at timestamptz not null,        -- later than every other: the last landed reading of a document holds
    revises varchar,                       -- file name or document_id of the bulletin that this one replaces, where its sidecar says so
    province varchar                       -- its name as the metadata give it
);

-- one row is one figure of one reading; the columns are flows/bulletins/observation.py
create table if not exists raw.observations (
    reading_id varchar not null,
    document_id varchar not null,
    observation_id varchar not null,
    span_start integer not null,
    span_end integer not null,
    value_text varchar not null,
    quote varchar not null,
    quote_start integer not null,
    quote_end integer not null,
    element varchar not null,              -- page 3, paragraph 12, table 2 row 5: where in the document it stands
    section varchar not null,
    indicator varchar,
    indicator_name varchar not null,
    breakdown varchar not null,
    programme varchar,
    measure varchar not null,
    reported_value decimal(38, 10) not null,
    reported_unit varchar not null,
    value decimal(38, 10) not null,
    unit varchar not null,
    value_low decimal(38, 10) not null,
    value_high decimal(38, 10) not null,
    bound varchar not null,
    obs_status varchar not null,
    period_start date,
    period_end date,
    ref_area varchar not null,
    reference varchar not null,
    rule varchar not null,
    confidence double not null,
    flags varchar[] not null
);

-- one row is one landed register file; rows_read = rows_landed + rows_quarantined, always: a replayed row moves over
create table if not exists raw.extracts (
    extract_id varchar primary key,        -- sha256 of the received bytes
    file_name varchar not null,
    kind varchar not null,                 -- market_entities | recognitions
    programme varchar,                     -- of a recognition list
    area_code varchar not null,
    as_of date not null,
    coverage varchar not null default 'full',  -- full: who is not in it has left | delta: says nothing of those it does not name
    profile varchar not null,
    synthetic boolean not null,
    metadata_hash varchar not null,
    rows_read bigint not null,
    rows_landed bigint not null,
    rows_quarantined bigint not null,
    column_names json not null,            -- printed name -> our name
    unknown_columns varchar[] not null,    -- kept in `extra`, named here
    landed_at timestamptz not null,
    override_by varchar,                   -- who let it land though it would have been refused as a whole
    override_reason varchar                -- why, and what the refusal was
);

-- compressed as is declared: that DuckDB tries every method on every column costs a quarter of landing a register
create table if not exists raw.market_entities (
    extract_id varchar not null using compression dictionary,
    row_number bigint not null,            -- from 1 for the first data row
    credit_code varchar not null using compression fsst,
    name varchar not null using compression fsst,
    entity_type varchar not null using compression dictionary,  -- enterprise | self_employed | cooperative
    status varchar not null using compression dictionary,  -- active | revoked | deregistered
    registered_on date not null,
    ended_on date,
    authority_code varchar not null using compression dictionary,  -- registering authority today; the code's digits 3-8 keep the first one
    division_code varchar using compression dictionary,
    industry_code varchar using compression dictionary,
    capital_amount decimal(20, 2),
    capital_currency varchar using compression dictionary,
    capital_text varchar using compression dictionary,
    extra json,
    personal json                          -- personal data in clear, where the operator keeps them; never leaves raw
);

create table if not exists raw.recognitions (
    extract_id varchar not null,
    row_number bigint not null,
    programme varchar not null,
    name varchar not null,
    credit_code varchar,
    certificate_number varchar,
    valid_from date not null,
    valid_to date,                         -- first day on which it no longer holds; null: open
    city varchar,                          -- as the list prints it, on the day of recognition
    extra json,
    personal json                          -- as in raw.market_entities
);

-- one row is one refused record with every reason
create table if not exists raw.quarantine (
    quarantine_id varchar primary key,
    source_id varchar not null,            -- extract_id or document_id
    kind varchar not null,
    file_name varchar not null,
    row_number bigint not null,
    raw json not null,                     -- the record as received, personal data masked
    reasons varchar[] not null,            -- all of them, as last judged
    state varchar not null,                -- open | replayed | dismissed
    decided_by varchar,
    decided_at timestamptz,
    decision_note varchar,
    quarantined_at timestamptz not null,
    judged_at timestamptz,                 -- when it was judged anew; null: on arrival alone
    first_reasons varchar[]                -- those on arrival, where they were others
);

-- one row is one try of one input, failed ones too
create table if not exists raw.attempts (
    attempt_id varchar primary key,
    input_id varchar,                      -- sha256 of the bytes; null when they could not be read
    file_name varchar not null,
    kind varchar,
    metadata_hash varchar,
    outcome varchar not null,              -- landed | unchanged | refused | failed
    message varchar not null,
    started_at timestamptz not null,
    finished_at timestamptz not null,
    version varchar not null
);

-- one row is one decision to have archived documents read again: by a newer reader, or with another vocabulary
create table if not exists raw.backfills (
    backfill_id varchar primary key,
    reader_version varchar not null,       -- that reads now
    decided_by varchar not null,
    reason varchar not null,
    started_at timestamptz not null,
    finished_at timestamptz                -- null: interrupted; the next one goes on
);

-- one row is one document that a backfill has read again
create table if not exists raw.backfilled (
    backfill_id varchar not null,
    document_id varchar not null,
    reading_id varchar,                    -- null: could not be read, the message says why
    figures_before bigint not null,
    figures_after bigint not null,
    figures_changed bigint not null,       -- that came, went, or are read as something else
    message varchar not null,
    read_at timestamptz not null
);

-- one row is one decision of a person about one figure; keyed by its place in the document, so that it survives re-reading
create table if not exists raw.decisions (
    decision_id varchar primary key,
    document_id varchar not null,
    span_start integer not null,
    action varchar not null,               -- confirm | correct | reject | undo
    changes json not null,                 -- of a correction: column of raw.observations -> value
    decided_by varchar not null,
    reason varchar not null,
    decided_at timestamptz not null
);

-- one row is what the matching makes of one list row without a credit code; the latest row of a list row holds
create table if not exists raw.recognition_links (
    extract_id varchar not null,
    row_number bigint not null,
    name varchar not null,                 -- as the list prints it
    city varchar,
    credit_code varchar,                   -- null: not linked, for review
    score double not null,                 -- 0 to 1, of the best candidate
    reason varchar not null,               -- flows/registry/matching: how it was linked, or why it was not
    candidates json not null,              -- best first: credit_code, name, score
    matched_at timestamptz not null
);

-- one row is one decision of a person about which entity a listed name is; keyed by name and city, so that it holds for every list
create table if not exists raw.link_decisions (
    decision_id varchar primary key,
    name varchar not null,                 -- as the list prints it
    city varchar,
    action varchar not null,               -- link | reject | undo
    credit_code varchar,                   -- of `link`
    decided_by varchar not null,
    reason varchar not null,
    decided_at timestamptz not null
);

-- history: what follows from raw and is dear to compute; flows/warehouse/history.py keeps it, and can make it anew
create schema if not exists history;

-- one row is one state of one entity in the register of one area, from the extract that first states it to the next that states another
create table if not exists history.entity_versions (
    register_code varchar not null using compression dictionary,  -- area of the extracts
    credit_code varchar not null using compression fsst,
    valid_from date not null,
    valid_to date,                         -- first day on which another state, or none, is stated; null: still stated
    name varchar not null using compression fsst,
    entity_type varchar not null using compression dictionary,
    status varchar not null using compression dictionary,
    registered_on date not null,
    ended_on date,
    authority_code varchar not null using compression dictionary,
    division_code varchar using compression dictionary,
    industry_code varchar using compression dictionary,
    address varchar using compression fsst
);

-- one row is one extract that the history holds
create table if not exists history.extracts (
    extract_id varchar primary key,
    register_code varchar not null,
    as_of date not null,
    rows_landed bigint not null            -- more are landed when quarantined rows are replayed
);

-- the mart `figures` of the published snapshot, put here before each build; what the mart `changes` compares with
create table if not exists history.published_figures (
    figure_id varchar primary key,
    kind varchar not null,                 -- stated | counted
    area varchar not null,
    area_code varchar,
    indicator varchar,
    indicator_name varchar not null,
    subject varchar not null,              -- breakdown, measure, status, reference
    period_start date,
    as_of date,
    value decimal(38, 10) not null,
    unit varchar not null,
    document_id varchar,
    reading_id varchar,
    reader_version varchar,
    review_state varchar,
    extract_ids varchar,
    standing varchar
);
