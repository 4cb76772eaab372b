create domain amount as integer check (value > 0);
create domain small_amount as amount check (value < 10);
create table t (id integer primary key, a small_amount, many small_amount[]);
