create table t (id integer generated always as identity);
alter sequence t_id_seq set unlogged;
create unlogged table u (id integer generated always as identity);
alter sequence u_id_seq set logged;
