create table t (x integer, id integer, y text, a text, primary key (id));
create index t_a_idx on t (a);
alter table t drop column x, drop column y;
