create table t (id integer constraint pk_t primary key);
