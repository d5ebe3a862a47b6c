-- Personal data in clear have a column of their own; a replay keeps what a refused row was told first.
alter table raw.market_entities add column personal json;
alter table raw.recognitions add column personal json;
alter table raw.quarantine add column judged_at timestamptz;
alter table raw.quarantine add column first_reasons varchar[];
