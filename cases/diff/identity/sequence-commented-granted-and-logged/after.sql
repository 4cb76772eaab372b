create table t (a integer generated always as identity);
comment on sequence t_a_seq is 'numbers';
grant usage on sequence t_a_seq to public;
create unlogged table u (a integer generated always as identity);
alter sequence u_a_seq set logged;
