create table t (i smallint generated always as identity (increment -1), j bigint generated always as identity);
