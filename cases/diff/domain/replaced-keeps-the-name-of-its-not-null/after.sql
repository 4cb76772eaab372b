create domain amount as numeric(20, 6) not null default 0;
create table t (id integer primary key, value amount);
