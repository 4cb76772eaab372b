create table t (
  title text,
  body text,
  search tsvector generated always as (
    setweight(to_tsvector('simple', coalesce(title, '')), 'A') || to_tsvector('simple', coalesce(body, ''))
  ) stored
);
create index t_search_idx on t using gin (search);
