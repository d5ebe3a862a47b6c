-- The warehouse knows its layout.
create table raw.layouts (
    number integer primary key,
    name varchar not null,
    zhanbi_version varchar not null,
    since timestamptz not null
);
