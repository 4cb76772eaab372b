create table t (id bigint generated always as identity (start with 1000 increment by 10 minvalue 10 cache 5 cycle), a text);
