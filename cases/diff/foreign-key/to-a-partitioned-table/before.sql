create table a (id integer, region integer, primary key (id, region)) partition by list (region);
create table a_1 partition of a for values in (1);
create table b (a_id integer, region integer);
