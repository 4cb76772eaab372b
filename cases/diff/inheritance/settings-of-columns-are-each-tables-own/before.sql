create table p (id integer);
