create table t (id integer not null, code text not null);
create unique index t_ident on t (id, code);
alter table t replica identity using index t_ident;
