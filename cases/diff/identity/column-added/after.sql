create table t (a text, id bigint generated always as identity (start with 5));
