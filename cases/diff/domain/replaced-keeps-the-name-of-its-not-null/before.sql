create domain amount as numeric(18, 4) not null default 0;
create table t (id integer primary key, value amount);
