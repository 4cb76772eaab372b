create table thing (id integer);
