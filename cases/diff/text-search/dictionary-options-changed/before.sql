create text search dictionary d (template = pg_catalog.simple, stopwords = 'english', accept = 'false');
comment on text search dictionary d is 'ours';
create text search configuration blog (copy = pg_catalog.english);
alter text search configuration blog alter mapping for asciiword, word with d;
create table t (body text, v tsvector generated always as (to_tsvector('blog'::regconfig, body)) stored);
create index t_v_idx on t using gin (v);
