create extension hstore;
create function keys_of(h hstore) returns text[] language sql immutable as 'select akeys($1)';
alter function keys_of depends on extension hstore;
create function greet() returns text language plpgsql as $$ begin return 'hi'; end $$;
create table t (id int);
create index t_id on t (id);
