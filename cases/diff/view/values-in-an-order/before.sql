create table t (id int);
create view v_values(a, b) as values (1, 'foo'), (2, 'b\ar') order by column1 desc limit 1;
create view v_two(n) as values (2), (1) offset 1;
create view v_query as select column2 as x, column1 as y from (values (1, 2), (2, 3)) "*VALUES*" order by column1;
