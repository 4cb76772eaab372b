create type kind as enum ('a');
create type other_kind as enum ('a', 'b');
create table t (id int primary key, kind text, other other_kind, many text[]);
