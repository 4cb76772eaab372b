create table t (a integer default 0, b integer default 10, c integer, d text default 'it''s', e text default E'a\\b');
