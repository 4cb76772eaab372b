create table t (i integer generated always as identity, j bigint generated always as identity (increment -1));
