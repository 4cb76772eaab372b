create table alpha (id integer);
create sequence beta;
