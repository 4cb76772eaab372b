create schema seqs;
create table t (id integer);
