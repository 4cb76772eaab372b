create text search configuration blog (copy = pg_catalog.english);
create table t (body text, v tsvector generated always as (to_tsvector('blog'::regconfig, body)) stored);
create index t_v_idx on t using gin (v);
