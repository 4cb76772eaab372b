-- PostgreSQL writes the names down by position, those of columns that are about to go too.
create table plan (id int, week int, c numeric);
create table item (id int, note text);
create view by_week as select * from item natural join (select id, week from plan) p;
create view named as select x, c from plan p(x, y);
create view crossed as select * from (plan cross join item) t(a, b, c, d, e);
create materialized view kept as select p.y from plan p(x, y) where p.x > 0;
create view joined as select * from item join plan using (id);
