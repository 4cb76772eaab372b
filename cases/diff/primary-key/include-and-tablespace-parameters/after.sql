create table t (id integer, a text, constraint t_pkey primary key (id) include (a) with (fillfactor = 70));
