create schema s1;
create schema s2;
create table public.t (id integer primary key);
create publication case_some for tables in schema s2, table public.t;
