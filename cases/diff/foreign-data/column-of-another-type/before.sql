create extension postgres_fdw;
create server far foreign data wrapper postgres_fdw;
create type state as enum ('new', 'old', 'gone');
create foreign table t (id integer, n text, s state default 'new') server far;
create view v as select n, s from t;
