create table t (id integer constraint t_key primary key);
