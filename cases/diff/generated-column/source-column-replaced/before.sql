create table t (a integer, total integer generated always as (a + 1) stored);
