create table t (a integer, b integer default 1, c integer default 2, d text default 'x', e text);
