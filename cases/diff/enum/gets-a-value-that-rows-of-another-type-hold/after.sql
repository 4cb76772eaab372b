create type kind as enum ('a', 'b');
create type other_kind as enum ('a', 'b');
create table t (id int primary key, kind kind, other kind, many kind[]);
