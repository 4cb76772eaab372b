-- The rows of a could come back only when m is there, which is made of them.
create table a (id int, o int) partition by list (id);
create table a1 partition of a default;
create materialized view m as select o from a;
alter table a add n m;
create table u (id int, k int) partition by list (k);
create table u1 partition of u default;
