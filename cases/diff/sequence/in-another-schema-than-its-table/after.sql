create schema seqs;
create sequence seqs.t_ids;
create table t (id integer default nextval('seqs.t_ids'));
