do $$ begin create role case_reader; exception when duplicate_object or unique_violation then null; end $$;
create sequence s;
create type kind as enum ('a');
create domain code as text;
create schema app;
