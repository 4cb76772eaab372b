create table a (id integer primary key, x integer);
create table b (id integer primary key, y integer);
create view va as select a.id, b.y from a join b using (id);
create view vb as select b.id, va.y from b join va using (id);
