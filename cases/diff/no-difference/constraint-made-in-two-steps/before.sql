create table a (id integer primary key);
create table b (a_id integer references a, n integer constraint n_ok check (n > 0));
