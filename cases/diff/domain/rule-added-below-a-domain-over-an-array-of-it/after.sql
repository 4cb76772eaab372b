create domain a as integer constraint a_ok check (value < 100);
create domain b as a[];
create table t (id integer primary key, x b);
