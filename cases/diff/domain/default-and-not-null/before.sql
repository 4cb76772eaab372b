create domain code as text;
create table t (id integer primary key, c code);
