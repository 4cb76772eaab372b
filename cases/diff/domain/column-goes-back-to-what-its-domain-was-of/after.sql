create domain amount as bigint check (value > 0);
create table t (id integer primary key, a amount, many amount[]);
