create table one (id integer);
create table other (id integer default 1);
