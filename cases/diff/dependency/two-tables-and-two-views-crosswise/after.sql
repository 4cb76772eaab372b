create table a (id bigint primary key, x integer);
create table b (id bigint primary key, y numeric);
create view va as select a.id, b.y, a.x from a join b using (id);
create view vb as select b.id, va.y, va.x from b join va using (id);
