create table t (a integer generated always as identity);
create unlogged table u (a integer generated always as identity);
