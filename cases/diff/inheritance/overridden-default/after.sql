create table base (id integer, a text default 'base');
create table child () inherits (base);
alter table child alter column a set default 'child';
