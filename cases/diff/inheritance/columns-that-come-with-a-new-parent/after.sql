create table parent (id integer not null, made date default current_date, note varchar(20));
create table other (flag boolean);
create table child (extra integer) inherits (parent, other);
create table grandchild (own text) inherits (child);
alter table only child alter column made set default '2026-01-01';
