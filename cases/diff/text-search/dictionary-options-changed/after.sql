create schema other;
create text search dictionary d (template = pg_catalog.simple, accept = 'true', stopwords = 'english');
create text search configuration other.blog (copy = pg_catalog.german);
alter text search configuration other.blog alter mapping for asciiword with d;
create table t (body text, v tsvector generated always as (to_tsvector('other.blog'::regconfig, body)) stored);
create index t_v_idx on t using gin (v);
