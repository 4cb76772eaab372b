create domain a as integer;
create domain b as a[];
create table t (id integer primary key, x b);
