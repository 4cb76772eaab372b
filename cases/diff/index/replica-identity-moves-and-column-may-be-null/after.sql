create table t (id integer primary key, a text not null, b text, c text not null, constraint t_ab unique (a, b));
create unique index t_ca on t (c, a);
alter table t replica identity using index t_ca;
create table u (a text, b text not null);
create unique index u_a on u (a);
alter table u replica identity full;
