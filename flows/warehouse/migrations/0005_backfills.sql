-- Documents keep the name of their province, and who had them read again is kept too.
alter table raw.documents add column province varchar;
create table raw.backfills (
    backfill_id varchar primary key,
    reader_version varchar not null,
    decided_by varchar not null,
    reason varchar not null,
    started_at timestamptz not null,
    finished_at timestamptz
);
create table raw.backfilled (
    backfill_id varchar not null,
    document_id varchar not null,
    reading_id varchar,
    figures_before bigint not null,
    figures_after bigint not null,
    figures_changed bigint not null,
    message varchar not null,
    read_at timestamptz not null
);
