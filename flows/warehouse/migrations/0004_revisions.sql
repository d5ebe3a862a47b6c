-- A bulletin can declare which earlier one it replaces.
alter table raw.documents add column revises varchar;
alter table history.published_figures add column standing varchar;
