create table t (id integer primary key, a text not null, b text not null, c text, constraint t_ab unique (a, b));
alter table t replica identity using index t_ab;
create table u (a text not null, b text not null);
create unique index u_a on u (a);
alter table u replica identity using index u_a;
