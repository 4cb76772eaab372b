create domain code as text default 'none' not null;
create table t (id integer primary key, c code);
