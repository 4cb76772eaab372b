create domain amount as integer check (value >= 0);
create table t (id integer primary key, a amount not null default 1);
