create extension hstore;
create function keys_of(h hstore) returns text[] language sql immutable as 'select akeys($1)';
create function greet() returns text language plpgsql as $$ begin return 'hi'; end $$;
alter function greet depends on extension plpgsql;
create table t (id int);
create index t_id on t (id);
alter index t_id depends on extension hstore;
