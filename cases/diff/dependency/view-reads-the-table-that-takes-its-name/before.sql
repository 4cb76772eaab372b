create table raw (id integer);
create view people as select id from raw;
