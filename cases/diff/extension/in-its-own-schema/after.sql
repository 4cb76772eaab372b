create schema extensions;
create extension pg_trgm schema extensions;
create table documents (id integer, title text);
create index documents_title_idx on documents using gin (title extensions.gin_trgm_ops);
