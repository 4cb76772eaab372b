create table parent (id integer not null, made date default current_date, note varchar(20));
create table other (flag boolean);
create table child (extra integer);
create table grandchild (own text) inherits (child);
